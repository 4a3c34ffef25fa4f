/**
 * Bearer tokens of programs that use the REST door: random, shown once, and kept as a hash only, so
 * that a stolen store opens nothing. A token has a name, by which it is listed and revoked, and a
 * role; what its holder does stands in the journal under `token:<name>`.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Role } from '../actions/asker.ts';
import type { Clock } from '../core/clock.ts';
import type { Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import type { Journal } from '../state/journal.ts';
import { defineSpace, type Space } from '../state/space.ts';
import type { Store, Write } from '../state/store.ts';
import { refuse } from './errors.ts';

const tokenSchema = z.strictObject({
  /** SHA-256 of the token, in hex. */
  hash: z.string(),
  role: z.enum(['viewer', 'operator', 'technician', 'admin']),
  createdAt: z.number(),
  createdBy: z.string(),
});

type StoredToken = Readonly<z.infer<typeof tokenSchema>>;

/** By the token's name. */
const tokenSpace = defineSpace({ name: 'api-tokens', schema: tokenSchema });

/** Programs that a site lets in, not people: a few. */
const MAX_TOKENS = 64;

/** What people may know of a token. */
export interface ApiToken {
  readonly name: string;
  readonly role: Role;
  readonly createdAt: number;
  readonly createdBy: string;
}

export interface ApiTokensParts {
  /** Of this node, for the journal. */
  readonly board: string;
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
}

/** Who changes tokens: as far as the journal has to know. */
interface Changer {
  readonly person: string;
  readonly via: string;
  readonly words: string;
}

export class ApiTokens {
  readonly #parts: ApiTokensParts;
  readonly #space: Space<StoredToken>;
  readonly #tokens = new Map<string, StoredToken>();
  #onChange: () => Promise<void> = () => Promise.resolve();

  constructor(parts: ApiTokensParts) {
    this.#parts = parts;
    this.#space = parts.store.space(tokenSpace);
  }

  async load(): Promise<void> {
    for (const [name, token] of await this.#space.list()) this.#tokens.set(name, token);
  }

  list(): readonly ApiToken[] {
    return [...this.#tokens].map(([name, { role, createdAt, createdBy }]) => ({
      ...{ name, role, createdAt, createdBy },
    }));
  }

  /** Hears that a token came or went, which is so for everybody by then. */
  onChange(listener: () => Promise<void>): void {
    this.#onChange = listener;
  }

  /** Whose token this is, or undefined; asked for every request, so that revoking counts at once. */
  find(token: string): ApiToken | undefined {
    const hash = hashOf(token);
    const name = [...this.#tokens].find(([, stored]) => stored.hash === hash)?.[0];
    return this.list().find((one) => one.name === name);
  }

  /** The token, of 256 random bits: this is the only time that it can be seen. */
  async create(name: string, role: Role, by: Changer): Promise<string | Refusal> {
    if (this.#tokens.has(name))
      return refuse('POLICY_TOKEN_EXISTS', `there is a token "${name}" already`);
    if (this.#tokens.size >= MAX_TOKENS)
      return refuse('POLICY_TOO_MANY_TOKENS', `there are ${String(MAX_TOKENS)} tokens already`);
    const token = randomBytes(32).toString('base64url');
    const createdAt = this.#parts.clock.now();
    const stored = { hash: hashOf(token), role, createdAt, createdBy: by.person };
    this.#tokens.set(name, stored);
    await this.#record({ created: name, role }, by, this.#space.put(name, stored));
    await this.#onChange();
    return token;
  }

  /** From now on, not from when the disk has it: a lost token is not let in meanwhile. */
  async revoke(name: string, by: Changer): Promise<Refusal | undefined> {
    if (!this.#tokens.delete(name))
      return refuse('POLICY_NO_SUCH_TOKEN', `there is no token "${name}"`);
    // Nothing that rests on it waits for the disk.
    await Promise.all([
      this.#record({ revoked: name }, by, this.#space.remove(name)),
      this.#onChange(),
    ]);
    return undefined;
  }

  async #record(details: object, { person, via, words }: Changer, write: Write): Promise<void> {
    const { board, journal } = this.#parts;
    const entry = { kind: 'people', board, actor: person, via, cause: words, details } as const;
    await journal.append([entry], [write]);
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
