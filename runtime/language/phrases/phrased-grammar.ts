/**
 * The grammar, and before it gives up the site's own phrases. A phrase is a whole sentence: it never
 * overrules one that the grammar understands, and stands for another one, which the grammar understands
 * each time anew. No phrase stands for a phrase.
 */
import { editDistance } from '../../core/nearest.ts';
import type { Grammar } from '../grammar.ts';
import { normalise, type NormalText } from '../normalise.ts';
import { WRITES } from '../reading.ts';
import type { ActionCall, SentenceContext, Understanding, UnsureReason } from '../understanding.ts';
import { wishesIn, type Wish } from './courtesy.ts';
import { phraseKey, type PhraseBook, type TaughtPhrase } from './phrase-book.ts';
import { readPhraseSentence } from './phrase-sentences.ts';

export interface PhrasedGrammarParts {
  /** The one of the site as it is now. */
  readonly grammar: () => Grammar;
  readonly book: Pick<PhraseBook, 'find' | 'keys' | 'isEmpty'>;
}

/** What else a sentence may not be understood for has been decided: a "not" or an "if" stands in it. */
const OPEN: ReadonlySet<UnsureReason> = new Set(['unknown', 'missing', 'report']);

interface Found {
  readonly phrase: TaughtPhrase;
  readonly isRequest: boolean;
}

const LATIN = /^[\p{Script=Latin}' ]+$/u;

/** A shorter one has too many neighbours. */
const SHORTEST_MISTYPED = 6;

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
    if (said === undefined) return meant;
    const isQuestion = asks(sentence) && !said.isRequest;
    return this.#unfold(said.phrase, isQuestion, context, meant);
  }

  #unfold(
    { words, means }: TaughtPhrase,
    isQuestion: boolean,
    context: SentenceContext,
    unsure: Extract<Understanding, { kind: 'unsure' }>,
  ): Understanding {
    const phrase = { words, means };
    const { focus: _, ...alone } = context;
    const found = this.#parts.grammar().understand(means, alone);
    if (found.kind !== 'act' || !isMeanable(found.calls)) {
      const { suggestions } = found.kind === 'unsure' ? found : { suggestions: [] };
      return { ...unsure, act: 'none', reason: 'phrase', phrase, suggestions };
    }
    if (isQuestion && writes(found.calls))
      return { ...unsure, act: 'none', reason: 'unknown', hint: 'doubt', suggestions: [words] };
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

  /** One mistake, in a word that is nobody's, and no other phrase as near. */
  #findMistyped(sentence: NormalText, wishes: readonly Wish[]): Found | undefined {
    const found = [...this.#parts.book.keys()].flatMap((key) => {
      if (key.length < SHORTEST_MISTYPED || !LATIN.test(key)) return [];
      const wish = wishes.find((one) => editDistance(one.key, key) === 1);
      const phrase = this.#parts.book.find(key);
      const isMeant = wish !== undefined && this.#isSlip(wish.key, key, sentence);
      return isMeant && phrase !== undefined ? [{ phrase, isRequest: wish.isRequest }] : [];
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
