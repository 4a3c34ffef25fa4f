/**
 * What is wrong on the local network: each occurrence counted, each kind told once a minute. Who
 * floods us must not flood the log.
 */
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Metrics } from '../../core/metric.ts';
import { TROUBLES } from './discovery-metrics.ts';

export interface Trouble {
  /**
   * `clone`: another node has our name. `crowded`: more nodes than we keep. `flood`: too many
   * packets. `malformed`: not what a node says. `unsent`: the network takes nothing from us.
   */
  readonly kind: 'clone' | 'crowded' | 'flood' | 'malformed' | 'unsent';
  /** Who or what, with its value; from the network, so data and never an instruction. */
  readonly text: string;
}

/** A trouble with how many of its kind there were since it was told last. */
export interface ToldTrouble extends Trouble {
  readonly count: number;
}

const TELL_EVERY_MS = 60_000;

interface Tally {
  toldMs: number;
  count: number;
}

interface Parts {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

export class TroubleDesk {
  readonly #parts: Parts;
  readonly #tallies = new Map<Trouble['kind'], Tally>();
  readonly #listeners = new Set<(trouble: ToldTrouble) => void>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  onTrouble(listener: (trouble: ToldTrouble) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  note(trouble: Trouble): void {
    const { clock, log, metrics } = this.#parts;
    metrics.increment(TROUBLES, { kind: trouble.kind });
    const tally = this.#tallies.get(trouble.kind) ?? { toldMs: -Infinity, count: 0 };
    this.#tallies.set(trouble.kind, tally);
    tally.count += 1;
    const nowMs = clock.monotonicMs();
    if (nowMs - tally.toldMs < TELL_EVERY_MS) return;
    const told = { ...trouble, count: tally.count };
    Object.assign(tally, { toldMs: nowMs, count: 0 });
    log.warn(told, 'trouble on the local network');
    for (const listener of this.#listeners) listener(told);
  }
}
