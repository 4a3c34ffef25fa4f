/**
 * How the site's facts are said, in English and Chinese: titles, values, readings, receipts. One
 * place, so that a receipt reads the same in chat, terminal and page. Complete as plain text.
 */
import { systemClock, type Clock } from '../core/clock.ts';
import { CHINESE_UNITS, formatDuration } from '../core/duration.ts';
import { parseAddress, type PropertyAddress, type Reading, type Value } from '../core/reading.ts';
import type { Outcome, Receipt } from '../core/receipt.ts';
import type { Refusal } from '../core/refusal.ts';
import { formatQuantity } from '../core/units.ts';
import { WallClock } from '../core/wall-clock.ts';
import {
  MODE_PROPERTY,
  type Site,
  type SiteProperty,
  type SiteThing,
  type Titles,
} from '../config/site.ts';
import type { Language } from './asker.ts';
import { isButton } from '../config/button.ts';
import { isLearned } from '../config/with-learned.ts';
import { capital } from './capital.ts';
import { sayRefusal } from './say-refusal.ts';
import { VALUE_WORDS, type ValueWords } from './value-words.ts';

const FAULTS = {
  en: {
    'broken-wire': 'broken wire: less than 3.6 mA',
    'over-range': 'over range: more than 21 mA',
  },
  zh: { 'broken-wire': '断线：电流低于 3.6 mA', 'over-range': '超量程：电流高于 21 mA' },
} as const;

export class Speech {
  readonly #site: Pick<Site, 'boards' | 'areas'>;
  #boards: Site['boards'] = [];
  #byId: ReadonlyMap<string, SiteThing> = new Map();
  readonly #wallClock: WallClock;
  readonly #clock: Clock;
  #isAway: (board: string) => boolean = () => false;

  constructor(site: Site, clock: Clock = systemClock) {
    this.#site = site;
    this.#wallClock = new WallClock(site.timezone);
    this.#clock = clock;
  }

  /** Of the site as it is now. */
  get #things(): ReadonlyMap<string, SiteThing> {
    const { boards } = this.#site;
    if (boards !== this.#boards) {
      this.#boards = boards;
      this.#byId = new Map(boards.flatMap(({ things }) => things).map((each) => [each.id, each]));
    }
    return this.#byId;
  }

  /** Whoever hears of other boards says which are away, so that a silent board is not taken for a broken sensor. */
  hearOf(isAway: (board: string) => boolean): void {
    this.#isAway = isAway;
  }

  /** `14:03:05`, where the site is; `2026-11-22 14:03:05` when that is not today. */
  time(at: number): string {
    const [day, today] = [at, this.#clock.now()].map((instant) => this.#day(instant));
    const time = this.#wallClock.formatTime(at);
    return day === today ? time : `${day ?? ''} ${time}`;
  }

  /** `pump`, as people say it in a sentence; the id when nobody gave it a title. */
  thing(id: string, language: Language): string {
    const title = this.#things.get(id)?.title;
    return title === undefined ? id : inLanguage(title, language);
  }

  /** `pump room`; the id when nobody gave it a title. */
  area(id: string, language: Language): string {
    const title = this.#site.areas.find((area) => area.id === id)?.title;
    return title === undefined ? id : inLanguage(title, language);
  }

  /** `pump room board`; the id when nobody gave it a title. */
  board(id: string, language: Language): string {
    const title = this.#site.boards.find((board) => board.id === id)?.title;
    return title === undefined ? id : inLanguage(title, language);
  }

  /** `pump` for what a thing is all about, `tank level` where it has several. */
  property({ thing, property }: PropertyAddress, language: Language): string {
    const found = this.#find({ thing, property });
    const title = this.thing(thing, language);
    // What was learned of it does not make another thing of what it measures.
    const own = this.#things.get(thing)?.properties.filter((each) => !isLearned(each)) ?? [];
    const isOnly = own.length === 1 && own[0] === found;
    if (found === undefined || isMain(found) || isOnly) return title;
    const called = inLanguage(found.title, language);
    return language === 'zh' ? `${title}${called}` : `${title} ${called.toLowerCase()}`;
  }

  /** What a regulator moves, for its switch; undefined for all else. */
  movedBy(address: PropertyAddress): PropertyAddress | undefined {
    const source = this.#find(address)?.source;
    return source?.kind === 'regulator' && source.role === 'active'
      ? source.regulator.output
      : undefined;
  }

  /** `on`, `30 %`, `no reading` */
  value(address: PropertyAddress, value: Value | null, language: Language): string {
    if (value === null) return language === 'zh' ? '无读数' : 'no reading';
    if (typeof value === 'boolean') return this.#words(address, 'state', value, language);
    return typeof value === 'number' ? formatQuantity(value, this.#find(address)?.unit) : value;
  }

  /** `Tank level: 62 %`; what cannot be trusted says so. */
  reading(address: PropertyAddress, reading: Reading, language: Language): string {
    const said = this.trusted(address, reading, language);
    return capital(`${this.property(address, language)}${language === 'zh' ? '：' : ': '}${said}`);
  }

  /** `62 %`, `62 % (faulty)`, `no reading (there is no model "person" here; …)` */
  trusted(address: PropertyAddress, reading: Reading, language: Language): string {
    const { value, quality, missing, fault } = reading;
    const said = this.value(address, value, language);
    if (missing !== undefined) return sayMissing(said, missing, language);
    if (fault !== undefined)
      return language === 'zh' ? `${said}（${FAULTS.zh[fault]}）` : `${said} (${FAULTS.en[fault]})`;
    if (quality !== 'stale' && quality !== 'faulty') return said;
    const isOutput = this.#find(address)?.writable === true && quality === 'stale';
    const doubt =
      this.#away(address, language) ?? DOUBTS[language][isOutput ? 'staleOutput' : quality];
    return language === 'zh' ? `${said}（${doubt}）` : `${said} (${doubt})`;
  }

  /** `switched on`, `set to 30 %` */
  done(address: PropertyAddress, value: Value, language: Language): string {
    if (typeof value === 'boolean') return this.#words(address, 'done', value, language);
    const said = this.value(address, value, language);
    return language === 'zh' ? `已设为 ${said}` : `set to ${said}`;
  }

  /** `switch on`, `set to 30 %` */
  order(address: PropertyAddress, value: Value, language: Language): string {
    if (typeof value === 'boolean') return this.#words(address, 'order', value, language);
    const said = this.value(address, value, language);
    return language === 'zh' ? `设为 ${said}` : `set to ${said}`;
  }

  /** "Pump is on: flow meter 3.2 l/min (measured)." or "Grow light switched on (read back …)." */
  receipt(receipt: Receipt, language: Language): string {
    return capital(`${this.#effect(receipt, language)}${this.#end(receipt, language)}`);
  }

  /** A refusal as people read it: with titles where the message has addresses. */
  refusal(refusal: Refusal, language: Language): string {
    const { message, zh } = refusal;
    return sayRefusal(
      {
        ...refusal,
        message: this.named(message, language),
        ...(zh === undefined ? {} : { zh: this.named(zh, language) }),
      },
      language,
    );
  }

  outcome(outcome: Outcome, language: Language): string {
    return outcome.status === 'done'
      ? this.receipt(outcome.receipt, language)
      : this.refusal(outcome.refusal, language);
  }

  /** `tank.level is 2 %` → `tank level is 2 %` */
  named(text: string, language: Language): string {
    return text.replace(/[a-z0-9-]+\.[a-z0-9-]+/g, (word) => {
      const address = parseAddress(word);
      if (address?.property === MODE_PROPERTY && this.#things.has(address.thing))
        return this.thing(address.thing, language);
      return address === undefined || this.#find(address) === undefined
        ? word
        : this.property(address, language);
    });
  }

  /** `pump room board is away`, unless the board it hangs on is there. */
  #away({ thing }: PropertyAddress, language: Language): string | undefined {
    const board = this.#things.get(thing)?.board;
    if (board === undefined || !this.#isAway(board)) return undefined;
    const name = this.board(board, language);
    return language === 'zh' ? `${name}不在线` : `${name} is away`;
  }

  #effect(receipt: Receipt, language: Language): string {
    const name = this.property(receipt, language);
    const { proof, evidence, requested } = receipt;
    const seen =
      proof === undefined
        ? undefined
        : `${this.property(proof, language)} ${this.trusted(proof, proof.reading, language)}`;
    if (evidence === 'sensor') {
      const state = this.value(receipt, receipt.measured, language);
      return language === 'zh'
        ? `${name}：${state}，${seen ?? ''}（传感器实测）。`
        : `${name} is ${state}: ${seen ?? ''} (measured).`;
    }
    const done = this.done(receipt, requested, language);
    const spec = this.#find(receipt);
    if (evidence === 'none' && spec !== undefined && isButton(spec))
      return sayPressed(name, done, requested === true, language);
    const doubt = this.#isHardware(receipt) ? sayDoubt(seen, evidence, language) : '';
    return language === 'zh' ? `${name}${done}${doubt}。` : `${name} ${done}${doubt}.`;
  }

  #end({ until, at, requested, ...address }: Receipt, language: Language): string {
    if (until === undefined) return '';
    const isChinese = language === 'zh';
    const leftMs = Math.max(1_000, until - at);
    const left = formatDuration(leftMs, isChinese ? CHINESE_UNITS : undefined);
    if (typeof requested !== 'boolean')
      return isChinese ? `${left}后自动恢复。` : ` It goes back by itself in ${left}.`;
    return isChinese
      ? `${left}后自动${this.#words(address, 'order', !requested, 'zh')}。`
      : ` It will be ${this.#words(address, 'state', !requested, 'en')} again in ${left}, by itself.`;
  }

  #words(
    address: PropertyAddress,
    form: keyof ValueWords,
    value: boolean,
    language: Language,
  ): string {
    return VALUE_WORDS[this.#find(address)?.words ?? 'on-off'][language][form][value ? 1 : 0];
  }

  /** What a regulator is told needs no proof: it is the program's own memory. */
  #isHardware(address: PropertyAddress): boolean {
    return this.#find(address)?.source.kind !== 'regulator';
  }

  #day(instant: number): string {
    return this.#wallClock.formatIso(instant).slice(0, 10);
  }

  #find({ thing, property }: PropertyAddress): SiteProperty | undefined {
    return this.#things.get(thing)?.properties.find(({ name }) => name === property);
  }
}

/** Nothing is broken: something was never added. */
function sayMissing(said: string, model: string, language: Language): string {
  return language === 'zh'
    ? `${said}（这里还没有模型“${model}”，添加：boardtalk model add FILE --as ${model}）`
    : `${said} (there is no model "${model}" here; add it with: boardtalk model add FILE --as ${model})`;
}

const DOUBTS = {
  en: {
    stale: 'stale: the sensor has stopped answering',
    staleOutput: 'stale: the device has stopped answering',
    faulty: 'faulty',
  },
  zh: { stale: '读数过期', staleOutput: '读数过期', faulty: '传感器故障' },
} as const;

/** What people mean by the thing itself: a pump's power, whether a regulator is on. */
function isMain({ name, source }: SiteProperty): boolean {
  return name === 'power' || (source.kind === 'regulator' && source.role === 'active');
}

/** That it was pressed nothing can tell; that it was let go nobody had to be told. */
function sayPressed(name: string, done: string, isPressed: boolean, language: Language): string {
  if (language === 'zh')
    return isPressed
      ? `${name}${done}：命令已发出，设备不会报告它。`
      : `${name}${done}：没有发出任何命令。`;
  return isPressed
    ? `${name} ${done}: it was sent, and the device does not report it.`
    : `${name} ${done}: nothing was sent, for it lets go by itself.`;
}

const SEEN_BY = {
  en: { latch: 'read back from the output', report: 'the device reports it' },
  zh: { latch: '输出回读', report: '设备自己的报告' },
} as const;

/** What a latch, or the device's own word, cannot tell, said in the same breath. */
function sayDoubt(
  seen: string | undefined,
  evidence: Receipt['evidence'],
  language: Language,
): string {
  if (evidence === 'none')
    return language === 'zh' ? '（没有任何验证）' : '; nothing could be read back';
  const by = SEEN_BY[language][evidence === 'report' ? 'report' : 'latch'];
  if (seen !== undefined)
    return language === 'zh'
      ? `（${by}；${seen}，无法验证效果）`
      : ` (${by}; ${seen} cannot tell whether it follows)`;
  return language === 'zh'
    ? `（${by}；没有传感器验证效果）`
    : ` (${by}; no sensor watches the effect)`;
}

function inLanguage(title: Titles, language: Language): string {
  return (language === 'zh' ? title.zh : undefined) ?? title.en;
}
