/** One entry of the journal as one or two sentences for people, in English and Chinese. */
import type { Language } from '../actions/asker.ts';
import { capital } from '../actions/capital.ts';
import type { Speech } from '../actions/speech.ts';
import { CHINESE_UNITS, formatDuration } from '../core/duration.ts';
import {
  parseAddress,
  readingSchema,
  valueSchema,
  type PropertyAddress,
  type Value,
} from '../core/reading.ts';
import { evidenceSchema, type Evidence } from '../core/receipt.ts';
import { refusalSchema } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import type { JournalRecord } from '../state/journal-entry.ts';
import { sayAgain } from './say-again.ts';
import { sayTestEntry } from './say-test-entry.ts';

/** What the journal keeps of each kind, as far as it is told. */
const intentSchema = z.object({
  value: valueSchema,
  basis: z.record(z.string(), valueSchema.nullable()).default({}),
  zh: z.string().optional(),
});
const outcomeSchema = z.object({
  status: z.enum(['done', 'refused', 'failed']),
  measured: valueSchema.nullish(),
  evidence: evidenceSchema.optional(),
  proof: readingSchema.extend({ of: z.string() }).optional(),
  message: z.string().optional(),
  zh: z.string().optional(),
});
const refusedSchema = refusalSchema
  .extend({ more: z.number().optional(), since: z.number().optional() })
  .loose();
const interruptedSchema = z.object({
  forMs: z.number(),
  safeSince: z.number().optional(),
  rewired: z.boolean().optional(),
});
const valuesSchema = z.record(z.string(), valueSchema.nullable());
const bootSchema = z.object({ outputs: valuesSchema, now: valuesSchema.default({}) });
const modeSchema = z.object({ mode: z.enum(['auto', 'hand', 'locked-out']) });

const EVIDENCE: Readonly<Record<Language, Readonly<Record<Evidence, string>>>> = {
  en: {
    sensor: 'by a sensor',
    latch: 'read back from the output',
    report: 'the device reports it',
    none: 'nothing to read back',
  },
  zh: { sensor: '传感器实测', latch: '输出回读', report: '设备自己的报告', none: '无法回读' },
};

const MODES = {
  en: { auto: 'set to auto', hand: 'set to hand', 'locked-out': 'locked out' },
  zh: { auto: '设为自动', hand: '设为手动', 'locked-out': '上锁' },
} as const;

/** Rules of this program itself; their cause is the whole reason. */
const BUILT_IN_RULES = ['timed-run', 'lock-out'];

export class JournalTeller {
  readonly #speech: Speech;

  constructor(speech: Speech) {
    this.#speech = speech;
  }

  /**
   * Empty for kinds that tell people nothing.
   * @param thing that was asked about
   * @param others among them the outcome of a write, where it is known
   */
  tell(
    record: JournalRecord,
    language: Language,
    { thing, others = [] }: { thing?: string; others?: readonly JournalRecord[] } = {},
  ): string {
    const isChinese = language === 'zh';
    switch (record.kind) {
      case 'intent': {
        const isDone = !hasFailed(record, others);
        return isChinese ? this.#intentZh(record, isDone) : this.#intentEn(record, isDone);
      }
      case 'outcome':
        return isChinese ? this.#outcomeZh(record) : this.#outcomeEn(record);
      case 'refusal':
        return isChinese ? this.#refusalZh(record) : this.#refusalEn(record);
      case 'interrupted':
        return isChinese ? this.#interruptedZh(record) : this.#interruptedEn(record);
      case 'boot':
        return this.#boot(record, language, thing);
      case 'mode':
        return this.#mode(record, language);
      case 'test':
        return sayTestEntry(record, this.#speech, language);
      case 'calibration':
      case 'claim':
      case 'config':
      case 'people':
      case 'gap':
        return `${this.#speech.time(record.at)} ${capital(record.cause)}${isChinese ? `（${record.actor}）。` : ` (${record.actor}).`}`;
      case 'stop':
      case 'seal':
        return '';
    }
  }

  #intentEn(record: JournalRecord, isDone: boolean): string {
    const { value, basis } = intentSchema.parse(record.details);
    const address = addressOf(record);
    const name = capital(this.#speech.property(address, 'en'));
    const done = this.#speech.done(address, value, 'en');
    const seen = this.#basis(basis, 'en').join(', ');
    const allowed = seen === '' ? '' : `; the interlocks allowed it (${seen})`;
    return `${this.#speech.time(record.at)} ${name} ${isDone ? done : `was to be ${done}`}, because ${this.#who(record)}${allowed}.`;
  }

  #intentZh(record: JournalRecord, isDone: boolean): string {
    const { value, basis, zh } = intentSchema.parse(record.details);
    const address = addressOf(record);
    const how = isDone
      ? this.#speech.done(address, value, 'zh')
      : `要${this.#speech.order(address, value, 'zh')}，没有做到`;
    const done = `${this.#speech.property(address, 'zh')}${how}`;
    const seen = this.#basis(basis, 'zh').join('，');
    const allowed = seen === '' ? '' : `；联锁允许（${seen}）`;
    return `${this.#speech.time(record.at)} ${done}：${this.#whoZh(record, zh)}${allowed}。`;
  }

  #basis(basis: Readonly<Record<string, Value | null>>, language: Language): string[] {
    return Object.entries(basis).flatMap(([name, value]) => {
      const address = parseAddress(name);
      if (address === undefined) return [];
      const title = this.#speech.property(address, language);
      return [`${title} ${this.#speech.value(address, value, language)}`];
    });
  }

  #outcomeEn(record: JournalRecord): string {
    const { status, evidence = 'none', message } = outcomeSchema.parse(record.details);
    const reason = this.#speech.named(message ?? 'no reason known', 'en');
    if (status === 'refused') return `It was refused: ${reason}.`;
    if (status === 'failed') return `It failed: ${reason}.`;
    return `Measured: ${this.#measured(record, 'en').join(', ')} (${EVIDENCE.en[evidence]}).`;
  }

  #outcomeZh(record: JournalRecord): string {
    const { status, evidence = 'none', message, zh } = outcomeSchema.parse(record.details);
    const reason = this.#speech.named(zh ?? message ?? '原因不明', 'zh');
    if (status !== 'done')
      return `结果：${status === 'refused' ? '被拒绝' : '失败'}（${reason}）。`;
    return `结果：${this.#measured(record, 'zh').join('，')}（${EVIDENCE.zh[evidence]}）。`;
  }

  /** `on`, `flow meter 3.2 l/min` */
  #measured(record: JournalRecord, language: Language): string[] {
    const { measured, proof } = outcomeSchema.parse(record.details);
    const state = this.#speech.value(addressOf(record), measured ?? null, language);
    const source = proof === undefined ? undefined : parseAddress(proof.of);
    if (proof === undefined || source === undefined) return [state];
    const seen = this.#speech.trusted(source, proof, language);
    return [state, `${this.#speech.property(source, language)} ${seen}`];
  }

  #refusalEn(record: JournalRecord): string {
    const { message, interlock, more, since } = refusedSchema.parse(record.details);
    const what = record.thing === undefined ? 'this board' : this.#speech.thing(record.thing, 'en');
    const by = interlock === undefined ? '' : ` by the interlock ${interlock}`;
    const again = more === undefined ? '' : ` ${sayAgain({ more, since }, this.#speech, 'en')}`;
    const why = this.#speech.named(message, 'en');
    return `${this.#speech.time(record.at)} A request for ${what} was refused${by}${again}: ${why}; ${this.#who(record)}.`;
  }

  #refusalZh(record: JournalRecord): string {
    const { message, zh, interlock, more, since } = refusedSchema.parse(record.details);
    const what = record.thing === undefined ? '本板' : this.#speech.thing(record.thing, 'zh');
    const by = interlock === undefined ? '' : `联锁“${interlock}”`;
    const again = more === undefined ? '' : sayAgain({ more, since }, this.#speech, 'zh');
    const why = this.#speech.named(zh ?? message, 'zh');
    return `${this.#speech.time(record.at)} 对${what}的操作被${by}拒绝${again}：${why}；${this.#whoZh(record)}。`;
  }

  #interruptedEn(record: JournalRecord): string {
    const { forMs, safeSince, rewired } = interruptedSchema.parse(record.details);
    const name = this.#speech.property(addressOf(record), 'en');
    const helper =
      safeSince === undefined
        ? ''
        : `; the safe-state helper had made it safe at ${this.#speech.time(safeSince)}`;
    return `${this.#speech.time(record.at)} ${rewired === true ? 'A new configuration' : 'The node started again: a restart had'} cut short the ${formatDuration(forMs)} run of ${name}${helper}.`;
  }

  #interruptedZh(record: JournalRecord): string {
    const { forMs, safeSince } = interruptedSchema.parse(record.details);
    const name = this.#speech.property(addressOf(record), 'zh');
    const helper =
      safeSince === undefined
        ? ''
        : `，安全助手已于 ${this.#speech.time(safeSince)} 将其恢复到安全状态`;
    return `${this.#speech.time(record.at)} 节点重新启动：重启打断了${name}的 ${formatDuration(forMs, CHINESE_UNITS)}定时运行${helper}。`;
  }

  #boot(record: JournalRecord, language: Language, thing: string | undefined): string {
    const { outputs, now } = bootSchema.parse(record.details);
    const isAsked = (name: string): boolean => parseAddress(name)?.thing === thing;
    const own = Object.entries(outputs).filter(([name]) => isAsked(name));
    const moved = Object.entries(now).filter(
      ([name, value]) => isAsked(name) && value !== null && value !== outputs[name],
    );
    const found = this.#basis(Object.fromEntries(own), language);
    const left = this.#basis(Object.fromEntries(moved), language);
    const at = this.#speech.time(record.at);
    if (language === 'zh') {
      const made = left.length === 0 ? '' : `，并置为安全值：${left.join('，')}`;
      return `${at} 节点启动${found.length === 0 ? '' : `，当时${found.join('，')}${made}`}。`;
    }
    const made = left.length === 0 ? '' : `, and brought it to its safe value: ${left.join(', ')}`;
    return `${at} The node started${found.length === 0 ? '' : ` and found ${found.join(', ')}${made}`}.`;
  }

  #mode(record: JournalRecord, language: Language): string {
    const { mode } = modeSchema.parse(record.details);
    const name = this.#speech.thing(record.thing ?? '', language);
    const at = this.#speech.time(record.at);
    return language === 'zh'
      ? `${at} ${name}被${MODES.zh[mode]}：${this.#whoZh(record)}。`
      : `${at} ${capital(name)} was ${MODES.en[mode]}, because ${this.#who(record)}.`;
  }

  #who({ actor, via, cause }: JournalRecord): string {
    const rule = ruleOf(actor);
    const why = this.#speech.named(cause, 'en');
    if (rule !== undefined)
      return BUILT_IN_RULES.includes(rule) ? why : `the rule ${rule} decided it: ${why}`;
    return `${actor}${via === undefined ? '' : ` (${via})`} said “${cause}”`;
  }

  #whoZh({ actor, via, cause }: JournalRecord, zh: string = cause): string {
    const rule = ruleOf(actor);
    const why = this.#speech.named(zh, 'zh');
    if (rule !== undefined) return BUILT_IN_RULES.includes(rule) ? why : `规则“${rule}”：${why}`;
    return `${actor}${via === undefined ? '' : `（${via}）`}说“${cause}”`;
  }
}

/** What was wanted is not told as a deed when it is known that it did not come about. */
function hasFailed({ command }: JournalRecord, others: readonly JournalRecord[]): boolean {
  const outcome = others.find((one) => one.kind === 'outcome' && one.command === command);
  return outcome !== undefined && outcomeSchema.parse(outcome.details).status !== 'done';
}

function ruleOf(actor: string): string | undefined {
  return actor.startsWith('rule:') ? actor.slice('rule:'.length) : undefined;
}

function addressOf({ thing = '', property = '' }: JournalRecord): PropertyAddress {
  return { thing, property };
}
