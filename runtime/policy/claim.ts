/**
 * Claiming: the first owner proves to stand at the board by its code. The code is shown on the
 * console only, is made anew after a few wrong tries, and is gone once the board is claimed.
 */
import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import { randomText } from '../core/ids.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Journal } from '../state/journal.ts';
import type { Store } from '../state/store.ts';
import { refuse } from './errors.ts';
import { OWNER, type People } from './people.ts';
import type { Sessions } from './sessions.ts';

/** With 40 random bits and 5 tries a code, a guess succeeds once in 2e11. */
const TRIES_PER_CODE = 5;
const PAUSE_MS = 30_000;

export interface ClaimDeskParts {
  readonly board: string;
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly people: People;
  readonly sessions: Sessions;
  /** Shows a code to whoever stands at the board. */
  readonly show: (code: string) => void;
}

export class ClaimDesk {
  readonly #parts: ClaimDeskParts;
  #code = '';
  #triesLeft = 0;
  #closedUntil = 0;

  constructor(parts: ClaimDeskParts) {
    this.#parts = parts;
  }

  isClaimed(): boolean {
    return this.#parts.people.isClaimed();
  }

  /** Makes a code and shows it, unless the board has an owner already. */
  open(): void {
    if (this.isClaimed()) return;
    this.#code = randomText(8);
    this.#triesLeft = TRIES_PER_CODE;
    this.#parts.show(`${this.#code.slice(0, 4)}-${this.#code.slice(4)}`.toUpperCase());
  }

  /** A session for the owner, or why not. Dashes, spaces and case in the code do not matter. */
  async claim(code: string, name: string): Promise<{ token: string } | Refusal> {
    const { clock, people, sessions, journal, board } = this.#parts;
    if (this.isClaimed()) return refuse('POLICY_BAD_CLAIM', 'this board has an owner already');
    if (clock.now() < this.#closedUntil)
      return refuse('POLICY_BAD_CLAIM', 'too many wrong codes; wait half a minute');
    if (!this.#matches(code)) return this.#wrong();
    const session = sessions.open(OWNER.id);
    const entry = {
      kind: 'claim',
      board,
      actor: OWNER.id,
      cause: `claimed by ${name}`,
      details: {},
    } as const;
    await journal.append([entry], [people.claimOwner(name, clock.now()), session.write]);
    this.#code = '';
    return { token: session.token };
  }

  async close(token: string): Promise<void> {
    await this.#parts.store.durable([this.#parts.sessions.close(token)]);
  }

  #matches(code: string): boolean {
    const given = Buffer.from(readAloud(code));
    const right = Buffer.from(this.#code);
    return right.length > 0 && given.length === right.length && timingSafeEqual(given, right);
  }

  #wrong(): Refusal {
    this.#triesLeft -= 1;
    if (this.#triesLeft <= 0) {
      this.#closedUntil = this.#parts.clock.now() + PAUSE_MS;
      this.open();
    }
    return refuse('POLICY_BAD_CLAIM', 'that is not the code of this board');
  }
}

/** What a person reads off a console: the alphabet has no o, i and l, so these can only be 0 and 1. */
function readAloud(code: string): string {
  return code
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replaceAll('o', '0')
    .replace(/[il]/g, '1');
}
