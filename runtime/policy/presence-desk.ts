/**
 * Presence: whoever wants to move what hangs on a pin has to stand before it. A short code is shown at
 * the board, on its console and on its display, and typed where it was asked for. It is good for one
 * person, one purpose and two minutes.
 */
import { randomInt, timingSafeEqual } from 'node:crypto';
import type { Asker } from '../actions/asker.ts';
import type { Clock } from '../core/clock.ts';
import type { Refusal } from '../core/refusal.ts';
import { refuse } from './errors.ts';

/** Time to read it off the board and type it. */
const VALID_MS = 120_000;

/** Of a million codes a guess is right three times in a million; the pause after that doubles each time. */
const TRIES = 3;
const PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 60 * 60_000;
const DIGITS = 6;

export interface ShownCode {
  /** Without the code itself. */
  readonly expiresAt: number;
}

export interface PresenceDeskParts {
  readonly clock: Clock;
  /** Shows a code to whoever stands at the board. @param what it is for */
  readonly show: (code: string, what: string) => void;
}

interface Open<What> {
  readonly code: string;
  readonly what: What;
  readonly person: string;
  /** Monotonic: setting the clock makes no code live longer. */
  readonly endsAtMs: number;
}

export class PresenceDesk<What> {
  readonly #parts: PresenceDeskParts;
  #open: Open<What> | undefined;
  /** Since the last right one: another code gives no more tries. */
  #wrong = 0;
  #closedUntilMs = -Infinity;

  constructor(parts: PresenceDeskParts) {
    this.#parts = parts;
  }

  /** What a display shows beside its title, for as long as it is good. */
  notices(): readonly string[] {
    const { clock } = this.#parts;
    const open = this.#open;
    return open === undefined || clock.monotonicMs() >= open.endsAtMs ? [] : ['code', open.code];
  }

  /** Shows a code; one that was shown before is good no more. @param title what it is for, for the console */
  ask(what: What, title: string, { person }: Pick<Asker, 'person'>): ShownCode | Refusal {
    const { clock, show } = this.#parts;
    const waitMs = this.#closedUntilMs - clock.monotonicMs();
    if (waitMs > 0) return tooMany(waitMs);
    const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
    this.#open = { code, what, person, endsAtMs: clock.monotonicMs() + VALID_MS };
    show(code, title);
    return { expiresAt: clock.now() + VALID_MS };
  }

  /** What it was asked for, once. Spaces and dashes in the code do not matter. */
  answer(typed: string, { person }: Pick<Asker, 'person'>): What | Refusal {
    const { clock } = this.#parts;
    const open = this.#open;
    if (open?.person !== person || clock.monotonicMs() >= open.endsAtMs)
      return refuse('POLICY_NO_PRESENCE', 'no code is waited for');
    const [given, right] = [typed.replace(/\D/g, ''), open.code].map((text) => Buffer.from(text));
    if (given === undefined || right === undefined || given.length !== right.length)
      return this.#refuseWrong();
    if (!timingSafeEqual(given, right)) return this.#refuseWrong();
    this.#open = undefined;
    this.#wrong = 0;
    return open.what;
  }

  /** Nothing is waited for any more. */
  forget(): void {
    this.#open = undefined;
  }

  #refuseWrong(): Refusal {
    this.#wrong += 1;
    const left = TRIES - (this.#wrong % TRIES);
    if (left < TRIES)
      return refuse(
        'POLICY_BAD_PRESENCE',
        `that is not the code on the board; ${String(left)} tries left`,
      );
    const pauseMs = Math.min(PAUSE_MS * 2 ** (this.#wrong / TRIES - 1), LONGEST_PAUSE_MS);
    this.#open = undefined;
    this.#closedUntilMs = this.#parts.clock.monotonicMs() + pauseMs;
    return tooMany(pauseMs);
  }
}

function tooMany(waitMs: number): Refusal {
  const seconds = String(Math.ceil(waitMs / 1_000));
  return refuse(
    'POLICY_PRESENCE_CLOSED',
    `too many wrong codes; a new one can be had in ${seconds} s`,
  );
}
