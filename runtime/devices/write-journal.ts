/**
 * What is recorded of a write, and when: its intent before, its outcome after, a refusal where
 * there was no write. The caller's own writes and those of timed runs go into the same batches. A
 * store that cannot write is told as an outcome; nothing here rejects but `Passage.intent`.
 */
import { errorCode } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { formatAddress, type Value } from '../core/reading.ts';
import type { Outcome, Receipt } from '../core/receipt.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Journal } from '../state/journal.ts';
import type { RefusalLedger } from '../state/refusal-ledger.ts';
import type { Store, Write } from '../state/store.ts';
import type { Actuator } from './actuator.ts';
import { refusalOf } from './errors.ts';
import type { Measurement } from './evidence.ts';
import type { WriteOrder } from './order.ts';
import type { Things } from './things.ts';
import type { TimedRun, TimedRuns } from './timed-runs.ts';
import { aboutOrder, intentEntry, outcomeEntry, receiptOf } from './write-record.ts';

export interface WriteJournalParts {
  readonly board: string;
  readonly things: Things;
  readonly timedRuns: TimedRuns;
  readonly store: Store;
  readonly journal: Journal;
  readonly refusals: RefusalLedger;
  readonly clock: Clock;
  readonly log: Log;
}

/** Writes of the caller's own that must be durable together with the intent, and with the outcome. */
export interface Alongside {
  readonly intent?: () => readonly Write[];
  readonly outcome?: (outcome: Outcome) => readonly Write[];
}

/** An order on its way. */
export interface Passage {
  readonly order: WriteOrder;
  readonly actuator: Actuator;
  readonly alongside: Alongside;
  readonly timedRun: TimedRun | undefined;
  /** Number of the intent in the journal, once it is durable. @throws StateError */
  readonly intent: Promise<number>;
}

export class WriteJournal {
  readonly #parts: WriteJournalParts;

  constructor(parts: WriteJournalParts) {
    this.#parts = parts;
  }

  /** Begins to make the intent durable; the passage tells when it is. */
  begin(order: WriteOrder, actuator: Actuator, alongside: Alongside): Passage {
    const { board, timedRuns, journal } = this.#parts;
    const timedRun = timedRuns.plan(order, actuator);
    const about = aboutOrder(board, order);
    // Interlocks are not asked about the safe value, so they allow nothing there.
    const basis = actuator.isSafeValue(order.value) ? {} : this.#basis(actuator);
    const entry = intentEntry(about, order, actuator.value, basis);
    const writes = [...timedRuns.writes(order.address, timedRun), ...(alongside.intent?.() ?? [])];
    const intent = journal.append([entry], writes).then(([record]) => record?.seq ?? 0);
    return { order, actuator, alongside, timedRun, intent };
  }

  /** `journal` is 0 where there is no record. */
  async receipt({ intent, ...passage }: Passage, found: Measurement): Promise<Receipt> {
    const { board, clock } = this.#parts;
    const at = clock.now();
    const journal = await intent.catch(() => 0);
    return receiptOf({ ...passage, board, at, journal }, found);
  }

  /** For an intent that came to nothing: its run never began. */
  unwritten(passage: Passage, outcome: Outcome): Promise<Outcome> {
    const forget = this.#parts.timedRuns.unplan(passage.order.address, passage.timedRun);
    return this.finish(passage, outcome, forget);
  }

  /** Resolves to what may be told: "done" is never said of what is not recorded. */
  async finish(
    { order, actuator, alongside, intent }: Passage,
    outcome: Outcome,
    more: readonly Write[] = [],
  ): Promise<Outcome> {
    const { board, journal, log } = this.#parts;
    const entry = outcomeEntry(aboutOrder(board, order), order, outcome);
    const writes = [...more, ...(alongside.outcome?.(outcome) ?? [])];
    try {
      await intent;
      await journal.append([entry], writes);
      return outcome;
    } catch (error) {
      log.error({ command: order.id, error: errorCode(error) }, 'outcome cannot be recorded');
      return unrecorded(actuator, outcome, refusalOf(error));
    }
  }

  /** Nothing was written. Refusals are journaled too, but a hammering sender only once a minute. */
  async refuse(order: WriteOrder, alongside: Alongside, refusal: Refusal): Promise<Outcome> {
    const { board, store, refusals, log } = this.#parts;
    const outcome: Outcome = { status: 'refused', refusal };
    const writes = alongside.outcome?.(outcome) ?? [];
    const recorded = [refusals.record(aboutOrder(board, order), refusal)];
    try {
      await Promise.all(writes.length === 0 ? recorded : [...recorded, store.durable(writes)]);
    } catch (error) {
      log.error({ command: order.id, error: errorCode(error) }, 'refusal cannot be recorded');
    }
    return outcome;
  }

  /** The readings the interlocks looked at, so that "why" can show what allowed it. */
  #basis(actuator: Actuator): Record<string, Value | null> {
    return Object.fromEntries(
      actuator.requiredReadings.map((address) => [
        formatAddress(address),
        this.#parts.things.find(address)?.reading().value ?? null,
      ]),
    );
  }
}

function unrecorded({ property }: Actuator, outcome: Outcome, why: Refusal): Outcome {
  if (outcome.status !== 'done') return outcome;
  const message = `${property.name} was written, and that could not be recorded: ${why.message}`;
  return { status: 'failed', refusal: { ...why, message }, receipt: outcome.receipt };
}
