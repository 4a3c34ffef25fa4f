/** Whether some words name a thing, or one of its properties: "here is the boiler", "锅炉压力表的照片". */
import type { Aliases, SiteProperty, SiteThing, Titles } from '../config/site.ts';

/** A word of one letter stands in too many sentences. */
const SHORTEST = 2;

/** Nothing at all counts as well. */
export function isOnlyName(words: string, thing: SiteThing, property: SiteProperty): boolean {
  return ['', ...plainNames(thing, property)].includes(plain(words));
}

export function isNamedIn(words: string, thing: SiteThing, property: SiteProperty): boolean {
  const said = ` ${plain(words)} `;
  const names = plainNames(thing, property);
  return names.some((name) => {
    if (name.length < SHORTEST) return false;
    // Chinese has no spaces between its words.
    return said.includes(/\p{Script=Han}/u.test(name) ? name : ` ${name} `);
  });
}

function plainNames(thing: SiteThing, property: SiteProperty): readonly string[] {
  return [thing.id, ...namesOf(thing), ...namesOf(property)].map(plain);
}

function namesOf({
  title,
  aliases,
}: {
  readonly title: Titles;
  readonly aliases: Aliases;
}): readonly string[] {
  const titles: readonly (string | undefined)[] = [title.en, title.zh, title.de, title.es];
  const { en, zh, de = [], es = [] } = aliases;
  return [...titles, ...en, ...zh, ...de, ...es].filter(isText);
}

function isText(name: string | undefined): name is string {
  return name !== undefined;
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
