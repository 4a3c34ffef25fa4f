/** What one write leaves behind in words: its entries in the journal, and its receipt. Pure. */
import { formatAddress, type Value } from '../core/reading.ts';
import type { Outcome, Receipt } from '../core/receipt.ts';
import type { JournalEntry } from '../state/journal-entry.ts';
import type { RefusalEntry } from '../state/refusal-ledger.ts';
import type { Actuator } from './actuator.ts';
import type { Measurement } from './evidence.ts';
import { actorOf, type WriteOrder } from './order.ts';
import type { TimedRun } from './timed-runs.ts';

/** Who asked for what: common to every entry. */
export function aboutOrder(board: string, { authority, address, id }: WriteOrder): RefusalEntry {
  const via = authority.kind === 'person' ? { via: authority.via } : {};
  const { thing, property } = address;
  const actor = actorOf(authority);
  return { board, thing, property, actor, ...via, cause: authority.cause, command: id };
}

/** @param basis the readings that its interlocks looked at, so that "why" can show what allowed it */
export function intentEntry(
  about: RefusalEntry,
  { value, forMs, authority }: WriteOrder,
  previous: Value,
  basis: Readonly<Record<string, Value | null>>,
): JournalEntry {
  return {
    ...about,
    kind: 'intent',
    details: { value, previous, forMs, basis, zh: zhOf(authority) },
  };
}

function zhOf(authority: WriteOrder['authority']): string | undefined {
  return authority.kind === 'rule' ? authority.zh : undefined;
}

export function outcomeEntry(
  about: RefusalEntry,
  { value }: WriteOrder,
  outcome: Outcome,
): JournalEntry {
  const { status } = outcome;
  const problem = status === 'done' ? {} : describeProblem(outcome);
  const receipt = status === 'refused' ? undefined : outcome.receipt;
  const measured = receipt === undefined ? {} : describeReceipt(receipt);
  return { ...about, kind: 'outcome', details: { status, ...measured, ...problem, value } };
}

function describeProblem({ refusal }: Exclude<Outcome, { status: 'done' }>): object {
  const { code, message, zh } = refusal;
  return { code, message, ...(zh === undefined ? {} : { zh }) };
}

function describeReceipt({ measured, evidence, proof }: Receipt): object {
  if (proof === undefined) return { measured, evidence };
  return { measured, evidence, proof: { of: formatAddress(proof), ...proof.reading } };
}

export interface ReceiptParts {
  readonly board: string;
  readonly order: WriteOrder;
  readonly actuator: Actuator;
  readonly timedRun: TimedRun | undefined;
  /** Number of the intent in the journal. */
  readonly journal: number;
  readonly at: number;
}

export function receiptOf(
  { board, order, actuator, timedRun, journal, at }: ReceiptParts,
  { measured, evidence, proof }: Measurement,
): Receipt {
  const { unit } = actuator.property.spec;
  const { id, address, value, authority } = order;
  return {
    ...{ command: id, board, thing: address.thing, property: address.property },
    ...{ requested: value, measured, evidence, at, journal },
    ...(unit === undefined ? {} : { unit }),
    ...(proof === undefined ? {} : { proof }),
    ...(authority.kind === 'rule' ? { rule: authority.rule } : {}),
    ...(timedRun === undefined ? {} : { until: timedRun.until }),
  };
}
