/** Names that nobody has in a dictionary, for things and for nonsense: an unknown word alone says nothing. */
import { Random } from '../../kit/random.ts';

const COUNT = 150;
const BEGINNINGS = 'b bl d dr f fl g gr k kl l m n p pl r s st t tr v w z'.split(' ');
const MIDDLES = 'a e i o u au ei oo ia'.split(' ');
const ENDS = ['', '', 'b', 'k', 'l', 'm', 'n', 'r', 's', 'x', 'rb', 'nk'];

export function oddNames(): readonly string[] {
  const random = new Random(11);
  const pick = (parts: readonly string[]): string => parts[random.below(parts.length)] ?? '';
  const syllable = (): string => pick(BEGINNINGS) + pick(MIDDLES) + pick(ENDS);
  return Array.from({ length: COUNT }, () =>
    Array.from({ length: 1 + random.below(2) }, syllable).join(''),
  );
}
