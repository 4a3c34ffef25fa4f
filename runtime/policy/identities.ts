/**
 * Who stands behind an account on a messenger: (platform, account of the site there, the platform's
 * immutable id of the person). Never a display name: those are chosen by whoever wants to be somebody.
 * An identity comes from `platform.yaml`, or from a code that an admin gave to the person; everybody
 * else is a stranger. It is asked for every message, so that what is taken back counts at once.
 */
import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import { randomText } from '../core/ids.ts';
import type { Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import type { Journal } from '../state/journal.ts';
import { defineSpace, type Space } from '../state/space.ts';
import type { Store } from '../state/store.ts';
import { refuse } from './errors.ts';
import { OWNER, type People, type Person } from './people.ts';
import { readAloud } from './read-aloud.ts';

const identitySchema = z.strictObject({
  platform: z.string(),
  account: z.string(),
  user: z.string(),
});

export type Identity = Readonly<z.infer<typeof identitySchema>>;

const linkSchema = identitySchema.extend({ person: z.string(), at: z.number() });
type Link = Readonly<z.infer<typeof linkSchema>>;

const identitySpace = defineSpace({ name: 'identities', schema: linkSchema });

/** Time to take the phone out and write it. With 40 random bits and few tries for each stranger, no guess meets one. */
const CODE_MS = 10 * 60_000;
const CODE_LENGTH = 8;
/** In the alphabet of core/ids.ts. */
const CODE = /^[0-9a-hjkmnp-tv-z]{8}$/;
/** `ABCD-EFGH`, with some blanks. */
const MOST_SAID = 24;
const MOST_CODES = 20;

/** Platforms tell when something was written in whole seconds. */
const PRECISION_MS = 1_000;

interface Code {
  readonly code: string;
  readonly person: string;
  readonly invitedBy: string;
  /** By the monotonic clock: setting the board's clock revives no code. */
  readonly endsAtMs: number;
}

interface IdentitiesParts {
  readonly board: string;
  readonly store: Store;
  readonly journal: Pick<Journal, 'append'>;
  readonly clock: Clock;
  readonly people: Pick<People, 'find'>;
  /** As the site has it now. */
  readonly site: {
    readonly people: readonly { readonly id: string; readonly identities: readonly Identity[] }[];
  };
}

/** Who changes links: as far as the journal has to know. */
interface Changer {
  readonly person: string;
  readonly via: string;
  readonly words: string;
}

export class Identities {
  readonly #parts: IdentitiesParts;
  readonly #space: Space<Link>;
  readonly #links = new Map<string, Link>();
  readonly #listeners = new Set<() => void>();
  #codes: readonly Code[] = [];

  constructor(parts: IdentitiesParts) {
    this.#parts = parts;
    this.#space = parts.store.space(identitySpace);
  }

  async load(): Promise<void> {
    for (const [key, link] of await this.#space.list()) this.#links.set(key, link);
  }

  /**
   * undefined: a stranger, and so is whoever the site no longer knows. What was written before the account
   * was linked stays a stranger's, also when the platform delivers it again afterwards.
   * @param writtenAt epoch ms; absent: it is about what comes
   */
  personOf(identity: Identity, writtenAt = Infinity): Person | undefined {
    const { site, people } = this.#parts;
    const named = site.people.find(({ identities }) =>
      identities.some((one) => isSame(one, identity)),
    );
    const link = this.#links.get(keyOf(identity));
    const isBefore = link !== undefined && this.#isBefore(writtenAt, link);
    return people.find(named?.id ?? (isBefore ? '' : link?.person) ?? '');
  }

  /** Of people whom the site knows. */
  list(platform: string, account: string): readonly Identity[] {
    const named = this.#parts.site.people.flatMap(({ identities }) => identities);
    const there = [...named, ...this.#links.values()].filter(
      (one) => one.platform === platform && one.account === account,
    );
    const users = new Set(there.map(({ user }) => user));
    return [...users]
      .map((user) => ({ platform, account, user }))
      .filter((one) => this.personOf(one) !== undefined);
  }

  /** All accounts of a person, those of the file too. */
  of(person: string): readonly (Identity & { readonly linkedAt?: number })[] {
    const named = this.#parts.site.people.find(({ id }) => id === person)?.identities ?? [];
    const linked = [...this.#links.values()].filter((link) => link.person === person);
    return [
      ...named,
      ...linked.map(({ platform, account, user, at }) => ({
        platform,
        account,
        user,
        linkedAt: at,
      })),
    ];
  }

  /** Hears that somebody was linked, or is no more. Returns how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * A code that links one account of this person, good once and for ten minutes. Whoever has it is that person.
   * @param invitedBy who asked for it: the journal has to know
   */
  invite(person: string, invitedBy = OWNER.id): string | Refusal {
    if (this.#parts.people.find(person) === undefined)
      return refuse('POLICY_NO_SUCH_PERSON', `this site knows no person "${person}"`);
    const code = randomText(CODE_LENGTH);
    const endsAtMs = this.#parts.clock.monotonicMs() + CODE_MS;
    this.#codes = [...this.#codes, { code, person, invitedBy, endsAtMs }].slice(-MOST_CODES);
    return `${code.slice(0, 4)}-${code.slice(4)}`.toUpperCase();
  }

  /** It has the form of a code: what has not is no try. */
  isCodeLike(said: string): boolean {
    return said.length <= MOST_SAID && CODE.test(readAloud(said));
  }

  /** Durable when it resolves. undefined: it is no code that is valid now. The caller counts the tries. */
  async pair(said: string, identity: Identity): Promise<Person | undefined> {
    const { board, journal, clock, people } = this.#parts;
    this.#codes = this.#codes.filter(({ endsAtMs }) => clock.monotonicMs() < endsAtMs);
    const code = this.#find(said);
    const person = people.find(code?.person ?? '');
    if (code === undefined || person === undefined) return undefined;
    // Used up before anything is awaited: two people with one code are not both let in.
    this.#codes = this.#codes.filter((one) => one !== code);
    const key = keyOf(identity);
    const link = { ...identity, person: person.id, at: clock.now() };
    // Known at once, so that taking it back meets it also while it is being written.
    this.#links.set(key, link);
    const entry = {
      ...({ kind: 'people', board, actor: person.id, via: identity.platform } as const),
      cause: 'linked with a code',
      details: { linked: { ...identity }, invitedBy: code.invitedBy },
    };
    await journal.append([entry], [this.#space.put(key, link)]);
    if (this.#links.get(key) !== link) return undefined;
    this.#tell();
    return person;
  }

  /**
   * All accounts that were linked with a code, from now on and not from when the disk has it; and the codes
   * that this person has not used yet. @returns how many accounts
   */
  async unlink(person: string, by: Changer): Promise<number | Refusal> {
    const { board, journal } = this.#parts;
    this.#codes = this.#codes.filter((code) => code.person !== person);
    const own = [...this.#links].filter(([, link]) => link.person === person);
    if (own.length === 0)
      return refuse('POLICY_NOT_LINKED', `no account was linked with a code of "${person}"`);
    for (const [key] of own) this.#links.delete(key);
    this.#tell();
    const unlinked = own.map(([, { platform, account, user }]) => ({ platform, account, user }));
    const entry = {
      ...({ kind: 'people', board, actor: by.person, via: by.via } as const),
      cause: by.words,
      details: { person, unlinked },
    };
    await journal.append(
      [entry],
      own.map(([key]) => this.#space.remove(key)),
    );
    return own.length;
  }

  /** By a clock that was set back since nobody can tell. */
  #isBefore(writtenAt: number, { at }: Link): boolean {
    return at <= this.#parts.clock.now() && writtenAt < at - PRECISION_MS;
  }

  /** Looks at all of them, so that the time it takes tells nothing. */
  #find(said: string): Code | undefined {
    const given = Buffer.from(readAloud(said));
    return this.#codes
      .filter(({ code }) => {
        const right = Buffer.from(code);
        return given.length === right.length && timingSafeEqual(given, right);
      })
      .at(0);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function isSame(one: Identity, other: Identity): boolean {
  return (
    one.user === other.user && one.account === other.account && one.platform === other.platform
  );
}

function keyOf({ platform, account, user }: Identity): string {
  return JSON.stringify([platform, account, user]);
}
