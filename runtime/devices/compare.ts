/** A question that is answered with yes or no: is it so, above, below? */
import type { Language } from '../actions/asker.ts';
import type { SiteProperty } from '../config/site.ts';
import { isTrustworthy, type Reading } from '../core/reading.ts';
import { z } from '../core/schema.ts';

export const compareSchema = z.strictObject({
  is: z.union([z.boolean(), z.number()]).optional(),
  above: z.number().optional(),
  below: z.number().optional(),
});

export type Compare = z.infer<typeof compareSchema>;

/**
 * "Yes. " / "No. ": nothing when the value is old or unknown, because nobody knows then. Chinese
 * answers with the verb of the question: 有人吗 with 有 or 没有, 没有人吗 with 对 or 不对.
 */
export function sayVerdict(
  reading: Reading,
  compare: Compare,
  language: Language,
  words?: SiteProperty['words'],
): string {
  if (!isTrustworthy(reading)) return '';
  const isTrue = isSo(reading, compare);
  if (language === 'en') return isTrue ? 'Yes. ' : 'No. ';
  if (words !== 'somebody-nobody') return isTrue ? '是的。' : '不是。';
  if (compare.is === false) return isTrue ? '对。' : '不对。';
  return isTrue ? '有。' : '没有。';
}

export function isSo({ value }: Reading, { is, above, below }: Compare): boolean {
  return (
    (is === undefined || value === is) &&
    (above === undefined || (typeof value === 'number' && value > above)) &&
    (below === undefined || (typeof value === 'number' && value < below))
  );
}
