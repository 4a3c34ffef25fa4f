/**
 * What is wrong with a channel. That something was sent says nothing about whether anything is heard: a deaf
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

export interface ChannelHealthParts {
  readonly channel: string;
  readonly clock: Clock;
  readonly log: Log;
}

export class ChannelHealth {
  readonly #parts: ChannelHealthParts;
  readonly #troubles = new Map<Side, LastingTrouble>();

  constructor(parts: ChannelHealthParts) {
    this.#parts = parts;
  }

  get trouble(): LastingTrouble | undefined {
    return this.#troubles.get('hearing') ?? this.#troubles.get('sending');
  }

  /** One log line for each reason, however often it is tried. */
  fail(side: Side, trouble: Trouble): void {
    const { channel, clock, log } = this.#parts;
    const { why, cure } = trouble;
    const before = this.#troubles.get(side);
    if (before?.why !== why) log.warn({ channel, side, why, cure }, 'channel in trouble');
    this.#troubles.set(side, { ...trouble, since: before?.since ?? clock.now() });
  }

  recover(side: Side): void {
    const { channel, log } = this.#parts;
    if (this.#troubles.delete(side)) log.info({ channel, side }, 'channel works again');
  }
}
