/** A receipt as a card: what was asked, what was measured, and what that rests on. Nothing on it is inferred here. */
import type { JSX } from 'preact';
import type { Receipt } from '../../core/receipt.ts';
import { addressText, valueText, type Names } from './value-text.ts';
import type { Word } from './words.en.ts';

/** What the evidence is called, and what it is worth where that is less than it seems. */
interface Verdict {
  readonly badge: Word;
  readonly means?: Word;
}

interface Props {
  readonly receipt: Receipt;
  readonly names: Names;
}

export function ReceiptCard({ receipt, names }: Props): JSX.Element {
  const { wording } = names;
  const { badge, means } = verdict(receipt);
  return (
    <div
      class="receipt"
      data-testid="receipt"
      data-evidence={receipt.evidence}
      data-contradicts={contradicts(receipt)}
    >
      <div class="receipt-head">
        <strong>{addressText(names, receipt)}</strong>
        <span class={`badge evidence-${receipt.evidence}`}>{wording.text(badge)}</span>
      </div>
      <dl>
        {rows(receipt, names).map(([label, value]) => (
          <div key={label}>
            <dt>{wording.text(label)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {means !== undefined && <p class="hint">{wording.text(means)}</p>}
    </div>
  );
}

function rows(receipt: Receipt, names: Names): readonly (readonly [Word, string])[] {
  const { wording, site } = names;
  const { requested, measured, proof, until, rule, at, journal, unit } = receipt;
  const property = site.property(receipt.thing, receipt.property);
  const say = (value: Receipt['measured']): string => valueText(wording, value, unit, property);
  const shown: readonly (readonly [Word, string | undefined])[] = [
    ['asked', say(requested)],
    ['measured', measured === null ? wording.text('nothingClear') : say(measured)],
    ['proof', proof === undefined ? undefined : proofText(proof, names)],
    ['stopsAt', until === undefined ? undefined : wording.time(until)],
    ['byRule', rule],
    ['time', wording.time(at)],
    ['journal', `#${String(journal)}`],
  ];
  return shown.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const]));
}

function verdict(receipt: Receipt): Verdict {
  const { evidence, proof } = receipt;
  if (evidence === 'none') return { badge: 'evidenceNone', means: 'noneMeans' };
  if (evidence === 'sensor')
    return { badge: contradicts(receipt) ? 'sensorDisagrees' : 'evidenceSensor' };
  if (contradicts(receipt)) return { badge: 'latchDisagrees' };
  if (evidence === 'report')
    return {
      badge: 'evidenceReport',
      means: proof === undefined ? 'reportMeans' : 'proofDoubtful',
    };
  return { badge: 'evidenceLatch', means: proof === undefined ? 'latchMeans' : 'proofDoubtful' };
}

/** Numbers cannot be compared here: how far one may be off is known to the board alone. */
function contradicts({ requested, measured, evidence }: Receipt): boolean {
  if (measured === null) return evidence === 'sensor';
  return typeof measured === 'boolean' && measured !== requested;
}

function proofText(proof: NonNullable<Receipt['proof']>, names: Names): string {
  const { wording, site } = names;
  const { value, unit, quality } = proof.reading;
  const text = valueText(wording, value, unit, site.property(proof.thing, proof.property));
  const remark = quality === 'good' ? '' : ` (${wording.text(quality)})`;
  return `${addressText(names, proof)}: ${text}${remark}`;
}
