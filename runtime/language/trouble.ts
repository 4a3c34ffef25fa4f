/** Why a sentence leads to nothing, and between what the person may choose. */
import type { SiteThing } from '../config/site.ts';
import type { Intent } from './second-reader/opinion.ts';
import type { Token } from './token.ts';
import type { UnsureHint, UnsureReason } from './understanding.ts';

export interface Trouble {
  readonly reason: UnsureReason;
  /** What was spoken of, or may have been. */
  readonly things?: readonly SiteThing[];
  readonly areas?: readonly string[];
  /** On or off was wanted, of whatever. */
  readonly on?: boolean;
  /** It was asked, and no order doubted: what is proposed instead asks, too. About what is seen, or anything. */
  readonly asks?: 'sight' | 'anything';
  /** What exactly is in the way, where that is known. */
  readonly hint?: UnsureHint;
  /** What the second reader is sure that was meant. */
  readonly intent?: Intent;
  /** The part of the sentence that could be done alone. */
  readonly affirmed?: { readonly from: number; readonly to: number };
  /** The word that could mean several of them. */
  readonly token?: Token;
}

export function isTrouble(outcome: object): outcome is Trouble {
  return 'reason' in outcome;
}
