/**
 * How it is with a channel, by what the platform says and not by whether a connection is open. That something was sent says nothing about whether anything is heard: a deaf
 * channel stays in trouble, however well it sends.
 */
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Trouble } from './channel-adapter.ts';

type Side = 'hearing' | 'sending';

export interface LastingTrouble extends Trouble {
  /** Epoch ms. */
  readonly since: number;
}

/** Times are epoch ms; absent: not since the start. */
export interface Health {
  /** The platform answered. */
  readonly aliveAt?: number | undefined;
  readonly arrivedAt?: number | undefined;
  readonly answeredAt?: number | undefined;
  readonly trouble?: LastingTrouble | undefined;
}

export interface ChannelHealthParts {
  readonly channel: string;
  readonly clock: Clock;
  readonly log: Log;
}

export class ChannelHealth {
  readonly #parts: ChannelHealthParts;
  readonly #troubles = new Map<Side, LastingTrouble>();
  #times: Omit<Health, 'trouble'> = {};

  constructor(parts: ChannelHealthParts) {
    this.#parts = parts;
  }

  get now(): Health {
    const trouble = this.#troubles.get('hearing') ?? this.#troubles.get('sending');
    return { ...this.#times, trouble };
  }

  alive(): void {
    this.#times = { ...this.#times, aliveAt: this.#parts.clock.now() };
    this.#recover('hearing');
  }

  arrived(): void {
    this.#times = { ...this.#times, arrivedAt: this.#parts.clock.now() };
  }

  answered(): void {
    this.#times = { ...this.#times, answeredAt: this.#parts.clock.now() };
    this.#recover('sending');
  }

  /** One log line for each reason, however often it is tried. */
  fail(side: Side, trouble: Trouble): void {
    const { channel, clock, log } = this.#parts;
    const { why, cure } = trouble;
    const before = this.#troubles.get(side);
    if (before?.why !== why) log.warn({ channel, side, why, cure }, 'channel in trouble');
    this.#troubles.set(side, { ...trouble, since: before?.since ?? clock.now() });
  }

  #recover(side: Side): void {
    const { channel, log } = this.#parts;
    if (this.#troubles.delete(side)) log.info({ channel, side }, 'channel works again');
  }
}
