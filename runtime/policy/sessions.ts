/** Web sessions: a random token in a cookie, only its hash in the store, so that a stolen store opens nothing. */
import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import { z } from '../core/schema.ts';
import { defineSpace, type Space } from '../state/space.ts';
import type { Store, Write } from '../state/store.ts';

/** A month: long for a phone on the wall, short for a phone that was lost. */
const SESSION_MS = 30 * 86_400_000;

const sessionSchema = z.strictObject({ person: z.string(), expiresAt: z.number() });
type Session = z.infer<typeof sessionSchema>;

const sessionSpace = defineSpace({ name: 'sessions', schema: sessionSchema });

export class Sessions {
  readonly #clock: Clock;
  readonly #space: Space<Session>;
  readonly #open = new Map<string, Session>();

  constructor({ store, clock }: { store: Store; clock: Clock }) {
    this.#clock = clock;
    this.#space = store.space(sessionSpace);
  }

  async load(): Promise<void> {
    for (const [hash, session] of await this.#space.list()) this.#open.set(hash, session);
  }

  /** A new token of 256 random bits, and the writes that make it last and forget sessions that are over. */
  open(person: string): { token: string; writes: readonly Write[] } {
    const over = this.#forgetOver();
    const token = randomBytes(32).toString('base64url');
    const session = { person, expiresAt: this.#clock.now() + SESSION_MS };
    this.#open.set(hashOf(token), session);
    return { token, writes: [this.#space.put(hashOf(token), session), ...over] };
  }

  /** The person behind a token, or undefined when it is unknown or over. */
  personOf(token: string): string | undefined {
    const session = this.#open.get(hashOf(token));
    return session !== undefined && session.expiresAt > this.#clock.now()
      ? session.person
      : undefined;
  }

  close(token: string): Write {
    this.#open.delete(hashOf(token));
    return this.#space.remove(hashOf(token));
  }

  #forgetOver(): Write[] {
    const now = this.#clock.now();
    const over = [...this.#open].filter(([, { expiresAt }]) => expiresAt <= now);
    for (const [hash] of over) this.#open.delete(hash);
    return over.map(([hash]) => this.#space.remove(hash));
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
