/**
 * How fast a chat hears what nobody there asked for: the first at once, a storm of it together, and nothing
 * more while the platform does not take what waits already. What is not told yet stays in the outbox: what
 * comes together is said in one message there.
 */
import type { ChatNote } from '../../actions/chat-port.ts';
import type { Clock, Timer } from '../../core/clock.ts';
import { TokenBucket } from '../../core/token-bucket.ts';
import type { Sendings } from './sendings.ts';

/** Some at once; then as often as somebody can read it. */
const RATE = { burst: 3, refillMs: 10_000 };

/** Longer than any platform takes for a message that it takes. */
const BEHIND_MS = 15_000;

const AGAIN_MS = 10_000;

export interface NewsPaceParts {
  readonly chat: {
    subscribe(chat: string, listener: (note: ChatNote) => void, isReady: () => boolean): () => void;
    remind(chat: string): void;
  };
  readonly sendings: Pick<Sendings, 'isBehind'>;
  readonly clock: Clock;
}

export class NewsPace {
  readonly #parts: NewsPaceParts;

  constructor(parts: NewsPaceParts) {
    this.#parts = parts;
  }

  /** Returns how to stop. */
  subscribe(chat: string, listener: (note: ChatNote) => void): () => void {
    const { chat: port, sendings, clock } = this.#parts;
    const pace = new TokenBucket(clock, RATE);
    let again: Timer | undefined;
    const isReady = (): boolean => {
      if (!sendings.isBehind(chat, BEHIND_MS) && pace.take()) return true;
      again ??= clock.after(AGAIN_MS, () => {
        again = undefined;
        port.remind(chat);
      });
      return false;
    };
    const stop = port.subscribe(chat, listener, isReady);
    return () => {
      again?.cancel();
      stop();
    };
  }
}
