/**
 * What asking a model may cost: one sentence of a person at a time, few of all together, and so many
 * tokens a day. Anybody in a chat can say what nobody understands, as often as they like.
 */
import type { Clock } from '../../core/clock.ts';
import type { Refusal } from '../../core/refusal.ts';
import { refuseService } from './errors.ts';

const DAY_MS = 86_400_000;

/** On a board they share one processor, and each would be slower than the last. */
const MOST_AT_ONCE = 4;

export class Allowance {
  readonly #tokensPerDay: number;
  readonly #clock: Clock;
  readonly #asking = new Set<string>();
  #since = 0;
  #spent = 0;

  constructor(tokensPerDay: number, clock: Clock) {
    this.#tokensPerDay = tokensPerDay;
    this.#clock = clock;
  }

  /** Why this person is not answered now; undefined begins it, and `end` must follow. */
  begin(person: string): Refusal | undefined {
    if (this.#asking.has(person) || this.#asking.size >= MOST_AT_ONCE)
      return refuseService('MODEL_SERVICE_BUSY', 'the model service is still busy with a sentence');
    this.#asking.add(person);
    return undefined;
  }

  end(person: string): void {
    this.#asking.delete(person);
  }

  /** @param tokens the most this question may cost: what is said, and what may be answered */
  spend(tokens: number): Refusal | undefined {
    const now = this.#clock.now();
    if (now - this.#since >= DAY_MS) {
      this.#since = now;
      this.#spent = 0;
    }
    if (this.#spent + tokens > this.#tokensPerDay)
      return refuseService('MODEL_SERVICE_SPENT', 'the model service has had its tokens for today');
    this.#spent += tokens;
    return undefined;
  }
}
