/**
 * What a site keeps of a person: shown in one piece, and forgotten. The journal keeps what it has: its entries
 * hang together by their hashes, and one that was taken out would look like one that somebody hid. So an
 * erasure says how many entries stay, and which.
 */
import type { Journal } from '../state/journal.ts';
import type { JournalRecord } from '../state/journal-entry.ts';
import type { JournalReader } from '../state/journal-reader.ts';
import type { Identities } from './identities.ts';
import type { KeptWords, Whose } from './kept-words.ts';
import type { People, Person } from './people.ts';

export interface PersonalDataParts {
  readonly board: string;
  readonly people: Pick<People, 'find'>;
  readonly identities: Pick<Identities, 'of' | 'unlink'>;
  readonly journal: Pick<Journal, 'append'>;
  /** Of the whole site. */
  readonly reader: Pick<JournalReader, 'entries'>;
  readonly words: readonly KeptWords[];
  /** Of this person alone, on all messengers. */
  readonly chatsOf: (person: string) => readonly string[];
  /** How many tasks of theirs have not ended: these need their words. */
  readonly openTasks: (person: string) => number;
  /** Whether platform.yaml names them. */
  readonly isNamed: (person: string) => boolean;
}

export interface PersonalExport {
  readonly person: Person;
  readonly accounts: ReturnType<Identities['of']>;
  readonly chats: readonly string[];
  /** By what keeps it. */
  readonly kept: Readonly<Record<string, readonly unknown[]>>;
  readonly journal: readonly JournalRecord[];
  /** How many older entries name them besides. */
  readonly olderEntries: number;
}

export interface Erasure {
  readonly person: string;
  /** Accounts that are strangers again. */
  readonly unlinked: number;
  /** By what kept it: how much was forgotten. */
  readonly forgotten: Readonly<Record<string, number>>;
  /** Entries of the journal that name them: numbers of the first and the last, of each board. */
  readonly stays: readonly {
    readonly board: string;
    readonly count: number;
    readonly first: number;
    readonly last: number;
  }[];
  /** Tasks of theirs that have not ended, and keep their words. */
  readonly openTasks: number;
  /** platform.yaml still does: that is for whoever writes it. */
  readonly isNamed: boolean;
}

/** Who asks: as far as the journal has to know. */
interface Eraser {
  readonly person: string;
  readonly via: string;
  readonly words: string;
}

/** The newest; a person can read no more, and the answer has an end. */
const MOST_ENTRIES = 10_000;

export class PersonalData {
  readonly #parts: PersonalDataParts;

  constructor(parts: PersonalDataParts) {
    this.#parts = parts;
  }

  /** undefined: the site knows no such person. */
  async show(id: string): Promise<PersonalExport | undefined> {
    const { people, identities, words } = this.#parts;
    const person = people.find(id);
    if (person === undefined) return undefined;
    const whose = this.#whose(id);
    const kept: Record<string, readonly unknown[]> = {};
    for (const one of words) kept[one.name] = await one.show(whose);
    const entries = await this.#entriesOf(id);
    return {
      ...{ person, accounts: identities.of(id), chats: [...whose.chats], kept },
      journal: entries.slice(-MOST_ENTRIES),
      olderEntries: Math.max(0, entries.length - MOST_ENTRIES),
    };
  }

  /** Durable when it resolves. undefined: the site knows no such person. */
  async erase(id: string, by: Eraser): Promise<Erasure | undefined> {
    const { board, people, identities, journal, words, isNamed, openTasks } = this.#parts;
    if (people.find(id) === undefined) return undefined;
    // Before anything is forgotten: afterwards nobody knows what was theirs.
    const whose = this.#whose(id);
    const unlinked = await identities.unlink(id, by);
    const forgotten: Record<string, number> = {};
    for (const one of words) forgotten[one.name] = await one.forget(whose);
    const details = { erased: id, forgotten };
    await journal.append([
      { kind: 'people', board, actor: by.person, via: by.via, cause: by.words, details },
    ]);
    return {
      ...{ person: id, forgotten, isNamed: isNamed(id), openTasks: openTasks(id) },
      unlinked: typeof unlinked === 'number' ? unlinked : 0,
      stays: summaryOf(await this.#entriesOf(id)),
    };
  }

  #whose(person: string): Whose {
    const { identities, chatsOf } = this.#parts;
    const accounts = identities
      .of(person)
      .map(({ platform, account, user }) => ({ platform, account, user }));
    return { person, accounts, chats: new Set([`web:${person}`, ...chatsOf(person)]) };
  }

  /** That they did, said, or that somebody else did to them. */
  async #entriesOf(person: string): Promise<readonly JournalRecord[]> {
    const all = await this.#parts.reader.entries({ limit: Infinity });
    const quoted = JSON.stringify(person);
    return all.filter(
      ({ actor, details }) => actor === person || JSON.stringify(details).includes(quoted),
    );
  }
}

function summaryOf(entries: readonly JournalRecord[]): Erasure['stays'] {
  const boards = [...new Set(entries.map(({ board }) => board))];
  return boards.map((board) => {
    const numbers = entries.filter((one) => one.board === board).map(({ seq }) => seq);
    const [first = 0] = numbers;
    return { board, count: numbers.length, first, last: numbers.at(-1) ?? first };
  });
}
