/**
 * The people of a site and how they are recognised. A person is known by (platform, account,
 * immutable user id), never by a display name. People come from `platform.yaml` and from claims;
 * where both name one id, the file decides the role, so that an admin can take a right back.
 */
import type { Role } from '../actions/asker.ts';
import { z } from '../core/schema.ts';
import { defineSpace, type Space } from '../state/space.ts';
import type { Store, Write } from '../state/store.ts';

const personSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: z.enum(['viewer', 'operator', 'technician', 'admin']),
  areas: z.array(z.string()).optional(),
  claimedAt: z.number().optional(),
});

export type Person = Readonly<z.infer<typeof personSchema>>;

const peopleSpace = defineSpace({ name: 'people', schema: personSchema });

/** Whoever may open the socket, or read the code off the console, owns the machine. */
export const OWNER: Person = { id: 'owner', name: 'owner', role: 'admin' };

export interface PeopleParts {
  readonly store: Store;
  readonly configured: readonly {
    id: string;
    name: string;
    role: Role;
    areas?: readonly string[] | undefined;
  }[];
}

export class People {
  readonly #space: Space<Person>;
  #configured: PeopleParts['configured'];
  readonly #stored = new Map<string, Person>([[OWNER.id, OWNER]]);
  #people: ReadonlyMap<string, Person> = this.#stored;

  constructor({ store, configured }: PeopleParts) {
    this.#space = store.space(peopleSpace);
    this.#configured = configured;
  }

  async load(): Promise<void> {
    for (const [id, person] of await this.#space.list()) this.#stored.set(id, person);
    this.configure(this.#configured);
  }

  /** What the file says now. Whoever it no longer names has only what they claimed. */
  configure(configured: PeopleParts['configured']): void {
    const people = new Map(this.#stored);
    for (const { id, name, role, areas } of configured) {
      const limits = areas === undefined ? {} : { areas: [...areas] };
      people.set(id, { ...people.get(id), id, name, role, ...limits });
    }
    this.#configured = configured;
    this.#people = people;
  }

  find(id: string): Person | undefined {
    return this.#people.get(id);
  }

  list(): readonly Person[] {
    return [...this.#people.values()];
  }

  /** Has anybody shown the code of this board yet? */
  isClaimed(): boolean {
    return this.list().some(({ claimedAt }) => claimedAt !== undefined);
  }

  /** The owner now has a name and a time of claim; the write goes into the claim's batch. */
  claimOwner(name: string, at: number): Write {
    const owner: Person = { ...OWNER, name, claimedAt: at };
    this.#stored.set(owner.id, owner);
    this.configure(this.#configured);
    return this.#space.put(owner.id, owner);
  }
}
