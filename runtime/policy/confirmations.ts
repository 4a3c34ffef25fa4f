/**
 * Confirmations: a question bound to the hash of exactly what would be done. It can be answered
 * once, within its time, by the person who was asked (or by a second one where two are needed),
 * from any platform. Silence is no. They live in memory: after a restart nothing is left to confirm.
 */
import { createHash } from 'node:crypto';
import type { Asker } from '../actions/asker.ts';
import { encodeCbor, type CborMap } from '../core/cbor.ts';
import type { Clock } from '../core/clock.ts';
import { randomText } from '../core/ids.ts';
import type { Refusal } from '../core/refusal.ts';
import { refuse } from './errors.ts';
import { hasRole } from './roles.ts';

/** Long enough to walk over and look, short enough that nobody confirms yesterday's question. */
export const CONFIRM_WITHIN_MS = 120_000;

export interface Confirmation<What> {
  readonly token: string;
  /** Exactly this is done after a yes, and nothing else. */
  readonly what: What;
  /** Hash of it: two equal questions are one. */
  readonly digest: string;
  /** Epoch ms, for people. */
  readonly expiresAt: number;
  readonly asker: Asker;
  /** How many people in all: 2 means somebody else than the asker. */
  readonly people: 1 | 2;
}

export class Confirmations<What extends CborMap> {
  readonly #clock: Clock;
  readonly #open = new Map<string, Confirmation<What>>();
  /** Until when each is open, by the monotonic clock: one that is set back must not keep a question open for an hour. */
  readonly #untilMs = new Map<string, number>();

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  /** Opens a question about `what`. @param expiresAt epoch ms */
  ask(
    what: What,
    asker: Asker,
    people: 1 | 2,
    expiresAt = this.#clock.now() + CONFIRM_WITHIN_MS,
  ): Confirmation<What> {
    this.#forgetExpired();
    const digest = digestOf(what);
    const confirmation = { token: randomText(16), what, digest, expiresAt, asker, people };
    this.#open.set(confirmation.token, confirmation);
    const leftMs = expiresAt - this.#clock.now();
    this.#untilMs.set(confirmation.token, this.#clock.monotonicMs() + leftMs);
    return confirmation;
  }

  /**
   * Takes the confirmation out: a token is good for one answer, whatever the answer is.
   * @param objects may whoever answers do this at all? A no leaves the question open.
   */
  answer(
    token: string,
    by: Asker,
    objects: (what: What) => Refusal | undefined = () => undefined,
  ): Confirmation<What> | Refusal {
    this.#forgetExpired();
    const open = this.#open.get(token);
    if (open === undefined)
      return refuse('POLICY_NOT_CONFIRMED', 'there is no such question any more');
    if (open.people === 2 && by.person === open.asker.person) {
      return refuse(
        'POLICY_SECOND_PERSON',
        `${by.person} asked for this and cannot be the second person`,
      );
    }
    if (open.people === 1 && by.person !== open.asker.person) {
      return refuse('POLICY_NOT_CONFIRMED', 'only the person who asked can confirm this');
    }
    if (!hasRole(by, open.asker.role) && open.people === 2) {
      return refuse(
        'POLICY_DENIED',
        `${by.person} is ${by.role}; to confirm this takes the role ${open.asker.role}`,
      );
    }
    const objection = objects(open.what);
    if (objection !== undefined) return objection;
    this.#open.delete(token);
    return open;
  }

  has(token: string): boolean {
    this.#forgetExpired();
    return this.#open.has(token);
  }

  /** Takes out what nobody may answer any more, because something else was ordered since. */
  withdraw(isOvertaken: (open: Confirmation<What>) => boolean): readonly Confirmation<What>[] {
    this.#forgetExpired();
    const overtaken = [...this.#open.values()].filter(isOvertaken);
    for (const { token } of overtaken) this.#open.delete(token);
    return overtaken;
  }

  /**
   * Those that a plain "yes" of this person can be for, wherever they were asked, oldest first: their own,
   * and those that wait for a second person. What a language model asked for them is not among them: it
   * is open before anybody has read it, and whoever shows it knows it.
   */
  openFor(person: string): readonly Confirmation<What>[] {
    this.#forgetExpired();
    return [...this.#open.values()].filter(({ people, asker }) =>
      asker.person === person ? asker.through === undefined : people === 2,
    );
  }

  #forgetExpired(): void {
    const nowMs = this.#clock.monotonicMs();
    for (const [token, untilMs] of this.#untilMs) {
      if (untilMs <= nowMs) this.#open.delete(token);
      if (!this.#open.has(token)) this.#untilMs.delete(token);
    }
  }
}

/** Two equal questions have the same. */
export function digestOf(what: CborMap): string {
  return createHash('sha256').update(encodeCbor(what)).digest('hex');
}
