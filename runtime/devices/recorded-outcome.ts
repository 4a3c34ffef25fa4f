/** How a write ended, read back from the journal: the other direction of `write-record.ts`. Pure. */
import { parseAddress, readingSchema, valueSchema } from '../core/reading.ts';
import { evidenceSchema, type Outcome, type Receipt } from '../core/receipt.ts';
import { refusalSchema, type Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import type { JournalRecord } from '../state/journal-entry.ts';

export interface RecordedOutcome {
  readonly outcome: Outcome;
  /** Epoch ms. */
  readonly at: number;
}

const problemSchema = refusalSchema.pick({ code: true, message: true, zh: true });
const endSchema = z.object({
  status: z.enum(['done', 'failed', 'refused']),
  ...problemSchema.partial().shape,
  value: valueSchema,
  measured: valueSchema.nullable().optional(),
  evidence: evidenceSchema.optional(),
  proof: z.object({ of: z.string(), ...readingSchema.shape }).optional(),
});
type End = z.infer<typeof endSchema>;

/** The hint of a failure does not stand there. */
const HINT = 'Look at how it stands now; it is not done again by itself.';

/**
 * Undefined where the journal does not tell, or only that it was begun.
 * @param records of one command
 */
export function recordedOutcome(
  records: readonly JournalRecord[],
  unit: string | undefined,
): RecordedOutcome | undefined {
  const end = records.find(({ kind }) => kind === 'outcome' || kind === 'refusal');
  if (end === undefined) return undefined;
  const { at, kind, details } = end;
  if (kind === 'refusal') {
    const refusal = refusalSchema.safeParse(details);
    return refusal.success
      ? { at, outcome: { status: 'refused', refusal: refusal.data } }
      : undefined;
  }
  const read = endSchema.safeParse(details);
  if (!read.success) return undefined;
  const begun = records.find((record) => record.kind === 'intent');
  const receipt = begun && receiptOf({ begun, end, unit }, read.data);
  const outcome = outcomeOf(read.data, receipt);
  return outcome && { at, outcome };
}

/** "Done" is never said without a receipt. */
function outcomeOf(
  { status, code = 'DEVICE_FAILED', message = '', zh }: End,
  receipt: Receipt | undefined,
): Outcome | undefined {
  const refusal: Refusal = { code, message, hint: HINT, ...(zh === undefined ? {} : { zh }) };
  switch (status) {
    case 'done':
      return receipt && { status, receipt };
    case 'failed':
      return { status, refusal, ...(receipt && { receipt }) };
    case 'refused':
      return { status, refusal };
  }
}

interface Entries {
  readonly begun: JournalRecord;
  readonly end: JournalRecord;
  readonly unit: string | undefined;
}

function receiptOf(
  { begun, end, unit }: Entries,
  { value, measured, evidence, proof }: End,
): Receipt | undefined {
  const { board, command, thing, property, at } = end;
  if (command === undefined || thing === undefined || property === undefined) return undefined;
  if (measured === undefined || evidence === undefined) return undefined;
  const { of = '', ...reading } = proof ?? {};
  const by = parseAddress(of);
  return {
    ...{ command, board, thing, property, requested: value, measured, evidence, at },
    journal: begun.seq,
    ...(unit === undefined ? {} : { unit }),
    ...(by === undefined ? {} : { proof: { ...by, reading: readingSchema.parse(reading) } }),
  };
}
