/** That an answer is being written, shown while it takes longer than a moment; never for ever, whatever happens. */
import type { Clock, Timer } from '../../core/clock.ts';
import type { ChannelAdapter } from './channel-adapter.ts';

/** What is answered at once needs no sign. */
const AFTER_MS = 500;

/** Platforms show one for five seconds, or longer (core.telegram.org/bots/api#sendchataction). */
const EVERY_MS = 4_500;

const LONGEST_MS = 60_000;

export class Typing {
  readonly #adapter: Pick<ChannelAdapter, 'typing'>;
  readonly #clock: Clock;
  readonly #timers = new Map<string, Timer>();

  constructor(adapter: Pick<ChannelAdapter, 'typing'>, clock: Clock) {
    this.#adapter = adapter;
    this.#clock = clock;
  }

  begin(chat: string): void {
    if (this.#adapter.typing === undefined) return;
    const endsAtMs = this.#clock.monotonicMs() + LONGEST_MS;
    this.#set(chat, AFTER_MS, () => {
      this.#show(chat, endsAtMs);
    });
  }

  end(chat: string): void {
    this.#timers.get(chat)?.cancel();
    this.#timers.delete(chat);
  }

  stop(): void {
    for (const chat of this.#timers.keys()) this.end(chat);
  }

  /** What goes wrong with it is nobody's trouble: the answer says it. */
  #show(chat: string, endsAtMs: number): void {
    this.#timers.delete(chat);
    if (this.#clock.monotonicMs() >= endsAtMs) return;
    this.#adapter.typing?.(chat).catch(() => undefined);
    this.#set(chat, EVERY_MS, () => {
      this.#show(chat, endsAtMs);
    });
  }

  #set(chat: string, delayMs: number, show: () => void): void {
    this.end(chat);
    this.#timers.set(chat, this.#clock.after(delayMs, show));
  }
}
