/**
 * The one way anything changes the world on this board:
 *
 *   judge → journal the intent → judge again → write → settle → measure → journal the outcome
 *
 * Judging and writing of one property happen in its lane, one order at a time; settling does not,
 * so that "off" never waits behind a slow "on": a newer write supersedes the older measurement.
 * Nothing leaves its safe value before its intent is durable; nothing is "done" before its outcome
 * is. Back to the safe value neither a slow nor a full disk is waited for longer than `PATIENCE_MS`.
 */
import { errorCode, errorMessage } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metric.ts';
import { formatAddress, type PropertyAddress } from '../core/reading.ts';
import type { Outcome } from '../core/receipt.ts';
import type { Refusal } from '../core/refusal.ts';
import { within } from '../core/within.ts';
import type { Actuator } from './actuator.ts';
import { FORCED_WRITES, INTERLOCK_REFUSALS, WRITES } from './device-metrics.ts';
import { refusalOf, refuseDevice } from './errors.ts';
import type { Measurement } from './evidence.ts';
import { overtaken, type Judge } from './judge.ts';
import { measure } from './measure.ts';
import type { WriteOrder } from './order.ts';
import type { Things } from './things.ts';
import type { TimedRuns } from './timed-runs.ts';
import type { Alongside, Passage, WriteJournal } from './write-journal.ts';

/** A reading this young is as good as a new one. */
const FRESH_MS = 500;
/** A sensor that hangs does not hold up an order for longer; the interlock then sees how old the reading is. */
const LOOK_MS = 500;
/** How long the safe value waits for its turn, and then for the journal. */
const PATIENCE_MS = 250;
/** How long a stop waits for the orders under way. */
const CLOSE_MS = 2_000;

export interface WritePathParts {
  readonly things: Things;
  readonly judge: Judge;
  readonly record: WriteJournal;
  readonly timedRuns: TimedRuns;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Why a property without an actuator has none, when its part is broken. */
  readonly brokenPart: (address: PropertyAddress) => string | undefined;
  /** Samples the part behind a reading now, in its bus's turn. */
  readonly refresh: (address: PropertyAddress) => Promise<unknown>;
}

type Written =
  | { readonly kind: 'written'; readonly passage: Passage; readonly generation: number }
  | { readonly kind: 'ended'; readonly outcome: Outcome };

export class WritePath {
  readonly #parts: WritePathParts;
  readonly #record: WriteJournal;
  readonly #underWay = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(parts: WritePathParts) {
    this.#parts = parts;
    this.#record = parts.record;
  }

  /** Never rejects for what the world or the disk does: that is an outcome. */
  async perform(order: WriteOrder, alongside: Alongside = {}): Promise<Outcome> {
    const work = this.#perform(order, alongside);
    this.#underWay.add(work);
    try {
      const outcome = await work;
      this.#count(order, outcome);
      return outcome;
    } finally {
      this.#underWay.delete(work);
    }
  }

  /** Refuses whatever comes from now on, waits no longer for the world, and ends what is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const actuator of this.#parts.things.actuators()) actuator.abandon();
    await within(this.#parts.clock, CLOSE_MS, Promise.allSettled(this.#underWay));
  }

  async #perform(order: WriteOrder, alongside: Alongside): Promise<Outcome> {
    const actuator = this.#parts.things.actuator(order.address);
    if (actuator === undefined)
      return this.#record.refuse(order, alongside, this.#notWritable(order.address));
    const write = once(() => this.#write(order, actuator, alongside));
    const turn = actuator.lane.run(write);
    const written = actuator.isSafeValue(order.value)
      ? ((await within(this.#parts.clock, PATIENCE_MS, turn)) ?? (await write()))
      : await turn;
    return written.kind === 'ended' ? written.outcome : this.#measure(written);
  }

  /**
   * Interlocks decide on what is true now, not at the last sample: the readings they need are taken
   * again before anything leaves its safe value.
   */
  async #lookAgain(order: WriteOrder, actuator: Actuator): Promise<void> {
    const { things, judge, clock, refresh } = this.#parts;
    if (judge.forbids(order, actuator) !== undefined) return;
    const addresses = actuator.requiredReadings.filter(
      (address) => (things.find(address)?.ageMs() ?? 0) > FRESH_MS,
    );
    await within(clock, LOOK_MS, Promise.all(addresses.map(refresh)));
  }

  async #write(order: WriteOrder, actuator: Actuator, alongside: Alongside): Promise<Written> {
    const { generation } = actuator;
    if (!actuator.isSafeValue(order.value)) await this.#lookAgain(order, actuator);
    const refusal = this.#objects(order, actuator, generation);
    if (refusal !== undefined) return ended(await this.#record.refuse(order, alongside, refusal));
    const passage = this.#record.begin(order, actuator, alongside);
    return actuator.isSafeValue(order.value)
      ? this.#writeSafe(passage, generation)
      : this.#writeAway(passage, generation);
  }

  async #writeSafe(passage: Passage, generation: number): Promise<Written> {
    const { clock, log } = this.#parts;
    await within(clock, PATIENCE_MS, passage.intent).catch((error: unknown) => {
      log.error({ error: errorCode(error) }, 'a safe value is written without a record');
    });
    return this.#judgeAgain(passage, generation);
  }

  async #writeAway(passage: Passage, generation: number): Promise<Written> {
    const { order, actuator, alongside } = passage;
    actuator.reserve(order.value);
    try {
      const unrecorded = await passage.intent.then(() => undefined, refusalOf);
      if (unrecorded === undefined) return await this.#judgeAgain(passage, generation);
      return ended(await this.#record.refuse(order, alongside, unrecorded));
    } finally {
      actuator.release();
    }
  }

  /** The world may have moved while the journal was being synced. */
  async #judgeAgain(passage: Passage, generation: number): Promise<Written> {
    const refusal = this.#objects(passage.order, passage.actuator, generation);
    if (refusal === undefined) return this.#apply(passage);
    return ended(await this.#record.unwritten(passage, { status: 'refused', refusal }));
  }

  /** @param generation of the actuator when the order had its turn: a safe value may have come past it */
  #objects(order: WriteOrder, actuator: Actuator, generation: number): Refusal | undefined {
    const { name } = actuator.property;
    if (this.#isClosed) return refuseDevice('DEVICE_STOPPING', `${name} was not written`);
    const { objection } = actuator;
    if (objection !== undefined)
      return refuseDevice('DEVICE_UNREACHABLE', `${name}: ${errorMessage(objection)}`);
    if (generation !== actuator.generation && !actuator.isSafeValue(order.value))
      return overtaken(actuator);
    return this.#parts.judge.objects(order, actuator);
  }

  async #apply(passage: Passage): Promise<Written> {
    const { order, actuator, timedRun } = passage;
    const { name } = actuator.property;
    try {
      const generation = await actuator.apply(order.value);
      if (generation === actuator.generation) this.#parts.timedRuns.arm(order.address, timedRun);
      return { kind: 'written', passage, generation };
    } catch (error) {
      this.#parts.log.error({ property: name, error: errorCode(error) }, 'write failed');
      const refusal = refuseDevice('DEVICE_WRITE_FAILED', `${name}: ${errorMessage(error)}`);
      return ended(await this.#record.unwritten(passage, { status: 'failed', refusal }));
    }
  }

  async #measure({ passage, generation }: Extract<Written, { kind: 'written' }>): Promise<Outcome> {
    const { order, actuator } = passage;
    const { settleMs, proof } = actuator.property.spec;
    if (settleMs > 0) order.onProgress?.(proof === undefined ? {} : { waitingFor: proof.reading });
    const inTime = !this.#isClosed && (await actuator.settled(settleMs, generation));
    const found = inTime ? await measure(this.#parts, actuator, order.value) : undefined;
    if (found === undefined || actuator.generation !== generation) return this.#unmeasured(passage);
    const receipt = await this.#record.receipt(passage, found);
    if (found.isUnconfirmed === true)
      return this.#record.finish(passage, {
        ...{ status: 'failed', refusal: unconfirmed(actuator), receipt },
      });
    if (found.contradiction === undefined)
      return this.#record.finish(passage, { status: 'done', receipt });
    const refusal = contradicted(actuator, found);
    return this.#record.finish(passage, { status: 'failed', refusal, receipt });
  }

  #notWritable(address: PropertyAddress): Refusal {
    const name = formatAddress(address);
    const reason = this.#parts.brokenPart(address);
    if (reason !== undefined) return refuseDevice('DEVICE_PART_BROKEN', `${name}: ${reason}`);
    return this.#parts.things.find(address) === undefined
      ? refuseDevice('DEVICE_UNKNOWN', `there is no ${name} on this board`)
      : refuseDevice('DEVICE_NOT_WRITABLE', `${name} cannot be written`);
  }

  /** A newer write came, or the node stops. Only a stop leaves the run for the next start to tell of. */
  #unmeasured(passage: Passage): Promise<Outcome> {
    const { name } = passage.actuator.property;
    if (this.#isClosed) {
      const refusal = refuseDevice('DEVICE_STOPPING', `${name} was written, and not measured`);
      return this.#record.finish(passage, { status: 'failed', refusal });
    }
    const message = `${name} was written again before it could be measured`;
    const refusal = refuseDevice('DEVICE_SUPERSEDED', message);
    const forget = this.#parts.timedRuns.drop(passage.timedRun);
    return this.#record.finish(passage, { status: 'failed', refusal }, forget);
  }

  #count({ authority }: WriteOrder, outcome: Outcome): void {
    const { metrics } = this.#parts;
    metrics.increment(WRITES, { outcome: outcome.status });
    if (authority.kind === 'rule' && authority.forced === true)
      metrics.increment(FORCED_WRITES, { rule: authority.rule });
    const interlock = outcome.status === 'refused' ? outcome.refusal.interlock : undefined;
    if (interlock !== undefined) metrics.increment(INTERLOCK_REFUSALS, { interlock });
  }
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => (result ??= work());
}

function ended(outcome: Outcome): Written {
  return { kind: 'ended', outcome };
}

function unconfirmed({ property: { name, spec } }: Actuator): Refusal {
  const seconds = String(spec.settleMs / 1_000);
  return refuseDevice(
    'DEVICE_UNCONFIRMED',
    `${name} was told, and has not confirmed it within ${seconds} s`,
    { zh: `已向${name}发出命令，但设备在 ${seconds} 秒内没有确认` },
  );
}

function contradicted({ property }: Actuator, { proof, contradiction }: Measurement): Refusal {
  const message = `${property.name} was written, but ${contradiction ?? 'the measurement disagrees'}`;
  if (proof === undefined) return refuseDevice('DEVICE_CONTRADICTED', message);
  const { reading, thing, property: of } = proof;
  const zh = `${property.name}已操作，但${formatAddress(proof)}的读数不一致`;
  return refuseDevice('DEVICE_CONTRADICTED', message, {
    zh,
    reading: { ...reading, thing, property: of },
  });
}
