/**
 * Something that is opened when it is needed, may be lost at any moment, and is then opened again
 * when it is needed again: at once after a loss, later and later while it cannot be opened. Nothing
 * runs in the background: whoever samples, tries.
 */
import { BackOff } from '../../../core/back-off.ts';
import type { Clock } from '../../../core/clock.ts';

export interface ReopeningParts<Handle> {
  readonly open: () => Promise<Handle>;
  readonly close: (handle: Handle) => Promise<void>;
  readonly clock: Clock;
  /** 0 ≤ x < 1, as Math.random. */
  readonly random: () => number;
}

interface Pause {
  readonly untilMs: number;
  readonly reason: Error;
}

/** Whoever plugs something in waits at most one and a half times this. */
const LONGEST_PAUSE_MS = 5_000;

export class Reopening<Handle> {
  readonly #parts: ReopeningParts<Handle>;
  readonly #backOff: BackOff;
  #handle: Promise<Handle> | undefined;
  #pause: Pause | undefined;

  constructor(parts: ReopeningParts<Handle>) {
    this.#parts = parts;
    this.#backOff = new BackOff(parts.random, LONGEST_PAUSE_MS);
  }

  /** Rejects as `open` does; during the pause after that, at once and for the same reason. */
  get(): Promise<Handle> {
    if (this.#pause !== undefined && this.#parts.clock.monotonicMs() < this.#pause.untilMs)
      return Promise.reject(this.#pause.reason);
    this.#handle ??= this.#open();
    return this.#handle;
  }

  /** Only if it is still this one: a loss may be told twice. */
  async lose(handle: Handle): Promise<void> {
    const held = await this.#handle?.catch(() => undefined);
    if (held === handle) await this.close();
  }

  async close(): Promise<void> {
    const closing = this.#handle;
    this.#handle = undefined;
    const handle = await closing?.catch(() => undefined);
    if (handle !== undefined) await this.#parts.close(handle);
  }

  async #open(): Promise<Handle> {
    try {
      const handle = await this.#parts.open();
      this.#pause = undefined;
      this.#backOff.reset();
      return handle;
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      const untilMs = this.#parts.clock.monotonicMs() + this.#backOff.nextMs();
      this.#pause = { untilMs, reason };
      this.#handle = undefined;
      throw reason;
    }
  }
}
