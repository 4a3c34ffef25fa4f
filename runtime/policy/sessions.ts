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

  /** A new token of 256 random bits, and the write that makes it last. */
  open(person: string): { token: string; write: Write } {
    const token = randomBytes(32).toString('base64url');
    const session = { person, expiresAt: this.#clock.now() + SESSION_MS };
    this.#open.set(hashOf(token), session);
    return { token, write: this.#space.put(hashOf(token), session) };
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
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
