/** Can every rule of a property hold? Its interlocks, its proof, and what has to be confirmed. */
import { formatAddress, type PropertyAddress } from '../../core/reading.ts';
import type { InterlockConfig } from '../devices-schema.ts';
import { quote } from '../form/quote.ts';
import { isMap, valueAt, type Path } from '../form/value-at.ts';
import { checkValue } from './check-value.ts';
import { checkWindow } from './check-window.ts';
import { timingOf } from './property-facts.ts';
import { followAddress, type SiteContext } from './site-context.ts';
import type { IndexedProperty, WiredProperty } from './site-index.ts';

export function checkRules(context: SiteContext): void {
  for (const owner of context.index.wired) {
    if (owner.facts?.writable === false) continue;
    checkInterlockNames(context, owner);
    for (const [index, interlock] of owner.config.interlocks.entries())
      checkInterlock(context, owner, { interlock, path: [...owner.path, 'interlocks', index] });
    checkProof(context, owner);
    checkConfirm(context, owner);
  }
}

/** Refusals and the journal call an interlock by its name. */
function checkInterlockNames({ findings }: SiteContext, { config, path }: WiredProperty): void {
  const names = config.interlocks.map((interlock) => interlock.name ?? kindsOf(interlock)[0]);
  for (const [index, name] of names.entries()) {
    if (name === undefined || names.indexOf(name) === index) continue;
    const message = `two interlocks are called ${quote(name)}`;
    const place = [...path, 'interlocks', index];
    findings.error({ path: place, message, hint: 'give each a name of its own' });
  }
}

function kindsOf(interlock: object): readonly string[] {
  return Object.keys(interlock).filter((key) => key !== 'name');
}

/** Asked of the file: a kind whose value is wrong was still named. */
function checkKind({ findings }: SiteContext, path: Path): void {
  const written = valueAt(findings.document.value, path);
  const kinds = isMap(written) ? kindsOf(written) : [];
  if (kinds.length === 1) return;
  const message =
    kinds.length === 0 ? 'this interlock does nothing' : `${kinds.join(' and ')} in one entry`;
  findings.error({ path, message, hint: 'name exactly one kind of interlock in each entry' });
}

interface Entry {
  readonly interlock: InterlockConfig;
  readonly path: Path;
}

function checkInterlock(context: SiteContext, owner: WiredProperty, entry: Entry): void {
  const { interlock, path } = entry;
  const { findings } = context;
  checkKind(context, path);
  for (const [index, bound] of (interlock.range ?? []).entries())
    checkValue(findings, bound, { path: [...path, 'range', index], facts: owner.facts });
  if (interlock.rate !== undefined && owner.facts?.type === 'boolean') {
    const message = 'a rate is for numbers, this property is true or false';
    const place = [...path, 'rate'];
    findings.error({ path: place, part: 'key', message, hint: 'use minInterval' });
  }
  checkQuietHours(context, entry);
  checkExclusive(context, owner, entry);
  checkRequires(context, owner, entry);
}

function checkQuietHours(
  { findings }: SiteContext,
  { interlock: { quietHours }, path }: Entry,
): void {
  if (quietHours?.from !== quietHours?.to || quietHours === undefined) return;
  const message = 'these quiet hours begin when they end';
  findings.error({ path: [...path, 'quietHours'], message, hint: 'lock the thing out instead' });
}

function checkExclusive(
  context: SiteContext,
  owner: WiredProperty,
  { interlock, path }: Entry,
): void {
  if (interlock.exclusive === undefined) return;
  const place = [...path, 'exclusive'];
  const { board } = owner;
  const other = followOther(context, owner, { address: interlock.exclusive, path: place, board });
  if (other?.facts?.writable !== false) return;
  const message = `${formatAddress(other.address)} can only be read: it has no safe value`;
  context.findings.error({ path: place, message, hint: 'use requires for a reading' });
}

function checkRequires(
  context: SiteContext,
  owner: WiredProperty,
  { interlock: { requires }, path }: Entry,
): void {
  if (requires === undefined) return;
  const place = [...path, 'requires'];
  const other = followOther(context, owner, {
    address: requires.reading,
    path: [...place, 'reading'],
  });
  if (other?.facts === undefined) return;
  checkWindow(context, requires, { path: place, facts: other.facts });
  checkFreshness(context, other, {
    freshWithin: requires.freshWithin,
    path: [...place, 'freshWithin'],
  });
}

function checkFreshness(
  { findings, index }: SiteContext,
  { address }: IndexedProperty,
  { freshWithin, path }: { freshWithin: number; path: Path },
): void {
  const reading = index.wired.find((property) => property.address === address);
  if (reading === undefined || freshWithin > timingOf(reading.config).everyMs) return;
  const message = `${formatAddress(address)} is sampled too seldom to be that fresh`;
  findings.error({ path, message, hint: 'make freshWithin longer than its every' });
}

function checkProof(context: SiteContext, owner: WiredProperty): void {
  const { proof } = owner.config;
  if (proof === undefined) return;
  const path = [...owner.path, 'proof'];
  const other = followOther(context, owner, { address: proof.reading, path: [...path, 'reading'] });
  if (other?.facts === undefined) return;
  if (other.facts.writable) {
    const message = `${formatAddress(other.address)} is written, not measured: it proves nothing`;
    context.findings.error({
      path: [...path, 'reading'],
      message,
      hint: 'name a reading of a sensor',
    });
  }
  checkWindow(context, proof.on, { path: [...path, 'on'], facts: other.facts });
  if (proof.off !== undefined)
    checkWindow(context, proof.off, { path: [...path, 'off'], facts: other.facts });
}

function followOther(
  context: SiteContext,
  owner: WiredProperty,
  { address, ...place }: { address: PropertyAddress; path: Path; board?: string },
): IndexedProperty | undefined {
  const other = followAddress(context, address, place);
  if (other?.path !== owner.path) return other;
  const message = `${formatAddress(address)} cannot watch over itself`;
  context.findings.error({ path: place.path, message, hint: 'name another property' });
  return undefined;
}

function checkConfirm(context: SiteContext, { config, path, facts }: WiredProperty): void {
  const to = config.confirm?.to;
  if (to === undefined || to === 'any') return;
  const place = [...path, 'confirm', 'to'];
  if (typeof to !== 'string') checkValue(context.findings, to, { path: place, facts });
  else if (facts?.type === 'number')
    context.findings.error({
      path: place,
      message: `expected any or a number, found ${quote(to)}`,
    });
}
