/** Several tellings and what they tell of as one batch: each hands what it writes on to the next, and the last writes all. */
import type { Write } from '../state/store.ts';

/** Durable when it resolves. */
export type Keep = (writes: readonly Write[]) => Promise<void>;

/** Writes itself through `keep`, exactly once. */
export type Telling = (keep: Keep) => Promise<void>;

export async function tellTogether(tellings: readonly Telling[], keep: Keep): Promise<void> {
  const all = tellings.reduceRight<Keep>(
    (next, tell) => (before) => tell((writes) => next([...before, ...writes])),
    keep,
  );
  await all([]);
}
