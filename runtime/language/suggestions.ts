/**
 * What a person could say instead: at most three sentences in their language, with the site's own
 * titles, each of which would be understood.
 */
import type { Language } from '../actions/asker.ts';
import type { SiteArea, SiteProperty, SiteThing, Titles } from '../config/site.ts';
import { nearest } from '../core/nearest.ts';
import { switchable } from './changes.ts';
import type { NormalText } from './normalise.ts';
import type { Intent } from './second-reader/opinion.ts';
import { isPresence, type SiteIndex } from './site-index.ts';
import type { Token } from './token.ts';
import type { Trouble } from './trouble.ts';

export interface Occasion {
  readonly language: Language;
  readonly trouble: Trouble;
  readonly sentence: NormalText | undefined;
}

const MOST_THINGS = 3;
/** Words looked up, and how much longer or shorter than one a title may be. */
const MOST_WORDS = 3;
const MOST_EDITS = 3;

export class Suggestions {
  private readonly index: SiteIndex;
  private readonly titles: Readonly<Record<Language, ReadonlyMap<SiteThing, string>>>;
  /** By their titles in small letters. */
  private readonly things: Readonly<Record<Language, ReadonlyMap<string, SiteThing>>>;
  /** What can be switched. */
  private readonly driven: ReadonlySet<SiteThing>;

  constructor(index: SiteIndex) {
    this.index = index;
    this.titles = { en: titlesIn(index, 'en'), zh: titlesIn(index, 'zh') };
    this.things = { en: byTitle(this.titles.en), zh: byTitle(this.titles.zh) };
    this.driven = new Set(index.things.filter(mainSwitch));
  }

  /** The best first; the caller keeps those that it would itself understand. */
  propose({ trouble, language, sentence }: Occasion): string[] {
    const { things = [], token } = trouble;
    const areas = this.index.areas.filter((area) => trouble.areas?.includes(area.id));
    if (trouble.hint === 'place' && token !== undefined && sentence !== undefined)
      return areas.map((area) => rename(sentence, token, within(area, language)));
    if (token !== undefined && sentence !== undefined)
      return things.map((thing) => rename(sentence, token, this.name(thing, things, language)));
    const spoken = things.length > 0 ? things : this.nearest(sentence?.text ?? '', language);
    const isDriven = (thing: SiteThing): boolean => this.driven.has(thing);
    const about = [...spoken.filter(isDriven), ...spoken.filter((thing) => !isDriven(thing))]
      .slice(0, MOST_THINGS)
      .map((thing) =>
        aboutThing(thing, this.name(thing, this.index.things, language), { trouble, language }),
      );
    return [
      ...aboutIntent(trouble, language),
      ...affirmed(trouble, sentence),
      ...unquestioned(trouble, sentence),
      ...(trouble.asks === 'sight' ? this.aboutSight(language) : []),
      ...areas.flatMap((area) => aboutArea(area, language)),
      ...alternate(about),
      ...(trouble.on === false ? EVERYTHING_OFF : GENERAL)[language],
    ];
  }

  /** The title, and the area where two things are called the same. */
  private name(thing: SiteThing, among: readonly SiteThing[], language: Language): string {
    const titles = this.titles[language];
    const title = titles.get(thing) ?? thing.id;
    const isTwin = among.some((other) => other !== thing && titles.get(other) === title);
    const area = this.index.areas.find((one) => one.id === thing.area);
    if (!isTwin || area === undefined) return title;
    const place = titleOf(area.title, area.id, language);
    return language === 'zh' ? `${place}的${title}` : `${title} in the ${place}`;
  }

  /** Where somebody may be seen, and what sees; each by the place that it watches. */
  private aboutSight(language: Language): string[] {
    const watching = this.index.things.filter(({ properties }) => properties.some(isPresence));
    const asked = this.index.areas
      .filter(({ id }) => watching.some(({ area }) => area === id))
      .map(({ title, id }) => aboutPresence(titleOf(title, id, language), language));
    const cameras = this.index.things.filter(({ kind }) => kind === 'camera');
    const shown = cameras.map((thing) => {
      const name = this.name(thing, this.index.things, language);
      return language === 'zh' ? `看看${name}` : `show me the ${name}`;
    });
    return [...asked, ...shown].slice(0, MOST_THINGS);
  }

  /** Things whose title is nearly one of the words, then all that can be switched. */
  private nearest(text: string, language: Language): SiteThing[] {
    const titles = this.things[language];
    const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 3);
    const near = words.slice(0, MOST_WORDS).flatMap((word) => {
      const alike = [...titles.keys()].filter(
        (title) => Math.abs(title.length - word.length) <= MOST_EDITS,
      );
      return titles.get(nearest(word, alike) ?? '') ?? [];
    });
    return [...new Set([...near, ...this.driven])];
  }
}

function titlesIn({ things }: SiteIndex, language: Language): Map<SiteThing, string> {
  return new Map(things.map((thing) => [thing, titleOf(thing.title, thing.id, language)]));
}

function byTitle(titles: ReadonlyMap<SiteThing, string>): Map<string, SiteThing> {
  return new Map([...titles].map(([thing, title]) => [title.toLowerCase(), thing]));
}

function aboutPresence(place: string, language: Language): string {
  return language === 'zh' ? `${place}有人吗？` : `is anyone in the ${place}?`;
}

/** What the second reader is sure that was meant, where it is said in one word. */
const BY_INTENT: Readonly<Partial<Record<Intent, Readonly<Record<Language, string>>>>> = {
  status: { en: 'status', zh: '状态' },
  things: { en: 'things', zh: '有哪些设备' },
  tasks: { en: 'tasks', zh: '任务' },
  boards: { en: 'boards', zh: '控制板' },
  pins: { en: 'pins', zh: '引脚' },
  journal: { en: 'journal', zh: '日志' },
  doctor: { en: 'doctor', zh: '自检' },
  'lock-outs': { en: 'what is locked out?', zh: '哪些设备锁定了？' },
  cancel: { en: 'cancel', zh: '取消' },
  undo: { en: 'undo', zh: '撤销' },
  help: { en: 'help', zh: '帮助' },
};

function aboutIntent({ intent }: Trouble, language: Language): string[] {
  const said = intent === undefined ? undefined : BY_INTENT[intent];
  return said === undefined ? [] : [said[language]];
}

/** Of "turn off the pump and don't …", what could be done alone. */
function affirmed({ affirmed: part }: Trouble, sentence: NormalText | undefined): string[] {
  if (part === undefined || sentence === undefined) return [];
  return [printable(sentence.shown.slice(part.from, part.to))];
}

/** "turn on the pump?" → the same as an order. */
function unquestioned(trouble: Trouble, sentence: NormalText | undefined): string[] {
  if (
    trouble.reason !== 'unknown' ||
    trouble.asks !== undefined ||
    sentence === undefined ||
    (trouble.things ?? []).length === 0
  )
    return [];
  return [
    printable(
      sentence.shown
        .replace(/[?吗呢么]/gu, '')
        .replace(
          /^(?:(?:should|can|could|shall|may) (?:i|we)|is it \w+ to|am i allowed to) |^能不能|^可不可以|^可以|^能/iu,
          '',
        ),
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

function rename(sentence: NormalText, token: Token, name: string): string {
  const { shown } = sentence;
  return printable(`${shown.slice(0, token.from)}${name}${shown.slice(token.to)}`);
}

function within(area: SiteArea, language: Language): string {
  const title = titleOf(area.title, area.id, language);
  return language === 'zh' ? title : `in the ${title}`;
}

function aboutArea(area: SiteArea, language: Language): string[] {
  const title = titleOf(area.title, area.id, language);
  return language === 'zh'
    ? [`关掉${title}所有设备`, `${title}怎么样`]
    : [`turn everything off in the ${title}`, `how is the ${title}?`];
}

function aboutThing(
  thing: SiteThing,
  name: string,
  { language, trouble }: Pick<Occasion, 'language' | 'trouble'>,
): string[] {
  const main = mainSwitch(thing);
  if (trouble.reason === 'lock' && main !== undefined)
    return language === 'zh'
      ? [`锁定${name}`, `${name}开着吗？`]
      : [`lock out the ${name}`, `is the ${name} on?`];
  if (main === undefined) return [language === 'zh' ? `${name}的状态` : `show the ${name}`];
  const [order, reverse, ask] =
    language === 'zh'
      ? [`打开${name}`, `关闭${name}`, `${name}开着吗？`]
      : main.type === 'boolean'
        ? [`turn on the ${name}`, `turn off the ${name}`, `is the ${name} on?`]
        : [`open the ${name}`, `close the ${name}`, `is the ${name} open?`];
  if (trouble.asks !== undefined) return [ask];
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
