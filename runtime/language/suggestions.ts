/**
 * What a person could say instead: at most three sentences in their language, with the site's own
 * titles, each of which would be understood.
 */
import type { Language } from '../actions/asker.ts';
import type { SiteArea, SiteProperty, SiteThing, Titles } from '../config/site.ts';
import { nearest } from '../core/nearest.ts';
import { switchable } from './changes.ts';
import type { NormalText } from './normalise.ts';
import type { SiteIndex } from './site-index.ts';
import type { Trouble } from './trouble.ts';

export interface Occasion {
  readonly language: Language;
  readonly trouble: Trouble;
  readonly sentence: NormalText | undefined;
  readonly index: SiteIndex;
}

const MOST = 3;

/** The best first; the caller keeps those that it would itself understand. */
export function proposeSentences(occasion: Occasion): string[] {
  const { trouble, language, index, sentence } = occasion;
  const things = trouble.things ?? [];
  if (trouble.token !== undefined && sentence !== undefined)
    return things.map((thing) =>
      rename(sentence, trouble.token, nameThing(thing, things, occasion)),
    );
  const areas = index.areas.filter((area) => trouble.areas?.includes(area.id));
  const spoken = things.length > 0 ? things : nearestThings(sentence?.text ?? '', index, language);
  const driven = [...spoken].sort((left, right) => rank(left) - rank(right));
  return [
    ...unquestioned(occasion),
    ...areas.flatMap((area) => aboutArea(area, language)),
    ...alternate(driven.slice(0, MOST).map((thing) => aboutThing(thing, occasion))),
    ...(trouble.on === false ? EVERYTHING_OFF : GENERAL)[language],
  ];
}

/** What can be switched comes first. */
function rank(thing: SiteThing): number {
  return mainSwitch(thing) === undefined ? 1 : 0;
}

/** "turn on the pump?" → the same as an order. */
function unquestioned({ trouble, sentence }: Occasion): string[] {
  if (trouble.reason !== 'unknown' || sentence === undefined || (trouble.things ?? []).length === 0)
    return [];
  return [
    printable(
      sentence.shown
        .replace(/[?吗呢么]/gu, '')
        .replace(/^(?:should|can|could|shall|may) (?:i|we) |^能不能|^可不可以|^可以|^能/iu, ''),
    ),
  ];
}

const GENERAL = { en: ['status', 'things', 'help'], zh: ['状态', '有哪些设备', '帮助'] } as const;

const EVERYTHING_OFF = { en: ['turn everything off'], zh: ['关掉所有设备'] } as const;

/** A title may hold anything; a suggestion is sent back as typed, so only letters, digits and blanks go in. */
function printable(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}\p{M}%°.,:' -]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function titleOf(title: Titles, id: string, language: Language): string {
  const text = printable((language === 'zh' ? title.zh : undefined) ?? title.en).slice(0, 60);
  if (text === '') return id;
  return /^\p{Lu}\p{Ll}+(?: |$)/u.test(text) && language === 'en'
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}

function rename(sentence: NormalText, token: Trouble['token'], name: string): string {
  if (token === undefined) return printable(sentence.shown);
  return printable(
    `${sentence.shown.slice(0, token.from)}${name}${sentence.shown.slice(token.to)}`,
  );
}

/** The title, and the area where two things are called the same. */
function nameThing(
  thing: SiteThing,
  among: readonly SiteThing[],
  { language, index }: Occasion,
): string {
  const title = titleOf(thing.title, thing.id, language);
  const twins = among.filter((other) => titleOf(other.title, other.id, language) === title);
  const area = index.areas.find((one) => one.id === thing.area);
  if (twins.length < 2 || area === undefined) return title;
  const place = titleOf(area.title, area.id, language);
  return language === 'zh' ? `${place}的${title}` : `${title} in the ${place}`;
}

function aboutArea(area: SiteArea, language: Language): string[] {
  const title = titleOf(area.title, area.id, language);
  return language === 'zh'
    ? [`关掉${title}所有设备`, `${title}怎么样`]
    : [`turn everything off in the ${title}`, `how is the ${title}?`];
}

function aboutThing(thing: SiteThing, occasion: Occasion): string[] {
  const { language, trouble } = occasion;
  const name = nameThing(thing, occasion.index.things, occasion);
  const main = mainSwitch(thing);
  if (main === undefined) return [language === 'zh' ? `${name}的状态` : `show the ${name}`];
  const [order, reverse, ask] =
    language === 'zh'
      ? [`打开${name}`, `关闭${name}`, `${name}开着吗？`]
      : main.type === 'boolean'
        ? [`turn on the ${name}`, `turn off the ${name}`, `is the ${name} on?`]
        : [`open the ${name}`, `close the ${name}`, `is the ${name} open?`];
  if (trouble.reason === 'negation') return [ask, reverse];
  return trouble.on === false ? [reverse, ask] : [order, ask, reverse];
}

function mainSwitch({ properties }: SiteThing): SiteProperty | undefined {
  return switchable(properties.filter((property) => property.writable));
}

/** First each thing's first, then each one's second. */
function alternate(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat();
}

/** Things whose title is nearly one of the words; at most a handful of words is looked at. */
function nearestThings(text: string, index: SiteIndex, language: Language): SiteThing[] {
  const titles = new Map(
    index.things.map((thing) => [titleOf(thing.title, thing.id, language).toLowerCase(), thing]),
  );
  const words = text
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 3)
    .slice(0, MOST);
  const found = words.map((word) => nearest(word, titles.keys()));
  const near = found.flatMap((title) => (title === undefined ? [] : (titles.get(title) ?? [])));
  const driven = index.things.filter(mainSwitch);
  return [...new Set([...near, ...driven])];
}
