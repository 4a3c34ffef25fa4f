/**
 * The grammar, and before it gives up the site's own phrases. A phrase is a whole sentence: it never
 * overrules one that the grammar understands, and stands for another one, which the grammar understands
 * each time anew. No phrase stands for a phrase.
 */
import { editDistance } from '../../core/nearest.ts';
import { editsOf } from '../edits.ts';
import type { Grammar } from '../grammar.ts';
import { normalise, type NormalText } from '../normalise.ts';
import { WRITES } from '../reading.ts';
import type { ActionCall, SentenceContext, Understanding, UnsureReason } from '../understanding.ts';
import { wishesIn, type Wish } from './courtesy.ts';
import { phraseKey } from './phrase-book.ts';
import type { KnownPhrase, SitePhrases } from './site-phrases.ts';
import { readPhraseSentence } from './phrase-sentences.ts';

export interface PhrasedGrammarParts {
  /** The one of the site as it is now. */
  readonly grammar: () => Grammar;
  readonly book: Pick<SitePhrases, 'find' | 'keys' | 'isEmpty'>;
}

/** What else a sentence may not be understood for has been decided: a "not" or an "if" stands in it. */
const OPEN: ReadonlySet<UnsureReason> = new Set(['unknown', 'missing', 'report']);

interface Found {
  readonly phrase: KnownPhrase;
  readonly isRequest: boolean;
  /** Another word may have been meant: "make it rosy". Enough to answer and to offer, not to act. */
  readonly isGuess?: boolean;
}

type Unsure = Extract<Understanding, { kind: 'unsure' }>;

const LATIN = /^[\p{Script=Latin}' ]+$/u;

/** A shorter one has too many neighbours. */
const SHORTEST_MISTYPED = 6;
const MOST_OFFERED = 3;
const SHORTEST_TELLING = 4;

/** "the" and "it" stand in every sentence. */
function isTelling(word: string): boolean {
  return word.length >= SHORTEST_TELLING && LATIN.test(word);
}

export class PhrasedGrammar {
  readonly #parts: PhrasedGrammarParts;

  constructor(parts: PhrasedGrammarParts) {
    this.#parts = parts;
  }

  /** Never throws, whatever the text. */
  understand(text: string, context: SentenceContext): Understanding {
    const sentence = normalise(text);
    const meant = this.#parts.grammar().understand(text, context);
    if (sentence === undefined) return meant;
    const call = readPhraseSentence(sentence);
    const focus = context.focus ?? { addresses: [] };
    if (call !== undefined) {
      const act = call.action === 'language-phrases' ? 'read' : 'write';
      return { kind: 'act', act, language: meant.language, calls: [call], focus };
    }
    if (meant.kind !== 'unsure' || !OPEN.has(meant.reason)) return meant;
    const said = this.#find(sentence);
    if (said === undefined) return this.#offer(sentence, meant);
    const isQuestion = asks(sentence) && !said.isRequest;
    return this.#unfold({ ...said, isQuestion }, context, meant);
  }

  /** Phrases that share a word with it; of a scene, which a phrase is here, any. */
  #offer(sentence: NormalText, unsure: Unsure): Understanding {
    const { act, wanted, suggestions } = unsure;
    const isScene = wanted?.isAbsent === true && wanted.kinds.includes('scene');
    const said = new Set(phraseKey(sentence).split(' ').filter(isTelling));
    const book = [...this.#parts.book.keys()];
    const near = book.filter((key) => key.split(' ').some((word) => said.has(word)));
    const offered = (near.length > 0 || !isScene ? near : book).flatMap(
      (key) => this.#parts.book.find(key)?.words ?? [],
    );
    if (isScene)
      return { ...unsure, act: 'none', hint: 'scene', suggestions: offered.slice(0, MOST_OFFERED) };
    const isFirst = offered.length > 0 && unsure.hint === undefined && act === 'none';
    return isFirst
      ? { ...unsure, suggestions: [...offered, ...suggestions].slice(0, MOST_OFFERED) }
      : unsure;
  }

  #unfold(
    {
      phrase: { words, means, starts },
      isGuess,
      isQuestion,
    }: Found & { readonly isQuestion: boolean },
    context: SentenceContext,
    unsure: Unsure,
  ): Understanding {
    const isChinese = unsure.language === 'zh';
    const phrase = {
      words,
      means: starts !== undefined && isChinese ? `运行流程 ${starts}` : means,
    };
    const { focus: _, ...alone } = context;
    const found: Understanding =
      starts === undefined
        ? this.#parts.grammar().understand(means, alone)
        : startOf(starts, words, unsure);
    if (found.kind !== 'act' || (starts === undefined && !isMeanable(found.calls))) {
      const { suggestions } = found.kind === 'unsure' ? found : { suggestions: [] };
      return { ...unsure, act: 'none', reason: 'phrase', phrase, suggestions };
    }
    if (isQuestion && writes(found.calls))
      return { ...unsure, act: 'none', reason: 'unknown', hint: 'doubt', suggestions: [words] };
    if (isGuess === true && writes(found.calls)) return { ...unsure, suggestions: [words] };
    return { ...found, language: unsure.language, phrase };
  }

  #find(sentence: NormalText): Found | undefined {
    const { book } = this.#parts;
    if (book.isEmpty || sentence.text.includes('"')) return undefined;
    const wishes = wishesIn(phraseKey(sentence));
    for (const { key, isRequest } of wishes) {
      const phrase = book.find(key);
      if (phrase !== undefined) return { phrase, isRequest };
    }
    return this.#findMistyped(sentence, wishes);
  }

  /** One mistake, in a word that is nobody's, and no other phrase as near; two letters swapped, or one twice, and it is no guess. */
  #findMistyped(sentence: NormalText, wishes: readonly Wish[]): Found | undefined {
    const found = [...this.#parts.book.keys()].flatMap((key) => {
      if (key.length < SHORTEST_MISTYPED || !LATIN.test(key)) return [];
      const wish = wishes.find((one) => editDistance(one.key, key) === 1);
      const phrase = this.#parts.book.find(key);
      if (wish === undefined || phrase === undefined || !this.#isSlip(wish.key, key, sentence))
        return [];
      const isGuess = !editsOf(wish.key, (text) => text === key).some(({ isLikely }) => isLikely);
      return [{ phrase, isRequest: wish.isRequest, isGuess }];
    });
    return found.length === 1 ? found[0] : undefined;
  }

  #isSlip(wish: string, key: string, sentence: NormalText): boolean {
    const { isStrange } = this.#parts.grammar().words(sentence);
    const meant = new Set(key.split(' '));
    const others = wish.split(' ').filter((word) => !meant.has(word));
    return others.length > 0 && others.every(isStrange);
  }
}

/** What a phrase does that starts a workflow. */
function startOf(name: string, phrase: string, { language }: Unsure): Understanding {
  const calls = [{ action: 'workflow-run', args: { name, phrase } }];
  return { kind: 'act', act: 'write', language, calls, focus: { addresses: [] } };
}

/** "set", and whatever only tells: a lock, a test or a calibration is said in its own words. */
export function isMeanable(calls: readonly ActionCall[]): boolean {
  return calls.every(({ action }) => action === 'set' || !WRITES.test(action));
}

export function writes(calls: readonly ActionCall[]): boolean {
  return calls.some(({ action }) => WRITES.test(action));
}

/** By its mark, or by the particle that asks in Chinese. */
export function asks({ text }: Pick<NormalText, 'text'>): boolean {
  return /[?？]|[吗么呢][\s。.!！]*$/u.test(text);
}
