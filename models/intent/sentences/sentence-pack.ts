/** How one language says things to a house, as data: what `draw-sentence.ts` draws from. */
import type { Intent } from '../../../runtime/language/second-reader/opinion.ts';

/**
 * A template is a sentence with `(one|another)` to choose from and `<slots>` to fill: tags of the
 * lexicon (`<switch+!>`: a verb that turns on), words of the made-up home, numbers and times.
 */
export type Template = string;

export interface SentencePack {
  /** Slots of its own: made-up homes, clock times, small words. */
  readonly slots: Readonly<Record<string, readonly Template[]>>;
  readonly templates: Readonly<Record<Intent, readonly Template[]>>;
}
