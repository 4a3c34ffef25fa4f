/** The words of the site's own: those that people taught, and those that start a workflow. */
import type { Action } from '../actions/action.ts';
import type { Grammar } from '../language/grammar.ts';
import { judgeStarter } from '../language/phrases/judge-phrase.ts';
import { phraseActions, writableIn } from '../language/phrases/phrase.actions.ts';
import type { PhraseBook } from '../language/phrases/phrase-book.ts';
import { PhrasedGrammar } from '../language/phrases/phrased-grammar.ts';
import { SitePhrases, type SitePhrasesParts } from '../language/phrases/site-phrases.ts';
import type { CheckContext } from '../workflows/check-context.ts';
import type { Ground } from './ground.ts';

export interface PhrasesSide {
  readonly actions: readonly Action[];
  readonly phrased: PhrasedGrammar;
  /** What is wrong with a sentence that should start a workflow. */
  readonly judgePhrase: CheckContext['judgePhrase'];
}

export interface PhrasesParts {
  readonly book: PhraseBook;
  /** The one of the site as it is now. */
  readonly grammar: () => Grammar;
  readonly workflows: SitePhrasesParts['workflows'];
}

export function buildPhrasesSide(
  { site, speech, clock }: Ground,
  { book, grammar, workflows }: PhrasesParts,
): PhrasesSide {
  const all = new SitePhrases({ book, workflows });
  const starters = (): SitePhrases['starters'] => all.starters;
  return {
    actions: phraseActions({ book, starters, grammar, site, speech, clock }),
    phrased: new PhrasedGrammar({ grammar, book: all }),
    judgePhrase: (text) => {
      const context = { now: clock.now(), language: site.language };
      return judgeStarter(text, { grammar: grammar(), addresses: writableIn(site), context });
    },
  };
}
