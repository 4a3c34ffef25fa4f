/**
 * The past of every series (`thing.property`), in tiers that get coarser with age (`tiers.ts`).
 *
 *   record → pending ─ every flush of the store ─→ tail row (all series)   lost by kill -9: one flush
 *               └──── every hour, or when full ──→ blocks of all tiers, then the tails go
 *
 * - What a query answers is blocks and pending together, so nothing waits to be seen.
 * - A sample counts once, however often and however late it comes: what may stand in a block
 *   already is held against the raw block of its time before it is worked in.
 * - A crash between blocks and the removal of the tails leaves repeats, and they count once.
 *
 * Booleans are 0 and 1, and their mean is the share of samples that were on.
 */
import { every, isTrustedTime, type Clock, type Timer } from '../../core/clock.ts';
import { Lane } from '../../core/lane.ts';
import type { Log } from '../../core/log.ts';
import { z } from '../../core/schema.ts';
import type { Service } from '../../core/service.ts';
import { defineSpace, type Space, type Write } from '../space.ts';
import type { Store } from '../store.ts';
import { LARGEST_VALUE, roundValue } from './decimal.ts';
import { HistoryBlocks, mergeRows, rowsOf } from './history-blocks.ts';
import { HistoryCounter, type HistoryStats, type RefusedSample } from './history-stats.ts';
import { inOrder, PendingSamples } from './pending-samples.ts';
import { regroup, type Rollup } from './rollup.ts';
import { decodeSamples, encodeSamples, type Sample } from './sample.ts';
import { chooseTier, DAYS, TIERS, type Tier, type TierName } from './tiers.ts';

export interface HistoryLimits {
  /** How often pending samples are worked into blocks. Default 1 h. */
  readonly settleMs: number;
  /** Beyond so many they are worked in at once; beyond twice as many, new ones are refused. Default 100,000 (5 MB). */
  readonly pending: number;
  /** What the doctor holds the projected writes against. Default 500 MB: 5 years on a card of 64 GB that bears 15 rewrites a GB. */
  readonly writeBytesPerDay: number;
}

export interface HistoryParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<HistoryLimits>;
}

export interface HistoryQuery {
  readonly series: string;
  /** Epoch ms, inclusive; a row that this lies in is shown whole. */
  readonly from: number;
  /** Epoch ms, exclusive. */
  readonly to: number;
  /** About how many rows are wanted: at most one more. */
  readonly points: number;
}

export interface HistoryStretch {
  readonly series: string;
  readonly tier: TierName;
  /** Epoch ms: of the rows that begin then or later. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export interface HistoryRow extends Pick<Rollup, 'at' | 'min' | 'max' | 'last' | 'count'> {
  readonly mean: number;
}

export interface HistoryAnswer {
  /** What the rows were made from: the coarsest that shows as much as was asked for. */
  readonly tier: TierName;
  /** In the order of time; where nothing was measured there is none. */
  readonly rows: readonly HistoryRow[];
}

const DEFAULT_LIMITS: HistoryLimits = {
  settleMs: 3_600_000,
  pending: 100_000,
  writeBytesPerDay: 500e6,
};

/** Clocks of boards differ a little; a sample from further ahead has no true time. */
const MOST_AHEAD_MS = 5 * 60_000;

/** Series → its samples of one flush, encoded. */
const tailSpace = defineSpace({
  name: 'history-tail',
  schema: z.record(z.string(), z.string()),
});

/** Series whose blocks are written with one barrier. */
const SERIES_PER_BATCH = 16;

export class History implements Service {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #limits: HistoryLimits;
  readonly #blocks: HistoryBlocks;
  readonly #tails: Space<Readonly<Record<string, string>>>;
  readonly #pending = new PendingSamples();
  /** A query must not see a sample in a block and pending as well. */
  readonly #lane = new Lane();
  readonly #counter: HistoryCounter;
  #series = new Set<string>();
  /** Came since the last flush. */
  #fresh = new Map<string, Sample[]>();
  #tailKeys: string[] = [];
  #nextTail = 0;
  #settling: Promise<void> | undefined;
  #stopFlushing: (() => void) | undefined;
  #timer: Timer | undefined;

  constructor({ store, clock, log, limits }: HistoryParts) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.#blocks = new HistoryBlocks(store);
    this.#tails = store.space(tailSpace);
    this.#counter = new HistoryCounter(clock.monotonicMs());
  }

  async start(): Promise<void> {
    this.#series = await this.#blocks.series();
    for await (const [key, tail] of this.#tails.scan()) this.#takeTail(key, tail);
    this.#stopFlushing = this.#store.onFlush(() => this.#gather());
    this.#timer = every(this.#clock, this.#limits.settleMs, () => this.settle());
  }

  /** What is pending stands in the tails, and is taken up again at the next start. */
  async stop(): Promise<void> {
    this.#timer?.cancel();
    if (this.#stopFlushing !== undefined) this.#store.telemetry(this.#gather());
    this.#stopFlushing?.();
    this.#stopFlushing = undefined;
    await this.#settling;
    await this.#lane.idle();
  }

  /** Never waits and never throws; what cannot be kept is counted. @param at epoch ms */
  record(series: string, at: number, value: number | boolean): void {
    const number = Number(value);
    const reason = this.#refusal(at, number);
    if (reason !== undefined) {
      this.#counter.refused(reason);
      return;
    }
    const sample = { at: Math.round(at), value: roundValue(number) };
    this.#counter.took();
    this.#add(series, sample);
    const fresh = this.#fresh.get(series);
    if (fresh === undefined) this.#fresh.set(series, [sample]);
    else fresh.push(sample);
    if (this.#pending.size >= this.#limits.pending) void this.settle();
  }

  /** @throws StateError */
  query({ series, from, to, points }: HistoryQuery): Promise<HistoryAnswer> {
    const stepMs = Math.max(1, Math.ceil((to - from) / points));
    const tier = chooseTier(stepMs, this.#clock.now() - from);
    const start = tier.widthMs === 0 ? from : Math.floor(from / tier.widthMs) * tier.widthMs;
    return this.#lane.run(async () => {
      const rows = await this.#rows(series, tier, start, to);
      const shown = rows.length <= points ? rows : regroup(rows, stretchOf(tier, stepMs));
      return { tier: tier.name, rows: shown.map(rowOf) };
    });
  }

  /** Every row of one tier, as far as it is still kept. @throws StateError */
  rows({ series, tier: name, from, to }: HistoryStretch): Promise<readonly HistoryRow[]> {
    const tier = TIERS.find((one) => one.name === name) ?? DAYS;
    return this.#lane.run(async () => (await this.#rows(series, tier, from, to)).map(rowOf));
  }

  /** Every series that has a past. */
  names(): readonly string[] {
    return [...this.#series];
  }

  /** No sample of the series is older; epoch ms. @throws StateError */
  async oldest(series: string): Promise<number | undefined> {
    const kept = await this.#lane.run(() => this.#blocks.oldest(series));
    const pending = inOrder(this.#pending.of(series)).at(0);
    const times = [kept?.at, pending?.at].filter((at) => at !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** @throws StateError */
  async latest(series: string): Promise<Sample | undefined> {
    const kept = await this.#lane.run(() => this.#blocks.newest(series));
    const stored = kept === undefined ? [] : [{ at: kept.lastAt, value: kept.last }];
    return inOrder([...stored, ...this.#pending.of(series)]).at(-1);
  }

  stats(): HistoryStats {
    return this.#counter.stats(this.#clock.monotonicMs(), this.#limits.writeBytesPerDay);
  }

  /** Works what is pending into the blocks, and forgets what is too old. A failure is logged: the tails keep everything. */
  settle(): Promise<void> {
    this.#settling ??= this.#settleAll()
      .catch((error: unknown) => {
        this.#log.error({ error }, 'history cannot be settled');
      })
      .finally(() => (this.#settling = undefined));
    return this.#settling;
  }

  #refusal(at: number, value: number): RefusedSample | undefined {
    if (!Number.isFinite(value) || Math.abs(value) > LARGEST_VALUE) return 'impossible';
    if (!isTrustedTime(at)) return 'no-time';
    if (at > this.#clock.now() + MOST_AHEAD_MS) return 'future';
    return this.#pending.size >= 2 * this.#limits.pending ? 'full' : undefined;
  }

  #add(series: string, sample: Sample): void {
    this.#series.add(series);
    this.#pending.add(series, sample);
  }

  #takeTail(key: string, tail: Readonly<Record<string, string>>): void {
    this.#tailKeys.push(key);
    this.#nextTail = Number(key) + 1;
    for (const [series, text] of Object.entries(tail))
      for (const sample of decodeSamples(text)) this.#add(series, sample);
  }

  #gather(): readonly Write[] {
    if (this.#fresh.size === 0) return [];
    const encoded = [...this.#fresh].map(
      ([series, samples]) => [series, encodeSamples(samples)] as const,
    );
    const key = String(this.#nextTail).padStart(12, '0');
    const write = this.#tails.put(key, Object.fromEntries(encoded));
    this.#fresh = new Map();
    this.#nextTail += 1;
    this.#tailKeys.push(key);
    this.#counter.wrote(sizeOf(write));
    return [write];
  }

  async #rows(series: string, tier: Tier, from: number, to: number): Promise<Rollup[]> {
    const stored = await this.#blocks.rows(series, tier, from, to);
    const pending = rowsOf(await this.#unsettled(series), tier);
    const inside = pending.filter(({ at }) => at >= from && at < to);
    return inside.length === 0 ? stored : mergeRows(stored, inside, tier);
  }

  /** In the order of time, each once, none of them in a block. */
  async #unsettled(series: string): Promise<readonly Sample[]> {
    const samples = this.#pending.of(series);
    if (!this.#pending.mayRepeat(series)) return samples;
    return this.#blocks.unknown(series, inOrder(samples));
  }

  async #settleAll(): Promise<void> {
    const tails = [...this.#tailKeys];
    const waiting = this.#pending.series.filter((name) => this.#pending.of(name).length > 0);
    for (let first = 0; first < waiting.length; first += SERIES_PER_BATCH) {
      const some = waiting.slice(first, first + SERIES_PER_BATCH);
      await this.#lane.run(() => this.#settleSome(some));
    }
    await this.#store.durable(tails.map((key) => this.#tails.remove(key)));
    this.#tailKeys = this.#tailKeys.slice(tails.length);
    const now = this.#clock.now();
    for (const series of this.#series)
      this.#store.telemetry(await this.#blocks.expired(series, now));
  }

  async #settleSome(names: readonly string[]): Promise<void> {
    const writes: Write[] = [];
    const counts: (readonly [string, number])[] = [];
    for (const series of names) {
      counts.push([series, this.#pending.of(series).length]);
      const samples = await this.#unsettled(series);
      const included = await this.#blocks.include(series, samples);
      writes.push(...included.writes);
      this.#counter.settled(samples.length, included.grownBytes);
    }
    await this.#store.durable(writes);
    this.#counter.wrote(writes.reduce((sum, write) => sum + sizeOf(write), 0));
    for (const [series, count] of counts) this.#pending.settle(series, count);
  }
}

function rowOf({ at, min, max, sum, last, count }: Rollup): HistoryRow {
  return { at, min, max, mean: sum / count, last, count };
}

/** A whole number of rows of the tier. */
function stretchOf({ widthMs }: Tier, stepMs: number): number {
  return widthMs === 0 ? stepMs : Math.ceil(stepMs / widthMs) * widthMs;
}

function sizeOf({ key, value = '' }: Write): number {
  return key.length + value.length;
}
