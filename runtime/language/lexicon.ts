/**
 * What a word can be to the grammar. The words themselves are tables in `lexicon/`, one set for each
 * language; the site's own titles come from `names.ts`.
 */
import type { Lean, Measure } from './measures.ts';

export type Tag =
  /** Wishes: set to · keep at · on and off · states nobody commands ("running") · more · less · "a bit". */
  | 'set'
  | 'keep'
  | 'ensure'
  | 'switch'
  | 'state'
  | 'up'
  | 'down'
  | 'little'
  /** Modes and the conversation's own verbs. */
  | 'lock'
  | 'nobody'
  | 'touch'
  | 'unlock'
  | 'hand'
  | 'auto'
  | 'mode'
  | 'because'
  | 'cancel'
  | 'undo'
  /** Asking: an order to show · an action by its name · to draw a curve · rows as a file · a photo · to see · a question word · "how do I" · why, who · "what happened" · is · does · can · when. */
  | 'show'
  | 'topic'
  | 'plot'
  | 'table'
  | 'picture'
  | 'see'
  | 'ask'
  | 'how-to'
  | 'why'
  | 'who'
  | 'happened'
  | 'broken'
  | 'be'
  | 'possessive'
  | 'aux'
  | 'may'
  | 'when'
  | 'question'
  /** What keeps a sentence from being an order. */
  | 'not'
  | 'if'
  | 'every'
  | 'past'
  | 'perfect'
  | 'person'
  | 'said'
  | 'quote'
  /** Courtesy that makes a question a request · courtesy without weight · words without any · those that fit no order. */
  | 'request'
  | 'please'
  | 'filler'
  | 'aside'
  /** What a timer is asked: the thing itself · hold · go on · longer by · shorter by · named · what is left of it. */
  | 'timer'
  | 'pause'
  | 'resume'
  | 'add'
  | 'take'
  | 'named'
  | 'left'
  /** Of another trade: music, shopping, the weather. */
  | 'beyond'
  /** Small talk: the hour or the day that it is · that nothing is wanted any more. */
  | 'moment'
  | 'dismiss'
  /** Which things · where the speaker is. */
  | 'name'
  | 'here'
  | 'measure'
  | 'it'
  | 'them'
  /** Of those of which one was just spoken of. */
  | 'other'
  | 'all'
  | 'except'
  | 'except-end'
  | 'within'
  | 'task-id'
  /** Joints. */
  | 'and'
  | 'but'
  | 'or'
  | 'then'
  | 'comma'
  | 'colon'
  | 'for'
  | 'at'
  | 'in'
  | 'by'
  | 'to'
  | 'until'
  | 'from'
  | 'later'
  | 'than'
  | 'above'
  | 'below'
  | 'again'
  | 'vague'
  | 'ba'
  /** Raw material of `quantities.ts` and `times.ts` … */
  | 'number'
  | 'a'
  | 'unit'
  | 'percent-of'
  | 'tenths'
  | 'half'
  | 'minus'
  | 'time-unit'
  | 'day'
  | 'daypart'
  | 'noon'
  | 'oclock'
  | 'quarter'
  | 'past-hour'
  | 'point'
  /** … and what they make of it. */
  | 'quantity'
  | 'duration'
  | 'clock'
  | 'unknown';

/** Actions that are asked for by naming them. */
export type Topic =
  'pins' | 'status' | 'tasks' | 'things' | 'boards' | 'journal' | 'doctor' | 'help';

export interface Word {
  readonly tag: Tag;
  /** `switch`, `state`, `past`, and questions that name a state ("开没开"). */
  readonly on?: boolean;
  /** It can only be meant as a verb: a question with it doubts an order ("start the pump?"). */
  readonly verb?: true;
  /** A plural. */
  readonly many?: true;
  /** Of a word for people: somebody, or nobody. */
  readonly presence?: boolean;
  readonly measure?: Measure;
  readonly lean?: Lean;
  readonly topic?: Topic;
  /** What is open, or seen by something, where it could be on or off too. */
  readonly facet?: 'opening' | 'detection' | 'stopping';
  /** What it means in a question about something that has a property for it: "is it dry?", "is Ada home?". */
  readonly or?: Word;
  /** What it means before a quantity, in languages where a particle is a preposition, too. */
  readonly ahead?: Word;
  /** Its kind is meant, though it is a verb: "light up the hall". */
  readonly kind?: string;
  /** The English word for it, where other rooms of the grammar look at the word itself. */
  readonly as?: string;
  /** Of a number, a part of the range (`fraction`), minutes past the hour, or an hour. */
  readonly amount?: number;
  /** A symbol of `core/units.ts`, `F` for Fahrenheit, `fraction` of the range, or `color` as 0xRRGGBB. */
  readonly unit?: string;
  readonly durationMs?: number;
  /** Days from today. */
  readonly day?: number;
  readonly half?: 'am' | 'pm' | 'night';
  /** A stretch of the past; `last` is followed by its length. */
  readonly stretch?: 'last' | 'last-night' | 'yesterday' | 'this-morning' | 'last-week';
}

/** A meaning, and all phrases that have it, divided by `|`. */
export type LexiconEntry = readonly [meaning: Word, phrases: string];
