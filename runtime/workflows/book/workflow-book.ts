/**
 * The workflows that were made by talking, each with its versions, and which workflows people have
 * switched off. Durable, one record each; who changed what stands in the journal, in the same batch.
 *
 * - Changes are made one after the other: each version has a number of its own.
 * - A version is never rewritten: an undo and a delete are versions, too.
 * - What stands here is text that was shown and agreed to. Whether it still fits the site is asked each
 *   time the site is read (`made-workflows.ts`).
 */
import { Lane } from '../../core/lane.ts';
import { z } from '../../core/schema.ts';
import { maskSecrets } from './mask-secrets.ts';
import type { Journal } from '../../state/journal.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store, Write } from '../../state/store.ts';

/** A version keeps its addresses whole; what people and the journal see of them is masked. */
const versionSchema = z.strictObject({
  version: z.int().positive(),
  /** A file of workflows with this one in it; empty: it was deleted. */
  text: z.string(),
  person: z.string(),
  /** What was said. */
  words: z.string(),
  at: z.number(),
});

const madeSchema = z.strictObject({ versions: z.array(versionSchema).min(1) });
const switchSchema = z.strictObject({ isEnabled: z.boolean(), person: z.string(), at: z.number() });

export type WorkflowVersion = Readonly<z.infer<typeof versionSchema>>;
export type WorkflowSwitch = Readonly<z.infer<typeof switchSchema>>;

/** By the name of the workflow. */
const madeSpace = defineSpace({ name: 'made-workflows', schema: madeSchema });
const switchSpace = defineSpace({ name: 'workflow-switches', schema: switchSchema });

/** More than people can keep in mind. */
const MOST_MADE = 200;
const MOST_VERSIONS = 20;

export interface WorkflowBookParts {
  readonly board: string;
  readonly store: Pick<Store, 'space'>;
  readonly journal: Pick<Journal, 'append'>;
}

/** Who changed it, when, and in which words. */
export interface BookChange {
  readonly person: string;
  readonly via: string;
  readonly words: string;
  readonly at: number;
}

export interface Armer {
  readonly person: string;
  /** When they armed it, epoch ms. */
  readonly at: number;
}

export class WorkflowBook {
  readonly #parts: WorkflowBookParts;
  readonly #made: Space<z.infer<typeof madeSchema>>;
  readonly #switches: Space<WorkflowSwitch>;
  readonly #versions = new Map<string, readonly WorkflowVersion[]>();
  readonly #switched = new Map<string, WorkflowSwitch>();
  readonly #lane = new Lane();

  constructor(parts: WorkflowBookParts) {
    this.#parts = parts;
    this.#made = parts.store.space(madeSpace);
    this.#switches = parts.store.space(switchSpace);
  }

  async load(): Promise<void> {
    for (const [name, { versions }] of await this.#made.list()) this.#versions.set(name, versions);
    for (const [name, one] of await this.#switches.list()) this.#switched.set(name, one);
  }

  /** Those that are not deleted, as they are now. */
  current(): ReadonlyMap<string, WorkflowVersion> {
    const newest = [...this.#versions].flatMap(([name, versions]) => {
      const last = versions.at(-1);
      return last === undefined || last.text === '' ? [] : [[name, last] as const];
    });
    return new Map(newest);
  }

  get isFull(): boolean {
    return this.current().size >= MOST_MADE;
  }

  /** Oldest first; empty where nobody ever made one of this name. */
  versions(name: string): readonly WorkflowVersion[] {
    return this.#versions.get(name) ?? [];
  }

  /** Whoever enabled it last, or else agreed to its text; undefined where nobody ever made one of this name. */
  armerOf(name: string): Armer | undefined {
    const made = this.versions(name).findLast(({ text }) => text !== '');
    if (made === undefined) return undefined;
    const switched = this.#switched.get(name);
    return switched?.isEnabled === true ? switched : made;
  }

  /** Who switched it on or off last; undefined: nobody, it is as its text says. */
  switchOf(name: string): WorkflowSwitch | undefined {
    return this.#switched.get(name);
  }

  /** @param text empty: deletes it. Resolves when it is on disk and in the journal. */
  write(name: string, text: string, change: BookChange): Promise<WorkflowVersion> {
    return this.#lane.run(() => this.#write(name, text, change));
  }

  async #write(name: string, text: string, change: BookChange): Promise<WorkflowVersion> {
    const { person, words, at } = change;
    const before = this.versions(name);
    const version = { version: (before.at(-1)?.version ?? 0) + 1, text, person, words, at };
    const versions = [...before, version].slice(-MOST_VERSIONS);
    const writes = [this.#made.put(name, { versions }), this.#switches.remove(name)];
    const details = { workflow: name, version: version.version, text: maskSecrets(text) };
    await this.#journal(change, details, [...writes, ...this.#oldestDeleted()]);
    this.#versions.delete(name);
    this.#versions.set(name, versions);
    this.#switched.delete(name);
    return version;
  }

  /** Resolves when it is on disk and in the journal. */
  switch(names: readonly string[], isEnabled: boolean, change: BookChange): Promise<void> {
    return this.#lane.run(() => this.#switch(names, isEnabled, change));
  }

  async #switch(names: readonly string[], isEnabled: boolean, change: BookChange): Promise<void> {
    const { person, at } = change;
    const one = { isEnabled, person, at };
    const writes = names.map((name) => this.#switches.put(name, one));
    await this.#journal(change, { workflows: names, isEnabled }, writes);
    for (const name of names) this.#switched.set(name, one);
  }

  /** What was deleted can be taken back, but not for ever. */
  #oldestDeleted(): readonly Write[] {
    if (this.#versions.size < 2 * MOST_MADE) return [];
    const [oldest] = [...this.#versions].find(([, all]) => all.at(-1)?.text === '') ?? [];
    if (oldest === undefined) return [];
    this.#versions.delete(oldest);
    return [this.#made.remove(oldest)];
  }

  async #journal(
    { person: actor, via, words }: BookChange,
    details: object,
    writes: readonly Write[],
  ): Promise<void> {
    const { board, journal } = this.#parts;
    const cause = maskSecrets(words);
    await journal.append([{ kind: 'config', board, actor, via, cause, details }], writes);
  }
}
