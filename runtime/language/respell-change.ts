/** One way to put a typing mistake right. */

/** Some atoms in the place of others. */
export interface Change {
  readonly from: number;
  /** How many atoms are replaced. */
  readonly length: number;
  readonly words: readonly string[];
  /** Letters doubled or swapped: likelier than another letter. */
  readonly isLikely?: boolean;
  /** Enough to answer, not to act. */
  readonly isGuess?: boolean;
  /** What stands there may as well have been a "not", where the sentence is one without it. */
  readonly mayForbid?: boolean;
}
