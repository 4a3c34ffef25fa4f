/**
 * Sampling: every part is read in its own rhythm, parts on one bus never at the same time. A part
 * that fails or hangs only makes its own properties stale; it is asked again at its next turn.
 */
import { every, type Clock, type Timer } from '../core/clock.ts';
import { Lane } from '../core/lane.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metric.ts';
import type { Service } from '../core/service.ts';
import { within } from '../core/within.ts';
import type { Part, Sample } from '../hal/driver.ts';
import { HalError } from '../hal/errors.ts';
import type { Urgency } from '../hal/model-port.ts';
import { PART_FAILURES } from './device-metrics.ts';
import type { LiveProperty } from './live-property.ts';
import { troubleFrom, type PartTrouble } from './part-trouble.ts';

export interface SampledPart {
  readonly name: string;
  readonly part: Part;
  /** Parts with the same bus take turns: `i2c1`, `gpio`, `onewire`. */
  readonly bus: string;
  /** Rules rest on it: it does not wait behind what nobody waits for. */
  readonly isForRules: boolean;
  /** Channel → the properties it feeds. */
  readonly feeds: ReadonlyMap<string, readonly LiveProperty[]>;
}

export interface SamplerParts {
  /** Asked once, at start. */
  readonly sampled: () => readonly SampledPart[];
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

interface DatedSample {
  readonly sample: Sample;
  /** Of the picture that it rests on, epoch ms; absent where it was measured just now. */
  readonly at?: number | undefined;
}

/** The board is ready when its sensors were asked once, or after this: one that hangs must not hold up the rest. */
const FIRST_ROUND_MS = 100;

/**
 * Twice what the slowest ordinary part needs, a DS18B20 with its conversion of 750 ms. Whoever takes
 * longer than this, or than it said itself, hangs; its bus goes on.
 */
const PATIENCE_MS = 2_000;

export class Sampler implements Service {
  readonly #parts: SamplerParts;
  readonly #lanes = new Map<string, Lane>();
  readonly #silent = new Map<string, PartTrouble>();
  /** Those that were given up waiting for, until they answer after all. */
  readonly #overdue = new Map<SampledPart, Promise<void>>();
  /** What is sampled, and how that ends. */
  readonly #running = new Map<SampledPart, (() => void)[]>();

  constructor(parts: SamplerParts) {
    this.#parts = parts;
  }

  /** The parts that do not answer now, and why. */
  get silent(): ReadonlyMap<string, PartTrouble> {
    return this.#silent;
  }

  async start(): Promise<void> {
    await this.add(this.#parts.sampled());
  }

  /** These, too, from now on. Resolves when they were asked once. */
  async add(sampled: readonly SampledPart[]): Promise<void> {
    for (const each of sampled) this.#listen(each);
    const first = Promise.all(sampled.map((each) => this.#sample(each, 'routine')));
    await within(this.#parts.clock, FIRST_ROUND_MS, first);
    for (const each of sampled) this.#repeat(each);
  }

  /** The parts of these names no more. */
  drop(names: ReadonlySet<string>): void {
    for (const [sampled, ends] of this.#running) {
      if (!names.has(sampled.name)) continue;
      for (const end of ends) end();
      this.#running.delete(sampled);
      this.#silent.delete(sampled.name);
    }
  }

  async stop(): Promise<void> {
    this.drop(new Set([...this.#running.keys()].map(({ name }) => name)));
    const lanes = [...this.#lanes.values()].map((lane) => lane.idle());
    const all = Promise.allSettled([...lanes, ...this.#overdue.values()]);
    await within(this.#parts.clock, PATIENCE_MS, all);
  }

  /** Samples the part behind a property now, in its bus's turn. Never rejects. */
  async refresh(property: LiveProperty): Promise<void> {
    const sampled = [...this.#running.keys()].find(({ feeds }) =>
      [...feeds.values()].flat().includes(property),
    );
    if (sampled !== undefined) await this.#sample(sampled, 'person');
  }

  #listen(sampled: SampledPart): void {
    const stop = sampled.part.onChange?.((sample) => {
      feed(sampled, { sample }, this.#parts.clock.monotonicMs());
    });
    this.#running.set(sampled, stop === undefined ? [] : [stop]);
  }

  #repeat(sampled: SampledPart): void {
    const sample = (): Promise<void> => this.#sample(sampled, 'routine');
    const timer: Timer = every(this.#parts.clock, intervalOf(sampled), sample);
    const ends = this.#running.get(sampled);
    // It was dropped while it was asked for the first time.
    if (ends === undefined) timer.cancel();
    else
      ends.push(() => {
        timer.cancel();
      });
  }

  async #sample(sampled: SampledPart, asked: Urgency): Promise<void> {
    const urgency = sampled.isForRules ? 'rule' : asked;
    await this.#lane(sampled.bus).run(async () => {
      try {
        await this.#ask(sampled, urgency);
        if (this.#silent.delete(sampled.name))
          this.#parts.log.info({ part: sampled.name }, 'part answers again');
      } catch (error) {
        this.#failed(sampled, error);
      }
    });
  }

  /** A part that has not answered the last question is not asked another one, and holds its bus up once. */
  async #ask(sampled: SampledPart, urgency: Urgency): Promise<void> {
    const { clock } = this.#parts;
    const { name, part } = sampled;
    const { patienceMs = PATIENCE_MS } = part;
    if (this.#overdue.has(sampled))
      throw new HalError('HAL_TIMEOUT', `${name} still has not answered`);
    const beganMs = clock.monotonicMs();
    const answer = readDated(part, urgency);
    const dated = await within(clock, patienceMs, answer);
    if (dated !== undefined) {
      take(sampled, dated, beganMs);
      return;
    }
    this.#expect(sampled, answer, beganMs);
    const message = `${name} has not answered within ${String(patienceMs)} ms`;
    throw new HalError('HAL_TIMEOUT', message);
  }

  /** What comes after all counts as of when it was asked for. */
  #expect(sampled: SampledPart, answer: Promise<DatedSample>, beganMs: number): void {
    const { clock } = this.#parts;
    const askedAt = clock.now() - (clock.monotonicMs() - beganMs);
    const late = answer
      .then(
        ({ sample, at = askedAt }) => {
          if (this.#running.has(sampled)) take(sampled, { sample, at }, beganMs);
        },
        () => undefined,
      )
      .finally(() => this.#overdue.delete(sampled));
    this.#overdue.set(sampled, late);
  }

  /** Said once, not once a second. */
  #failed({ name, feeds }: SampledPart, error: unknown): void {
    const { log, metrics } = this.#parts;
    for (const property of [...feeds.values()].flat()) property.fail(error);
    const trouble = troubleFrom(error);
    const { reason, missing } = trouble;
    const before = this.#silent.get(name);
    const isNew = before === undefined || before.missing !== missing;
    if (missing === undefined) metrics.increment(PART_FAILURES, { part: name });
    if (isNew && missing === undefined) log.warn({ part: name, reason }, 'part does not answer');
    if (isNew && missing !== undefined)
      log.info({ part: name, reason }, 'part waits for its model');
    this.#silent.set(name, trouble);
  }

  #lane(bus: string): Lane {
    const lane = this.#lanes.get(bus) ?? new Lane();
    this.#lanes.set(bus, lane);
    return lane;
  }
}

/** What a camera delivers may be old when it comes: then what was seen in it is as old. */
async function readDated(part: Part, urgency: Urgency): Promise<DatedSample> {
  const sample = await part.read(urgency);
  return { sample, at: part.sight?.()?.picture.takenAt };
}

/** What says by itself how it stands was heard when it said so; asked for again it is no newer. */
function take(sampled: SampledPart, dated: DatedSample, beganMs: number): void {
  if (sampled.part.reported !== undefined) look(sampled);
  else feed(sampled, dated, beganMs);
}

/** A channel that could not be read is left out of a sample: its properties grow old, and say so. */
function feed({ part, feeds }: SampledPart, { sample, at }: DatedSample, beganMs: number): void {
  for (const [channel, properties] of feeds) {
    const raw = sample[channel];
    for (const property of properties) {
      if (raw === undefined) property.fail(part.trouble?.(channel));
      else property.take(raw, beganMs, at);
    }
  }
}

/** Only whether something is wrong with it. */
function look({ part, feeds }: SampledPart): void {
  for (const [channel, properties] of feeds)
    for (const property of properties) property.fail(part.trouble?.(channel));
}

function intervalOf({ feeds }: SampledPart): number {
  return Math.min(...[...feeds.values()].flat().map(({ spec }) => spec.everyMs));
}
