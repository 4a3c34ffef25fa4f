/** A question that is answered with yes or no: is it so, above, below? */
import type { Language } from '../actions/asker.ts';
import { isTrustworthy, type Reading } from '../core/reading.ts';
import { z } from '../core/schema.ts';

export const compareSchema = z.strictObject({
  is: z.union([z.boolean(), z.number()]).optional(),
  above: z.number().optional(),
  below: z.number().optional(),
});

export type Compare = z.infer<typeof compareSchema>;

/** "Yes. " / "No. ": nothing when the value is old or unknown, because nobody knows then. */
export function sayVerdict(reading: Reading, compare: Compare, language: Language): string {
  if (!isTrustworthy(reading)) return '';
  const isTrue = isSo(reading, compare);
  if (language === 'zh') return isTrue ? '是的。' : '不是。';
  return isTrue ? 'Yes. ' : 'No. ';
}

export function isSo({ value }: Reading, { is, above, below }: Compare): boolean {
  return (
    (is === undefined || value === is) &&
    (above === undefined || (typeof value === 'number' && value > above)) &&
    (below === undefined || (typeof value === 'number' && value < below))
  );
}
