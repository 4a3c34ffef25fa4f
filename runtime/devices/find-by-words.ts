/** From the words of a person to things, where language took them as they are: ids, titles and aliases of both languages. */
import type { SiteThing } from '../config/site.ts';

/** Those of which the words say the whole name, with or without that of one of its properties; best first. */
export function findByWords(things: readonly SiteThing[], words: string): readonly SiteThing[] {
  const said = plain(words);
  const exact = things.filter((thing) => namesOf(thing).some((name) => plain(name) === said));
  if (exact.length > 0) return exact;
  return things.filter((thing) =>
    thing.properties.some(({ name, title, aliases }) => {
      const own = [name, title.en, title.zh ?? '', ...aliases.en, ...aliases.zh].map(plain);
      return namesOf(thing).some((whole) =>
        own.some((part) => part !== '' && (plain(whole) + part === said || part === said)),
      );
    }),
  );
}

function namesOf({ id, title, aliases }: SiteThing): readonly string[] {
  return [
    id,
    title.en,
    ...(title.zh === undefined ? [] : [title.zh]),
    ...aliases.en,
    ...aliases.zh,
  ];
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[\s._-]+/g, '');
}
