/** The hint for a word that is not allowed: the nearest right spelling, and what there is to choose from. */
import { editDistance, nearest } from '../../core/nearest.ts';

/** As many as stand on two lines or three; of more, those that look most like it. */
const MAX_LISTED = 24;

/** `did you mean "pump"? Allowed: pump, tank`; undefined where nothing is allowed. */
export function suggest(word: string, allowed: readonly string[]): string | undefined {
  if (allowed.length === 0) return undefined;
  const near = nearest(word, allowed);
  const rest = allowed.length - MAX_LISTED;
  const list =
    rest > 0
      ? `${nearestFirst(word, allowed).slice(0, MAX_LISTED).join(', ')} and ${String(rest)} more`
      : allowed.join(', ');
  return near === undefined ? `allowed: ${list}` : `did you mean "${near}"? Allowed: ${list}`;
}

/** What begins alike, or has it within, counts as near. */
function nearestFirst(word: string, allowed: readonly string[]): readonly string[] {
  const part = word.toLowerCase().slice(0, 3);
  const distance = (one: string): number =>
    editDistance(word.toLowerCase(), one.toLowerCase()) -
    (one.toLowerCase().includes(part) ? 10 : 0);
  const weighed = allowed.map((one) => ({ one, far: distance(one) }));
  return weighed.sort((left, right) => left.far - right.far).map(({ one }) => one);
}
