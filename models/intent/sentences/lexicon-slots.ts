/** The words of our own lexicon, by what they are: slots that templates name. */
import type { Word } from '../../../runtime/language/lexicon.ts';
import type { LanguagePack } from '../../../runtime/language/lexicon/language-pack.ts';

/**
 * `<tag>`, and narrower: `+` or `-` for on and off, `o` for what opens and closes, `!` for a verb;
 * `<topic:help>`, `<kind>`, `<kinds>`, `<colour>`.
 */
export function lexiconSlots(pack: LanguagePack): Map<string, readonly string[]> {
  const slots = new Map<string, string[]>();
  const add = (slot: string, phrases: readonly string[]): void => {
    slots.set(slot, [...(slots.get(slot) ?? []), ...phrases]);
  };
  for (const [meaning, phrases] of pack.words)
    for (const slot of slotsOf(meaning)) add(slot, phrases.split('|'));
  for (const [kind, words, plurals] of pack.kinds) {
    // Scenes are named by themselves.
    if (kind === 'scene') continue;
    add('kind', words.split('|'));
    add('kinds', plurals === undefined ? words.split('|').map(plural) : plurals.split('|'));
  }
  return slots;
}

function slotsOf({ tag, on, facet, verb, topic, unit }: Word): readonly string[] {
  if (topic !== undefined) return [`topic:${topic}`];
  if (unit === 'color') return ['colour'];
  if (on === undefined) return verb ? [tag, `${tag}!`] : [tag];
  const opens = facet === 'opening' ? 'o' : facet === undefined ? '' : facet.charAt(0);
  const sign = `${tag}${on ? '+' : '-'}`;
  return [tag, `${sign}${opens}`, ...(verb ? [`${sign}${opens}!`] : [])];
}

function plural(word: string): string {
  if (!/[a-z]$/.test(word)) return word;
  return /(?:ch|sh|x)$/.test(word) ? `${word}es` : `${word}s`;
}
