/** What happens to a sentence on its way: fingers slip, and what hears speech writes no marks. */
import type { Random } from '../../kit/random.ts';

/** A letter left out, doubled, changed, or swapped with the next. */
export function slip(text: string, random: Random): string {
  const places = [...text.matchAll(/\p{L}/gu)].map(({ index }) => index);
  const at = places[random.below(Math.max(1, places.length))];
  if (at === undefined) return text;
  const [before, letter, after] = [text.slice(0, at), text.charAt(at), text.slice(at + 1)];
  const other = text.charAt(places[random.below(places.length)] ?? at);
  const abc = String.fromCodePoint(97 + random.below(26));
  return random.pick([
    before + after,
    before + letter + letter + after,
    before + (random.chance(0.5) ? abc : other) + after,
    before + after.charAt(0) + letter + after.slice(1),
  ]);
}

/** As it comes from a microphone. */
export function withoutMarks(text: string): string {
  return text.replace(/[?¿!¡,.;:"'？，。；！]/gu, (mark) => (mark === "'" ? mark : ' '));
}
