/**
 * The one way anything changes the world on this board:
 *
 *   judge → journal the intent → judge again → write → settle → measure → journal the outcome
 *
 * Judging and writing of one property happen in its lane, one order at a time; settling does not,
 * so that "off" never waits behind a slow "on": a newer write supersedes the older measurement.
 * Nothing is written before its intent is durable; nothing is reported before its outcome is.
 */
import { errorCode, errorMessage } from '../core/app-error.ts';
import type { Log } from '../core/log.ts';
import type { PropertyAddress, Reading, Value } from '../core/reading.ts';
import { formatAddress } from '../core/reading.ts';
import type { Outcome, Receipt } from '../core/receipt.ts';
import type { Refusal } from '../core/refusal.ts';
import { delay, type Clock } from '../core/clock.ts';
import type { JournalEntry } from '../state/journal-entry.ts';
import type { Journal } from '../state/journal.ts';
import type { RefusalEntry, RefusalLedger } from '../state/refusal-ledger.ts';
import type { Store, Write } from '../state/store.ts';
import type { Actuator } from './actuator.ts';
import { refuseDevice } from './errors.ts';
import type { Judge } from './judge.ts';
import { measure, type Measurement } from './measure.ts';
import { actorOf, type WriteOrder } from './order.ts';
import type { Things } from './things.ts';
import type { TimedRun, TimedRuns } from './timed-runs.ts';

/** A reading this young is as good as a new one. */
const FRESH_MS = 500;
const LOOK_MS = 500;

export interface WritePathParts {
  readonly board: string;
  readonly things: Things;
  readonly judge: Judge;
  readonly timedRuns: TimedRuns;
  readonly store: Store;
  readonly journal: Journal;
  readonly refusals: RefusalLedger;
  readonly clock: Clock;
  readonly log: Log;
  /** Samples a reading now, through its bus. */
  readonly refresh: (address: PropertyAddress) => Promise<Reading | undefined>;
}

/** Writes of the caller's own that must be durable together with the intent, and with the outcome. */
export interface Alongside {
  readonly intent?: () => readonly Write[];
  readonly outcome?: (outcome: Outcome) => readonly Write[];
}

/** An order whose intent is durable. */
interface Passage {
  readonly order: WriteOrder;
  readonly actuator: Actuator;
  readonly alongside: Alongside;
  readonly timedRun: TimedRun | undefined;
  /** Number of the intent in the journal. */
  readonly journal: number;
}

type Written =
  | { readonly kind: 'written'; readonly passage: Passage; readonly generation: number }
  | { readonly kind: 'ended'; readonly outcome: Outcome };

export class WritePath {
  readonly #parts: WritePathParts;

  constructor(parts: WritePathParts) {
    this.#parts = parts;
  }

  /** Never throws for what the world does; only a store that cannot write makes it reject. */
  async perform(order: WriteOrder, alongside: Alongside = {}): Promise<Outcome> {
    const actuator = this.#parts.things.actuator(order.address);
    if (actuator === undefined)
      return this.#refuse(order, alongside, this.#notWritable(order.address));
    await this.#lookAgain(order, actuator);
    const written = await actuator.lane.run(() => this.#write(order, actuator, alongside));
    return written.kind === 'ended'
      ? written.outcome
      : this.#measure(written.passage, written.generation);
  }

  /**
   * Interlocks decide on what is true now, not at the last sample: the readings they need are taken
   * again before anything leaves its safe value. A sensor that hangs does not hold up the order for
   * longer than `LOOK_MS`; the interlock then sees how old the reading is.
   */
  async #lookAgain(order: WriteOrder, actuator: Actuator): Promise<void> {
    if (actuator.isSafe(order.value)) return;
    const addresses = requiredReadings(actuator).filter(
      (address) => (this.#parts.things.find(address)?.ageMs() ?? 0) > FRESH_MS,
    );
    if (addresses.length === 0) return;
    const looked = Promise.all(addresses.map((address) => this.#parts.refresh(address)));
    await Promise.race([looked, delay(this.#parts.clock, LOOK_MS)]);
  }

  async #write(order: WriteOrder, actuator: Actuator, alongside: Alongside): Promise<Written> {
    const refusal = this.#parts.judge.objects(order, actuator);
    if (refusal !== undefined) return ended(await this.#refuse(order, alongside, refusal));
    actuator.reserve(order.value);
    try {
      const passage = await this.#journalIntent(order, actuator, alongside);
      // The world may have moved while the journal was being synced.
      const late = this.#parts.judge.objects(order, actuator);
      if (late === undefined) return await this.#apply(passage);
      return ended(await this.#unwritten(passage, { status: 'refused', refusal: late }));
    } finally {
      actuator.release();
    }
  }

  async #journalIntent(
    order: WriteOrder,
    actuator: Actuator,
    alongside: Alongside,
  ): Promise<Passage> {
    const { timedRuns, journal } = this.#parts;
    const timedRun = timedRuns.plan(order, actuator);
    const details = {
      value: order.value,
      previous: actuator.value,
      forMs: order.forMs,
      basis: this.#basis(actuator),
    };
    const writes = [...timedRuns.writes(order.address, timedRun), ...(alongside.intent?.() ?? [])];
    const [record] = await journal.append([this.#entry('intent', order, details)], writes);
    return { order, actuator, alongside, timedRun, journal: record?.seq ?? 0 };
  }

  /** The readings the interlocks looked at, so that "why" can show what allowed it. */
  #basis(actuator: Actuator): Record<string, Value | null> {
    return Object.fromEntries(
      requiredReadings(actuator).map((address) => [
        formatAddress(address),
        this.#parts.things.find(address)?.reading().value ?? null,
      ]),
    );
  }

  async #apply(passage: Passage): Promise<Written> {
    const { order, actuator, timedRun } = passage;
    const { name } = actuator.property;
    try {
      await actuator.apply(order.value);
    } catch (error) {
      this.#parts.log.error({ property: name, error: errorCode(error) }, 'write failed');
      const refusal = refuseDevice('DEVICE_WRITE_FAILED', `${name}: ${errorMessage(error)}`);
      return ended(await this.#unwritten(passage, { status: 'failed', refusal }));
    }
    this.#parts.timedRuns.arm(order.address, timedRun);
    return { kind: 'written', passage, generation: actuator.generation };
  }

  async #measure(passage: Passage, generation: number): Promise<Outcome> {
    const { order, actuator } = passage;
    const { settleMs, proof } = actuator.property.spec;
    if (settleMs > 0) order.onProgress?.(proof === undefined ? {} : { waitingFor: proof.reading });
    const inTime = await actuator.settled(settleMs);
    const found = await measure({ actuator, value: order.value, look: this.#parts.refresh });
    if (!inTime || actuator.generation !== generation)
      return this.#finish(passage, superseded(actuator));
    const receipt = this.#receipt(passage, found);
    if (found.contradiction === undefined)
      return this.#finish(passage, { status: 'done', receipt });
    return this.#finish(passage, {
      status: 'failed',
      refusal: contradicted(actuator, found),
      receipt,
    });
  }

  #receipt({ order, actuator, timedRun, journal }: Passage, found: Measurement): Receipt {
    const { thing, property } = order.address;
    const { unit } = actuator.property.spec;
    return {
      command: order.id,
      board: this.#parts.board,
      thing,
      property,
      requested: order.value,
      measured: found.measured,
      ...(unit === undefined ? {} : { unit }),
      evidence: found.evidence,
      at: this.#parts.clock.now(),
      journal,
      ...(found.proof === undefined ? {} : { proof: found.proof }),
      ...(order.authority.kind === 'rule' ? { rule: order.authority.rule } : {}),
      ...(timedRun === undefined ? {} : { until: timedRun.until }),
    };
  }

  /** An intent that came to nothing: its run never began. */
  #unwritten(passage: Passage, outcome: Outcome): Promise<Outcome> {
    const forget = this.#parts.timedRuns.unplan(passage.order.address, passage.timedRun);
    return this.#finish(passage, outcome, forget);
  }

  async #finish(
    { order, alongside }: Passage,
    outcome: Outcome,
    more: readonly Write[] = [],
  ): Promise<Outcome> {
    const entry = this.#entry('outcome', order, { ...describe(outcome), value: order.value });
    await this.#parts.journal.append([entry], [...more, ...(alongside.outcome?.(outcome) ?? [])]);
    return outcome;
  }

  /** Nothing was written. Refusals are journaled too, but a hammering sender only once a minute. */
  async #refuse(order: WriteOrder, alongside: Alongside, refusal: Refusal): Promise<Outcome> {
    const outcome: Outcome = { status: 'refused', refusal };
    const answered = this.#parts.store.durable(alongside.outcome?.(outcome) ?? []);
    await Promise.all([this.#parts.refusals.record(this.#about(order), refusal), answered]);
    return outcome;
  }

  #entry(kind: JournalEntry['kind'], order: WriteOrder, details: object): JournalEntry {
    return { ...this.#about(order), kind, details };
  }

  #about({ authority, address, id }: WriteOrder): RefusalEntry {
    const via = authority.kind === 'person' ? { via: authority.via } : {};
    return {
      board: this.#parts.board,
      ...address,
      actor: actorOf(authority),
      ...via,
      cause: authority.cause,
      command: id,
    };
  }

  #notWritable(address: PropertyAddress): Refusal {
    const name = formatAddress(address);
    return this.#parts.things.find(address) === undefined
      ? refuseDevice('DEVICE_UNKNOWN', `there is no ${name} on this board`)
      : refuseDevice('DEVICE_NOT_WRITABLE', `${name} cannot be written`);
  }
}

/** The readings that the interlocks of an actuator look at. */
function requiredReadings({ property }: Actuator): readonly PropertyAddress[] {
  return property.spec.interlocks.flatMap(({ requires }) =>
    requires === undefined ? [] : [requires.reading],
  );
}

function ended(outcome: Outcome): Written {
  return { kind: 'ended', outcome };
}

function superseded({ property }: Actuator): Outcome {
  const message = `${property.name} was written again before it could be measured`;
  return { status: 'failed', refusal: refuseDevice('DEVICE_SUPERSEDED', message) };
}

function contradicted({ property }: Actuator, found: Measurement): Refusal {
  const reading =
    found.proof === undefined
      ? undefined
      : { ...found.proof.reading, thing: found.proof.thing, property: found.proof.property };
  const message = `${property.name} was written, but ${found.contradiction ?? 'the measurement disagrees'}`;
  return refuseDevice('DEVICE_CONTRADICTED', message, reading === undefined ? {} : { reading });
}

function describe(outcome: Outcome): object {
  if (outcome.status === 'refused')
    return { status: 'refused', code: outcome.refusal.code, message: outcome.refusal.message };
  const { receipt } = outcome;
  const measured =
    receipt === undefined ? {} : { measured: receipt.measured, evidence: receipt.evidence };
  const proof =
    receipt?.proof === undefined
      ? {}
      : { proof: { of: formatAddress(receipt.proof), ...receipt.proof.reading } };
  const problem =
    outcome.status === 'failed'
      ? { code: outcome.refusal.code, message: outcome.refusal.message }
      : {};
  return { status: outcome.status, ...measured, ...proof, ...problem };
}
