/**
 * How the site's facts are said, in English and Chinese: titles, values, readings, receipts. One
 * place, so that a receipt reads the same in chat, terminal and page. Complete as plain text.
 */
import { formatDuration } from '../core/duration.ts';
import type { PropertyAddress, Reading, Value } from '../core/reading.ts';
import type { Receipt } from '../core/receipt.ts';
import { formatQuantity } from '../core/units.ts';
import { WallClock } from '../core/wall-clock.ts';
import type { Site, SiteProperty, SiteThing, Titles } from '../config/site.ts';
import type { Language } from './asker.ts';

/** How the two values of a boolean are said: [false, true], as a state and as what was done to it. */
const WORDS: Readonly<
  Record<
    SiteProperty['words'],
    Record<Language, { state: readonly [string, string]; done: readonly [string, string] }>
  >
> = {
  'on-off': {
    en: { state: ['off', 'on'], done: ['switched off', 'switched on'] },
    zh: { state: ['关', '开'], done: ['已关闭', '已打开'] },
  },
  'open-closed': {
    en: { state: ['closed', 'open'], done: ['closed', 'opened'] },
    zh: { state: ['关闭', '打开'], done: ['已关闭', '已打开'] },
  },
  'pressed-released': {
    en: { state: ['released', 'pressed'], done: ['released', 'pressed'] },
    zh: { state: ['未按下', '已按下'], done: ['未按下', '已按下'] },
  },
  'yes-no': {
    en: { state: ['no', 'yes'], done: ['set to no', 'set to yes'] },
    zh: { state: ['否', '是'], done: ['已设为否', '已设为是'] },
  },
};

export class Speech {
  readonly #things: ReadonlyMap<string, SiteThing>;
  readonly #clock: WallClock;

  constructor(site: Site) {
    this.#things = new Map(
      site.boards.flatMap(({ things }) => things).map((thing) => [thing.id, thing]),
    );
    this.#clock = new WallClock(site.timezone);
  }

  /** `14:03:05`, where the site is. */
  time(at: number): string {
    return this.#clock.formatTime(at);
  }

  /** `Pump`; the id when nobody gave it a title. */
  thing(id: string, language: Language): string {
    const title = this.#things.get(id)?.title;
    return title === undefined ? id : inLanguage(title, language);
  }

  /** `Pump` for what is simply on or off, `Climate temperature` where a thing has several. */
  property({ thing, property }: PropertyAddress, language: Language): string {
    const found = this.#find({ thing, property });
    const title = this.thing(thing, language);
    if (
      found === undefined ||
      property === 'power' ||
      this.#things.get(thing)?.properties.length === 1
    )
      return title;
    const own = inLanguage(found.title, language);
    return language === 'zh' ? `${title}${own}` : `${title} ${own.toLowerCase()}`;
  }

  value(address: PropertyAddress, value: Value | null, language: Language): string {
    if (value === null) return language === 'zh' ? '无读数' : 'no reading';
    const found = this.#find(address);
    if (typeof value === 'boolean')
      return WORDS[found?.words ?? 'on-off'][language].state[value ? 1 : 0];
    return typeof value === 'number' ? formatQuantity(value, found?.unit) : value;
  }

  /** `Climate temperature: 21.4 °C`; what cannot be trusted says so. */
  reading(address: PropertyAddress, reading: Reading, language: Language): string {
    const name = this.property(address, language);
    return capital(
      `${name}${language === 'zh' ? '：' : ': '}${this.#trusted(address, reading, language)}`,
    );
  }

  #trusted(address: PropertyAddress, { value, quality }: Reading, language: Language): string {
    const said = this.value(address, value, language);
    return quality === 'stale' || quality === 'faulty'
      ? `${said} (${QUALITY[language][quality]})`
      : said;
  }

  /** `switched on`, `set to 30 %`. */
  done(address: PropertyAddress, value: Value, language: Language): string {
    if (typeof value === 'boolean')
      return WORDS[this.#find(address)?.words ?? 'on-off'][language].done[value ? 1 : 0];
    const said = this.value(address, value, language);
    return language === 'zh' ? `已设为 ${said}` : `set to ${said}`;
  }

  /** "Pump on, flow 3.2 l/min." or "Grow light switched on; no sensor can tell whether it follows." */
  receipt(receipt: Receipt, language: Language): string {
    return capital(`${this.#effect(receipt, language)}${this.#end(receipt, language)}`);
  }

  #effect(receipt: Receipt, language: Language): string {
    const name = this.property(receipt, language);
    const isChinese = language === 'zh';
    const { proof, evidence, requested } = receipt;
    const seen =
      proof === undefined
        ? ''
        : `${this.property(proof, language)} ${this.#trusted(proof, proof.reading, language)}`;
    if (evidence === 'sensor') {
      const state = this.value(receipt, receipt.measured, language);
      return isChinese
        ? `${name}：${state}，${seen}（传感器实测）。`
        : `${name} is ${state}: ${seen} (measured).`;
    }
    const done = this.done(receipt, requested, language);
    const doubt = this.#doubt(seen, evidence, language);
    return isChinese ? `${name}${done}${doubt}` : `${name} ${done}${doubt}`;
  }

  /** What a latch cannot tell, said in the same breath. */
  #doubt(seen: string, evidence: Receipt['evidence'], language: Language): string {
    if (evidence === 'none')
      return language === 'zh' ? '（没有任何验证）。' : '; nothing could be read back.';
    if (seen !== '')
      return language === 'zh'
        ? `（输出回读；${seen}，无法验证效果）。`
        : ` (read back from the output; ${seen} cannot tell whether it follows).`;
    return language === 'zh'
      ? '（输出回读；没有传感器验证效果）。'
      : ' (read back from the output; no sensor watches the effect).';
  }

  #end({ until, at, requested }: Receipt, language: Language): string {
    if (until === undefined) return '';
    const left = formatDuration(Math.max(1_000, until - at));
    const what = {
      en: requested === false ? 'back on' : 'off again',
      zh: requested === false ? '重新打开' : '自动关闭',
    }[language];
    return language === 'zh' ? `${left}后${what}。` : ` It goes ${what} in ${left}, by itself.`;
  }

  #find({ thing, property }: PropertyAddress): SiteProperty | undefined {
    return this.#things.get(thing)?.properties.find(({ name }) => name === property);
  }
}

const QUALITY = {
  en: { stale: 'stale: the sensor has stopped answering', faulty: 'faulty' },
  zh: { stale: '读数过期', faulty: '传感器故障' },
} as const;

/** Titles are written as people say them in a sentence; a line begins with a capital. */
function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function inLanguage(title: Titles, language: Language): string {
  return (language === 'zh' ? title.zh : undefined) ?? title.en;
}
