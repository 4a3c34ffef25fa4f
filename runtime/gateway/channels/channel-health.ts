/**
 * How it is with a channel: when it was heard of, and what is wrong. That something was sent says nothing
 * about whether anything is heard: a deaf channel stays in trouble, however well it sends; and one of which
 * nothing is heard for too long is deaf, whatever its connection says.
 */
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Metrics } from '../../core/metric.ts';
import type { ChannelAdapter, Trouble } from './channel-adapter.ts';
import { CHANNEL_ARRIVED, CHANNEL_SENT, CHANNEL_TROUBLE } from './channel-metrics.ts';

type Side = 'hearing' | 'sending';

export interface LastingTrouble extends Trouble {
  /** Epoch ms. */
  readonly since: number;
}

export interface PastTrouble extends LastingTrouble {
  readonly until: number;
}

/** Times are epoch ms, absent: not since the start. */
export interface HealthState {
  /** The platform answered. */
  readonly aliveAt?: number | undefined;
  readonly arrivedAt?: number | undefined;
  readonly answeredAt?: number | undefined;
  readonly trouble?: LastingTrouble | undefined;
  /** The last that is over. */
  readonly pastTrouble?: PastTrouble | undefined;
  /** Nothing was heard of it since then, and it should have been. */
  readonly deafSince?: number | undefined;
}

export interface ChannelHealthParts {
  readonly channel: string;
  /** As the site calls it. */
  readonly name: string;
  /** So long nothing may be heard of the platform while it works; undefined: for ever. */
  readonly longestQuietMs: number | undefined;
  readonly metrics: Pick<Metrics, 'increment' | 'set'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Polls and pings come more often; where a platform posts, it may be silent for days. */
export function quietOf(adapter: ChannelAdapter): number | undefined {
  const posts = adapter.receive !== undefined;
  return adapter.traits.longestQuietMs ?? (posts ? undefined : 180_000);
}

export class ChannelHealth {
  readonly #parts: ChannelHealthParts;
  readonly #troubles = new Map<Side, LastingTrouble>();
  /** By the monotonic clock: a clock that was set makes nobody deaf. */
  #quietFromMs: number;
  #aliveAt: number | undefined;
  #arrivedAt: number | undefined;
  #answeredAt: number | undefined;
  #past: PastTrouble | undefined;

  constructor(parts: ChannelHealthParts) {
    this.#parts = parts;
    this.#quietFromMs = parts.clock.monotonicMs();
  }

  get state(): HealthState {
    return {
      ...{ aliveAt: this.#aliveAt, arrivedAt: this.#arrivedAt, answeredAt: this.#answeredAt },
      trouble: this.#troubles.get('hearing') ?? this.#troubles.get('sending'),
      ...{ pastTrouble: this.#past, deafSince: this.#deafSince() },
    };
  }

  /** The platform has answered. */
  alive(): void {
    const { clock } = this.#parts;
    this.#aliveAt = clock.now();
    this.#quietFromMs = clock.monotonicMs();
    this.#recover('hearing');
    this.#count();
  }

  arrived(): void {
    const { clock, metrics, name } = this.#parts;
    this.#arrivedAt = clock.now();
    metrics.increment(CHANNEL_ARRIVED, { channel: name });
  }

  /** Something was handed over. */
  ended(outcome: 'sent' | 'failed' | 'unknown'): void {
    const { clock, metrics, name } = this.#parts;
    metrics.increment(CHANNEL_SENT, { channel: name, outcome });
    if (outcome !== 'sent') return;
    this.#answeredAt = clock.now();
    this.#recover('sending');
  }

  /** One log line for each reason, however often it is tried. */
  fail(side: Side, trouble: Trouble): void {
    const { channel, clock, log } = this.#parts;
    const { why, cure } = trouble;
    const before = this.#troubles.get(side);
    if (before?.why !== why) log.warn({ channel, side, why, cure }, 'channel in trouble');
    this.#troubles.set(side, { ...trouble, since: before?.since ?? clock.now() });
    this.#count();
  }

  #recover(side: Side): void {
    const { channel, clock, log } = this.#parts;
    const over = this.#troubles.get(side);
    if (over === undefined) return;
    this.#troubles.delete(side);
    this.#past = { ...over, until: clock.now() };
    this.#count();
    log.info({ channel, side }, 'channel works again');
  }

  #count(): void {
    const { metrics, name } = this.#parts;
    metrics.set(CHANNEL_TROUBLE, this.#troubles.size > 0 ? 1 : 0, { channel: name });
  }

  #deafSince(): number | undefined {
    const { longestQuietMs = Infinity, clock } = this.#parts;
    const quietMs = clock.monotonicMs() - this.#quietFromMs;
    return quietMs > longestQuietMs ? clock.now() - quietMs : undefined;
  }
}
