/**
 * Claiming: the first owner proves to stand at the board by its code. The code is shown on the
 * console only, is made anew after a few wrong tries, and is gone once the board is claimed. From
 * then on the owner can have codes made to sign in with more browsers: each is good once, and a second
 * one does not end the first.
 */
import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import { randomText } from '../core/ids.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Journal } from '../state/journal.ts';
import type { Store } from '../state/store.ts';
import { refuse } from './errors.ts';
import { OWNER, type People } from './people.ts';
import { readAloud } from './read-aloud.ts';
import type { Sessions } from './sessions.ts';

/** With 40 random bits, 5 tries until all codes are gone, and so few of them, a guess succeeds once in 1e10. */
const MOST_TRIES = 5;
const MOST_CODES = 20;
const PAUSE_MS = 30_000;
/** Time to walk from the board's console to the browser. */
const INVITATION_MS = 10 * 60_000;

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

interface Invitation {
  readonly code: string;
  /** Whom the code signs in. */
  readonly person: string;
  /** By the monotonic clock: setting the board's clock revives no code. */
  readonly endsAtMs: number;
}

export class ClaimDesk {
  readonly #parts: ClaimDeskParts;
  /** Oldest first. */
  #open: readonly Invitation[] = [];
  #triesLeft = 0;
  /** By the monotonic clock: setting the board's clock ends no pause. */
  #closedUntilMs = -Infinity;

  constructor(parts: ClaimDeskParts) {
    this.#parts = parts;
  }

  isClaimed(): boolean {
    return this.#parts.people.isClaimed();
  }

  /** Makes a code and shows it, unless the board has an owner already. */
  open(): void {
    if (!this.isClaimed()) this.#parts.show(this.#makeCode(OWNER.id, Infinity));
  }

  /**
   * A code that signs one person in, for ten minutes; on a board nobody owns yet, a new claim code
   * for the owner. Whoever has it is that person: only an admin may see it.
   */
  invite(person: string): string | Refusal {
    if (!this.isClaimed()) return this.#makeCode(OWNER.id, Infinity);
    if (this.#parts.people.find(person) === undefined)
      return refuse('POLICY_NO_SUCH_PERSON', `this site knows no person "${person}"`);
    return this.#makeCode(person, this.#parts.clock.monotonicMs() + INVITATION_MS);
  }

  /** A session for the person the code is for, or why not. Dashes, spaces and case in the code do not matter. */
  async claim(code: string, name: string): Promise<{ token: string } | Refusal> {
    const { clock, people, sessions, journal, board } = this.#parts;
    const isClaimed = this.isClaimed();
    this.#open = this.#open.filter(({ endsAtMs }) => clock.monotonicMs() < endsAtMs);
    if (this.#open.length === 0)
      return refuse('POLICY_NO_CODE', 'this board has an owner, and no code is valid now');
    if (clock.monotonicMs() < this.#closedUntilMs)
      return refuse('POLICY_BAD_CLAIM', 'too many wrong codes; wait half a minute');
    const invitation = this.#find(code);
    if (invitation === undefined) return this.#wrong();
    const { person } = invitation;
    // Used up before anything is awaited: two people with one code are not both let in, nor two as the first owner.
    this.#open = isClaimed ? this.#open.filter((one) => one !== invitation) : [];
    const session = sessions.open(person);
    const entry = {
      kind: 'claim',
      board,
      actor: person,
      cause: isClaimed ? `signed in with a code: ${name}` : `claimed by ${name}`,
      details: {},
    } as const;
    const owner = isClaimed ? [] : [people.claimOwner(name, clock.now())];
    await journal.append([entry], [...owner, ...session.writes]);
    return { token: session.token };
  }

  async close(token: string): Promise<void> {
    await this.#parts.store.durable([this.#parts.sessions.close(token)]);
  }

  #makeCode(person: string, endsAtMs: number): string {
    const code = randomText(8);
    this.#open = [...this.#open, { code, person, endsAtMs }].slice(-MOST_CODES);
    this.#triesLeft = MOST_TRIES;
    return `${code.slice(0, 4)}-${code.slice(4)}`.toUpperCase();
  }

  /** Looks at all of them, so that the time it takes tells nothing. */
  #find(said: string): Invitation | undefined {
    const given = Buffer.from(readAloud(said));
    return this.#open
      .filter(({ code }) => {
        const right = Buffer.from(code);
        return given.length === right.length && timingSafeEqual(given, right);
      })
      .at(0);
  }

  #wrong(): Refusal {
    this.#triesLeft -= 1;
    if (this.#triesLeft <= 0) {
      this.#closedUntilMs = this.#parts.clock.monotonicMs() + PAUSE_MS;
      this.#open = [];
      this.open();
    }
    return refuse('POLICY_BAD_CLAIM', 'that is not the code of this board');
  }
}
