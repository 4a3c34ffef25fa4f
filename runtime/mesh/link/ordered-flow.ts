/**
 * A stream that arrives whole and in order, over any number of broken connections: one message is
 * on its way at a time, and the next goes when the gateway has acknowledged it. Where to go on, the
 * gateway says after every join; nothing is sent before.
 */
import { within } from '../../core/within.ts';
import type { Clock } from '../../core/clock.ts';
import type { Outlet } from './outlet.ts';

export interface Parcel {
  /** The number that acknowledges it. */
  readonly last: number;
  readonly topic: string;
  readonly payload: Uint8Array;
}

export interface OrderedFlowParts {
  readonly clock: Clock;
  /** What comes behind a number; undefined when there is nothing yet. */
  readonly next: (after: number) => Promise<Parcel | undefined>;
  /** What it could not read or send; it goes on after a pause. */
  readonly onTrouble: (error: unknown) => void;
}

/** How long an acknowledgement may take before the same is sent again. */
const PATIENCE_MS = 10_000;

export class OrderedFlow {
  readonly #parts: OrderedFlowParts;
  #outlet: Outlet | undefined;
  /** How far the gateway has it; undefined until it has said so. */
  #position: number | undefined;
  #owingSince: number | undefined;
  #wake: () => void = () => undefined;

  constructor(parts: OrderedFlowParts) {
    this.#parts = parts;
  }

  /** Runs until `detach`. */
  attach(outlet: Outlet): void {
    this.#outlet = outlet;
    this.#position = undefined;
    this.#owingSince = undefined;
    void this.#run(outlet);
  }

  detach(): void {
    this.#outlet = undefined;
    this.#owingSince = undefined;
    this.#wake();
  }

  /** Since when the same message is on its way, epoch ms; undefined when none is. */
  get owingSince(): number | undefined {
    return this.#owingSince;
  }

  /**
   * The gateway has everything up to this number. When that is where it was, it did not take what
   * came, or it was asked twice: the same goes again after the pause and not at once.
   */
  acknowledge(position: number): void {
    if (position === this.#position) return;
    this.#position = position;
    this.#owingSince = undefined;
    this.#wake();
  }

  /** There is something new. */
  poke(): void {
    this.#wake();
  }

  async #run(outlet: Outlet): Promise<void> {
    while (this.#outlet === outlet) {
      const news = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      const isSent = await this.#sendNext(outlet);
      // Without anything to send it waits for news only; a timer for nothing would wake the board.
      await (isSent ? within(this.#parts.clock, PATIENCE_MS, news) : news);
    }
  }

  /** false when there is nothing to send. */
  async #sendNext(outlet: Outlet): Promise<boolean> {
    const position = this.#position;
    if (position === undefined) return false;
    try {
      const parcel = await this.#parts.next(position);
      if (parcel === undefined) return false;
      this.#owingSince ??= this.#parts.clock.now();
      await outlet.publish(parcel.topic, parcel.payload, { qos: 1, retain: false });
    } catch (error) {
      // Also when the connection broke; then the flow is detached, and this was the last of it.
      if (this.#outlet === outlet) this.#parts.onTrouble(error);
    }
    return true;
  }
}
