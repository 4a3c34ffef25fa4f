/** What people wrote is forgotten when it is as old as the site says. */
import { every, type Clock, type Timer } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Service } from '../core/service.ts';
import type { KeptWords } from '../policy/kept-words.ts';

const LOOK_EVERY_MS = 3_600_000;

export interface WordSweepParts {
  readonly site: { readonly keepChatTextMs?: number | undefined };
  readonly words: readonly KeptWords[];
  readonly clock: Clock;
  readonly log: Log;
}

export class WordSweep implements Service {
  readonly #parts: WordSweepParts;
  #timer: Timer | undefined;

  constructor(parts: WordSweepParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    await this.#look();
    this.#timer = every(this.#parts.clock, LOOK_EVERY_MS, () => this.#look());
  }

  stop(): Promise<void> {
    this.#timer?.cancel();
    return Promise.resolve();
  }

  /** A disk that fails is told of where something is written; it is tried again in an hour. */
  async #look(): Promise<void> {
    const { site, words, clock, log } = this.#parts;
    const before = clock.now() - (site.keepChatTextMs ?? Infinity);
    for (const one of words)
      try {
        const count = await one.forgetBefore(before);
        if (count > 0) log.info({ of: one.name, count }, 'old words forgotten');
      } catch (error) {
        log.error({ of: one.name, error }, 'old words could not be forgotten');
      }
  }
}
