/** What is usual for a series: what `find-usual-scale.ts` finds, and the card of its model keeps. */

export interface UsualScale {
  /** What usually lies between two readings. */
  readonly stepMs: number;
  /** Of each hour of the day, where the past is long enough to know. */
  readonly daily?: readonly number[] | undefined;
  /** A change below it is none, so that the logarithm of a value that stands still is a number. */
  readonly finest: number;
  /** Of each feature that is measured. */
  readonly features: readonly { readonly middle: number; readonly spread: number }[];
}

/** A window of the past. */
export interface PastWindow {
  /** Of its newest value, epoch ms. */
  readonly at: number;
  readonly values: Float64Array;
}
