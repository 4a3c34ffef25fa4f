/** What a sentence was understood to be. Language never acts: it only says which action, with which arguments, was meant. */
import type { Language } from '../actions/asker.ts';
import type { Value } from '../core/reading.ts';

export interface ActionCall {
  /** Name of an action of the catalogue. */
  readonly action: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What a sentence does to the world, whether or not it could be carried out; `none`: nothing of what is done here. */
export type Act = 'read' | 'write' | 'timer' | 'talk' | 'none';

export type Understanding =
  | {
      readonly kind: 'act';
      readonly act: Act;
      readonly language: Language;
      readonly calls: readonly ActionCall[];
      readonly focus: Focus;
      /** Ids of things that the sentence itself says to leave alone: the reply says so. */
      readonly spared?: readonly string[];
      /** It was said as if this were the button: the reply says that it is not. */
      readonly isEmergency?: true;
      /** "stop!", of nothing in particular: whatever is being tried ends, too. */
      readonly isStop?: true;
      /** It was said in words that this site was taught: the reply and the journal name what they mean. */
      readonly phrase?: Phrase;
    }
  /** "yes", "no", "确认" … to the question that is open in this chat. */
  | {
      readonly kind: 'answer';
      readonly act: 'talk';
      readonly language: Language;
      readonly yes: boolean;
    }
  | {
      readonly kind: 'talk';
      readonly act: 'talk';
      readonly language: Language;
      readonly topic: 'greeting' | 'thanks' | 'time';
    }
  /** "I am in the workshop": there is "here" from now on; "I left the workshop": nowhere is. */
  | {
      readonly kind: 'place';
      readonly act: 'talk';
      readonly language: Language;
      /** Id of the area; absent: nobody is to know any more. */
      readonly area?: string;
    }
  /** Nothing happens; `suggestions` are at most three sentences that would be understood. */
  | {
      readonly kind: 'unsure';
      readonly act: Act;
      readonly language: Language;
      /** What it was about, as far as that was understood. */
      readonly wanted?: Wanted;
      readonly reason: UnsureReason;
      /** It was asked, whether or not it ends in a question mark: whoever else reads it may not write. */
      readonly isQuestion?: true;
      /** What exactly is in the way, where that is known. */
      readonly hint?: UnsureHint;
      /** The site was taught it, and what it means is not understood any more. */
      readonly phrase?: Phrase;
      readonly suggestions: readonly string[];
    };

/** Words of a site's own, and the sentence that they stand for. */
export interface Phrase {
  readonly words: string;
  readonly means: string;
}

/** What could not be done: ids and kinds, so that it can be said what is missing where. */
export interface Wanted {
  readonly things: readonly string[];
  readonly kinds: readonly string[];
  readonly areas: readonly string[];
  readonly value?: Value;
  /** Nothing of these kinds is there. */
  readonly isAbsent?: true;
}

/** `negation` "don't turn on …" · `condition` "if the tank is empty …" · `report` "the pump turned on by itself" · `ambiguous` several things fit · `missing` "turn on" without a thing or value · `lock` a lock-out was spoken of, and nothing is locked · `phrase` the site's own words, whose meaning is gone. */
export type UnsureReason =
  'unknown' | 'negation' | 'condition' | 'report' | 'ambiguous' | 'missing' | 'lock' | 'phrase';

/**
 * `doubt` it asks whether it may be done · `read-only` it is only measured · `duration` no length of
 * time, or none that is one · `unable` what is named has nothing that can be set so · `one-value` several
 * values where one is held · `contradiction` two values for one at the same time · `thing` nothing is named · `place` it says "here", and nobody knows where that
 * is · `scene` a scene or script, which is a taught phrase here · `unlikely` it can be read as an order,
 * and does not sound like one: it is the first suggestion · `draft-…` it shall happen by itself: at what time,
 * when what is so, or what shall be done then, was not understood.
 */
export type UnsureHint =
  | 'doubt'
  | 'read-only'
  | 'duration'
  | 'one-value'
  | 'contradiction'
  | 'thing'
  | 'place'
  | 'unable'
  | 'scene'
  | 'unlikely'
  | 'draft-time'
  | 'draft-when'
  | 'draft-deed';

/** What "it" means next time in the same chat: addresses, most recent last. */
export interface Focus {
  readonly addresses: readonly string[];
  readonly value?: Value;
  /** It was ordered for a while, or for later. */
  readonly isTimed?: true;
}

export interface SentenceContext {
  readonly now: number;
  readonly focus?: Focus;
  /** Id of the area where the speaker is, where the door knows it: "in here". */
  readonly place?: string;
  /** This very sentence was said before, and asked back as `unlikely`. */
  readonly isRepeated?: boolean;
  /** Decides when the sentence itself does not. */
  readonly language: Language;
}
