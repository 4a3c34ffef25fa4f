/** All phrases of a site: those that people taught, and behind them those that start a workflow. */
import type { Workflow } from '../../workflows/workflow.ts';
import { normalise } from '../normalise.ts';
import { phraseKey, type PhraseBook } from './phrase-book.ts';

export interface KnownPhrase {
  readonly words: string;
  /** The sentence that it stands for. */
  readonly means: string;
  /** The workflow that it starts. */
  readonly starts?: string;
}

export interface SitePhrasesParts {
  readonly book: Pick<PhraseBook, 'find' | 'keys' | 'isEmpty'>;
  /** The same list until they change. */
  readonly workflows: () => readonly Workflow[];
}

export class SitePhrases {
  readonly #parts: SitePhrasesParts;
  #from: readonly Workflow[] | undefined;
  #starters = new Map<string, KnownPhrase>();

  constructor(parts: SitePhrasesParts) {
    this.#parts = parts;
  }

  get isEmpty(): boolean {
    return this.#parts.book.isEmpty && this.starters.size === 0;
  }

  *keys(): Iterable<string> {
    yield* this.#parts.book.keys();
    yield* this.starters.keys();
  }

  find(key: string): KnownPhrase | undefined {
    return this.#parts.book.find(key) ?? this.starters.get(key);
  }

  /** Key → the phrase of a workflow. */
  get starters(): ReadonlyMap<string, KnownPhrase> {
    const workflows = this.#parts.workflows();
    if (workflows !== this.#from) {
      this.#from = workflows;
      this.#starters = new Map(workflows.flatMap(startersOf));
    }
    return this.#starters;
  }
}

function startersOf({ name, isEnabled, trigger }: Workflow): readonly [string, KnownPhrase][] {
  if (!isEnabled || trigger.kind !== 'phrase') return [];
  return trigger.phrases.flatMap((words) => {
    const sentence = normalise(words);
    if (sentence === undefined) return [];
    const phrase = { words, means: `run the workflow ${name}`, starts: name };
    return [[phraseKey(sentence), phrase]];
  });
}
