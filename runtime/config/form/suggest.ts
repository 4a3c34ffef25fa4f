/** The hint for a word that is not allowed: the nearest right spelling, and what there is to choose from. */
import { nearest } from '../../core/nearest.ts';

/** A longer list tires more than it helps. */
const MAX_LISTED = 8;

/** `did you mean "pump"? Allowed: pump, tank`; undefined where nothing is allowed. */
export function suggest(word: string, allowed: readonly string[]): string | undefined {
  if (allowed.length === 0) return undefined;
  const near = nearest(word, allowed);
  const more =
    allowed.length > MAX_LISTED ? ` and ${String(allowed.length - MAX_LISTED)} more` : '';
  const list = `${allowed.slice(0, MAX_LISTED).join(', ')}${more}`;
  return near === undefined ? `allowed: ${list}` : `did you mean "${near}"? Allowed: ${list}`;
}
