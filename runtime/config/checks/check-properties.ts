/** Does every property fit the channel it comes from? Unit, calibration, range, safe value, and the keys its kind can have. */
import type { ChannelSpec } from '../../core/channel.ts';
import { formatAddress } from '../../core/reading.ts';
import { MODE_PROPERTY, PIN_TEST_PROPERTY } from '../site.ts';
import { quote } from '../form/quote.ts';
import { keysAt, type Path } from '../form/value-at.ts';
import { checkValue } from './check-value.ts';
import {
  deliveredRange,
  formatRange,
  isInRange,
  isRescaled,
  timingOf,
  type PropertyFacts,
} from './property-facts.ts';
import type { SiteContext } from './site-context.ts';
import type { WiredProperty } from './site-index.ts';

const FOR_NUMBERS = ['unit', 'calibrate', 'range', 'tolerance'];
const FOR_BOOLEANS = ['words'];
const FOR_OUTPUTS = ['settle', 'tolerance', 'proof', 'confirm', 'onRestart', 'safe', 'interlocks'];

const RESERVED: ReadonlyMap<string, string> = new Map([
  [MODE_PROPERTY, 'what every thing has already: auto, hand or locked-out'],
  [PIN_TEST_PROPERTY, 'what tests of lines are called'],
]);

export function checkProperties(context: SiteContext): void {
  for (const property of context.index.wired) {
    checkName(context, property);
    checkKeys(context, property);
    checkTimes(context, property);
    checkChannel(context, property);
  }
  checkWriters(context);
}

function checkName({ findings }: SiteContext, { address, path }: WiredProperty): void {
  const reason = RESERVED.get(address.property);
  if (reason === undefined) return;
  const message = `${quote(address.property)} is ${reason}`;
  findings.error({ path, part: 'key', message, hint: 'give the property another name' });
}

function checkChannel(context: SiteContext, property: WiredProperty): void {
  const { source, facts, path } = property;
  if (source.found && facts !== undefined) {
    if (facts.type === 'number') checkQuantity(context, property, source.channel);
    if (facts.writable) checkSafe(context, property, facts);
  } else if (!source.found && source.message !== undefined) {
    const { message, hint } = source;
    context.findings.error({ path: [...path, 'from'], message, hint });
  }
}

/** The schema fills in defaults, so whether somebody wrote a key is asked of the file. */
function checkKeys({ findings }: SiteContext, { address, path, facts }: WiredProperty): void {
  if (facts === undefined) return;
  const name = formatAddress(address);
  const given = keysAt(findings.document.value, path);
  const refuse = (keys: readonly string[], why: string): void => {
    for (const key of keys.filter((each) => given.includes(each)))
      findings.error({
        path: [...path, key],
        part: 'key',
        message: `${quote(key)} does not fit: ${name} ${why}`,
      });
  };
  if (facts.type === 'boolean') refuse(FOR_NUMBERS, 'is true or false');
  else refuse(FOR_BOOLEANS, 'is a number');
  if (!facts.writable) refuse(FOR_OUTPUTS, 'can only be read');
}

function checkTimes({ findings }: SiteContext, { config, path }: WiredProperty): void {
  const { everyMs, staleAfterMs, faultyAfterMs } = timingOf(config);
  if (staleAfterMs <= everyMs) {
    const message = 'it would be stale before each new sample';
    findings.error({
      path: [...path, 'staleAfter'],
      message,
      hint: 'make staleAfter longer than every',
    });
  }
  if (faultyAfterMs < staleAfterMs) {
    const message = 'it would be faulty before it is stale';
    findings.error({
      path: [...path, 'faultyAfter'],
      message,
      hint: 'make faultyAfter longer than staleAfter',
    });
  }
}

/** Two calibration points make anything of what is delivered; otherwise unit and range are the part's. */
function checkQuantity(
  context: SiteContext,
  { config, path }: WiredProperty,
  channel: ChannelSpec,
): void {
  const { calibrate, unit, range } = config;
  if (isRescaled(calibrate)) {
    checkNewUnit(context, path, calibrate);
    return;
  }
  if (unit !== undefined && channel.unit !== undefined && unit !== channel.unit) {
    const message = `the part delivers ${channel.unit}, not ${unit}`;
    const hint = `write ${channel.unit}, or calibrate it by two points`;
    context.findings.error({ path: [...path, 'unit'], message, hint });
  }
  const delivered = deliveredRange(channel, calibrate);
  if (range === undefined || delivered === undefined) return;
  if (range[0] >= delivered[0] && range[1] <= delivered[1]) return;
  const message = `the range ${quote(range)} is wider than what the part can do`;
  const hint = `it goes ${formatRange(delivered, channel.unit)}`;
  context.findings.error({ path: [...path, 'range'], message, hint });
}

/** Milliamperes are never what is wanted: without a unit the level of a tank would be told in volts. */
function checkNewUnit(
  { findings }: SiteContext,
  path: Path,
  calibrate: WiredProperty['config']['calibrate'],
): void {
  const isNamed = keysAt(findings.document.value, path).includes('unit');
  if (isNamed || calibrate === undefined || !('4-20mA' in calibrate)) return;
  const message = 'nothing says in which unit 4 and 20 mA are given';
  findings.error({ path: [...path, 'calibrate'], message, hint: "add the unit, as in unit: '%'" });
}

function checkSafe(
  context: SiteContext,
  { config, path }: WiredProperty,
  facts: PropertyFacts,
): void {
  if (config.safe !== undefined) {
    checkValue(context.findings, config.safe, { path: [...path, 'safe'], facts });
    return;
  }
  const { type, range, unit } = facts;
  if (type === 'boolean' || range === undefined || isInRange(0, facts)) return;
  const message = 'the safe value 0 is out of range';
  const hint = `name a safe value ${formatRange(range, unit)}`;
  context.findings.error({ path: [...path, 'safe'], message, hint });
}

/** Two properties may look at one channel, but only one may move it. */
function checkWriters({ findings, index }: SiteContext): void {
  const writers = new Map<string, WiredProperty>();
  for (const property of index.wired) {
    const { source, board, path } = property;
    if (!source.found || !source.channel.writable) continue;
    const channel = `${board}/${source.part}.${source.channel.name}`;
    const other = writers.get(channel);
    writers.set(channel, other ?? property);
    if (other === undefined) continue;
    const message = `${quote(source.part)} is already written by ${formatAddress(other.address)}`;
    findings.error({
      path: [...path, 'from'],
      message,
      hint: `that one stands at ${findings.placeOf(other.path, 'key')}`,
    });
  }
}
