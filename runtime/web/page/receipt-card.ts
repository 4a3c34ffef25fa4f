/** A receipt as a card: what was asked, what was measured, and what that rests on. Nothing on it is inferred here. */
import type { Receipt } from '../../core/receipt.ts';
import { element } from './dom.ts';
import type { SiteModel } from './site-model.ts';
import { valueText } from './value-text.ts';
import type { Word, Wording } from './wording.ts';

export interface CardContext {
  readonly wording: Wording;
  readonly site: SiteModel;
}

/** What the evidence is called, and what it is worth where that is less than it seems. */
interface Verdict {
  readonly badge: Word;
  readonly means?: Word;
}

export function receiptCard(receipt: Receipt, context: CardContext): HTMLElement {
  const { wording } = context;
  const { badge, means } = verdict(receipt);
  const head = element(
    'div',
    { class: 'receipt-head' },
    element('strong', {}, addressText(receipt, context)),
    element('span', { class: `badge evidence-${receipt.evidence}` }, wording.text(badge)),
  );
  const card = element('div', { class: 'receipt', 'data-testid': 'receipt' }, head);
  card.dataset['evidence'] = receipt.evidence;
  card.dataset['contradicts'] = String(contradicts(receipt));
  card.append(rows(receipt, context));
  if (means !== undefined) card.append(element('p', { class: 'hint' }, wording.text(means)));
  return card;
}

function rows(receipt: Receipt, context: CardContext): HTMLElement {
  const { wording } = context;
  const { requested, measured, proof, until, rule } = receipt;
  const list = element('dl');
  const add = (label: Word, value: string): void => {
    list.append(
      element('div', {}, element('dt', {}, wording.text(label)), element('dd', {}, value)),
    );
  };
  add('asked', quantity(requested, receipt, context));
  add(
    'measured',
    measured === null ? wording.text('nothingClear') : quantity(measured, receipt, context),
  );
  if (proof !== undefined) add('proof', proofText(proof, context));
  if (until !== undefined) add('stopsAt', wording.time(until));
  if (rule !== undefined) add('byRule', rule);
  add('time', wording.time(receipt.at));
  add('journal', `#${String(receipt.journal)}`);
  return list;
}

function verdict(receipt: Receipt): Verdict {
  const { evidence, proof } = receipt;
  if (evidence === 'none') return { badge: 'evidenceNone', means: 'noneMeans' };
  if (evidence === 'sensor')
    return { badge: contradicts(receipt) ? 'sensorDisagrees' : 'evidenceSensor' };
  if (contradicts(receipt)) return { badge: 'latchDisagrees' };
  return { badge: 'evidenceLatch', means: proof === undefined ? 'latchMeans' : 'proofDoubtful' };
}

/** Numbers cannot be compared here: how far one may be off is known to the board alone. */
function contradicts({ requested, measured, evidence }: Receipt): boolean {
  if (measured === null) return evidence === 'sensor';
  return typeof measured === 'boolean' && measured !== requested;
}

function quantity(
  value: Receipt['requested'],
  { thing, property, unit }: Receipt,
  { wording, site }: CardContext,
): string {
  return valueText(wording, value, unit, site.property(thing, property));
}

function proofText(proof: NonNullable<Receipt['proof']>, context: CardContext): string {
  const { wording, site } = context;
  const { value, unit, quality } = proof.reading;
  const name = addressText(proof, context);
  const text =
    value === null
      ? wording.text('noValue')
      : valueText(wording, value, unit, site.property(proof.thing, proof.property));
  const remark = quality === 'good' ? '' : ` (${wording.text(quality)})`;
  return `${name}: ${text}${remark}`;
}

/** Titles as people know them; ids when the thing is gone from the site. */
function addressText(
  address: { readonly thing: string; readonly property: string },
  { wording, site }: CardContext,
): string {
  const thing = site.thing(address.thing);
  const property = site.property(address.thing, address.property);
  const thingText = thing === undefined ? address.thing : wording.title(thing.title);
  const propertyText = property === undefined ? address.property : wording.title(property.title);
  return `${thingText} · ${propertyText}`;
}
