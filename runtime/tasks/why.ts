/**
 * "Why did the pump start?", answered from the journal alone, with no network and no model:
 * cause → person or rule → what allowed it → what was measured → what came after.
 */
import type { Language } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import { formatDuration } from '../core/duration.ts';
import {
  parseAddress,
  readingSchema,
  valueSchema,
  type PropertyAddress,
  type Value,
} from '../core/reading.ts';
import { z } from '../core/schema.ts';
import type { JournalRecord } from '../state/journal-entry.ts';
import type { Journal } from '../state/journal.ts';

export interface WhyQuestion {
  readonly thing?: string | undefined;
  readonly property?: string | undefined;
  /** "why is it *on*": only what led there. */
  readonly value?: Value | undefined;
}

export interface WhyAnswer {
  readonly text: string;
  /** Oldest first. */
  readonly entries: readonly JournalRecord[];
}

/** What the journal keeps of a write; older entries may lack parts. */
const intentSchema = z.object({
  value: valueSchema,
  basis: z.record(z.string(), valueSchema.nullable()).default({}),
});
const outcomeSchema = z.object({
  status: z.string(),
  measured: valueSchema.nullish(),
  evidence: z.string().optional(),
  proof: readingSchema.extend({ of: z.string() }).optional(),
  message: z.string().optional(),
});
const refusalSchema = z.object({ message: z.string(), interlock: z.string().optional() });
const interruptedSchema = z.object({
  by: z.string(),
  forMs: z.number(),
  found: valueSchema.nullish(),
  safeSince: z.number().optional(),
});

/** How far back "why" looks; beyond it people ask for the journal itself. */
const LOOK_BACK = 400;
const LATEST = 5;

export class Why {
  readonly #journal: Journal;
  readonly #speech: Speech;

  constructor({ journal, speech }: { journal: Journal; speech: Speech }) {
    this.#journal = journal;
    this.#speech = speech;
  }

  async answer(question: WhyQuestion, language: Language): Promise<WhyAnswer> {
    const { thing, property } = question;
    const newest = await this.#journal.entries({
      thing,
      property,
      limit: LOOK_BACK,
      reverse: true,
    });
    const records = newest.reverse();
    if (thing === undefined) return this.#whatHappened(records, language);
    const index = records.findLastIndex((record) => isDecisive(record, question.value));
    if (index < 0)
      return { text: nothingKnown(this.#speech.thing(thing, language), language), entries: [] };
    const story = storyOf(records, index);
    return {
      text: story
        .map((record) => this.#tell(record, language))
        .filter(Boolean)
        .join(' '),
      entries: story,
    };
  }

  #whatHappened(records: readonly JournalRecord[], language: Language): WhyAnswer {
    const notable = records
      .filter(({ kind }) => kind !== 'outcome' && kind !== 'seal' && kind !== 'stop')
      .slice(-LATEST);
    const lines = notable.map((record) => this.#tell(record, language)).filter(Boolean);
    const nothing = language === 'zh' ? '还没有发生任何事情。' : 'Nothing has happened yet.';
    return { text: lines.length === 0 ? nothing : lines.join('\n'), entries: notable };
  }

  /** One sentence or two for one entry; empty for kinds that tell people nothing. */
  #tell(record: JournalRecord, language: Language): string {
    switch (record.kind) {
      case 'intent':
        return this.#intent(record, language);
      case 'outcome':
        return this.#outcome(record, language);
      case 'refusal':
        return this.#refusal(record, language);
      case 'interrupted':
        return this.#interrupted(record, language);
      case 'boot':
      case 'mode':
      case 'claim':
      case 'config':
      case 'people':
      case 'gap':
        return this.#plain(record, language);
      case 'stop':
      case 'seal':
        return '';
    }
  }

  #intent(record: JournalRecord, language: Language): string {
    const details = intentSchema.parse(record.details);
    const done = this.#speech.done(addressOf(record), details.value, language);
    const name = this.#speech.property(addressOf(record), language);
    const who = actor(record, language);
    const basis = this.#basis(details.basis, language);
    const at = this.#speech.time(record.at);
    return language === 'zh'
      ? `${at} ${name}${done}：${who}${basis}。`
      : `${at}: ${name} ${done}, because ${who}${basis}.`;
  }

  #basis(basis: Readonly<Record<string, Value | null>>, language: Language): string {
    const parts = Object.entries(basis).flatMap(([name, value]) => {
      const address = parseAddress(name);
      return address === undefined
        ? []
        : [
            `${this.#speech.property(address, language)} ${this.#speech.value(address, value, language)}`,
          ];
    });
    if (parts.length === 0) return '';
    return language === 'zh'
      ? `；联锁允许（${parts.join('，')}）`
      : `; the interlocks allowed it (${parts.join(', ')})`;
  }

  #outcome(record: JournalRecord, language: Language): string {
    const { status, measured, evidence, proof, message } = outcomeSchema.parse(record.details);
    if (status !== 'done')
      return language === 'zh'
        ? `结果：失败（${message ?? status}）。`
        : `It ${status}: ${message ?? 'no reason known'}.`;
    const address = addressOf(record);
    const state = this.#speech.value(address, measured ?? null, language);
    const source = proof === undefined ? undefined : parseAddress(proof.of);
    const seen =
      proof === undefined || source === undefined
        ? ''
        : `, ${this.#speech.reading(source, proof, language)}`;
    return language === 'zh'
      ? `实测：${state}${seen}（${evidence ?? ''}）。`
      : `Measured: ${state}${seen} (${evidence ?? 'none'}).`;
  }

  #refusal(record: JournalRecord, language: Language): string {
    const { message, interlock } = refusalSchema.parse(record.details);
    const at = this.#speech.time(record.at);
    const name = record.thing === undefined ? '' : this.#speech.thing(record.thing, language);
    const who = actor(record, language);
    const by = interlock === undefined ? '' : ` (${interlock})`;
    return language === 'zh'
      ? `${at} ${name}的请求被拒绝${by}：${message}。${who}。`
      : `${at}: a request for ${name === '' ? 'this board' : name} was refused${by}: ${message}; ${who}.`;
  }

  #interrupted(record: JournalRecord, language: Language): string {
    const { by, forMs, safeSince } = interruptedSchema.parse(record.details);
    const name = this.#speech.property(addressOf(record), language);
    const helper = safeSince === undefined ? '' : this.#speech.time(safeSince);
    const run = formatDuration(forMs);
    if (language === 'zh') {
      return `节点重启打断了${name}的 ${run} 运行（${by}）${helper === '' ? '' : `，安全助手于 ${helper} 将其恢复到安全状态`}。`;
    }
    const saved =
      helper === '' ? '' : ` The safe-state helper brought it to its safe state at ${helper}.`;
    return `A restart of the node cut short the ${run} run of ${name} that ${by} had asked for.${saved}`;
  }

  #plain(record: JournalRecord, language: Language): string {
    const name = record.thing === undefined ? '' : ` ${this.#speech.thing(record.thing, language)}`;
    return `${this.#speech.time(record.at)}:${name} ${record.cause} (${record.actor}).`;
  }
}

function isDecisive(record: JournalRecord, value: Value | undefined): boolean {
  if (record.kind === 'refusal' || record.kind === 'mode') return value === undefined;
  if (record.kind !== 'intent') return false;
  return value === undefined || intentSchema.parse(record.details).value === value;
}

/** The decisive entry, its outcome, what cut it short, and the next decision on the same property. */
function storyOf(records: readonly JournalRecord[], index: number): JournalRecord[] {
  const [first, ...later] = records.slice(index);
  if (first === undefined) return [];
  const own = later.filter(
    ({ command, kind }) => command === first.command && kind !== 'intent' && command !== undefined,
  );
  const next = later.find(({ kind, property }) => kind === 'intent' && property === first.property);
  return [first, ...own, ...(next === undefined ? [] : [next])];
}

function addressOf({ thing = '', property = '' }: JournalRecord): PropertyAddress {
  return { thing, property };
}

function actor({ actor: by, via, cause }: JournalRecord, language: Language): string {
  const rule = by.startsWith('rule:') ? by.slice('rule:'.length) : undefined;
  if (rule !== undefined)
    return language === 'zh' ? `规则“${rule}”：${cause}` : `the rule ${rule} decided it: ${cause}`;
  const door = via === undefined ? '' : language === 'zh' ? `（${via}）` : ` (${via})`;
  return language === 'zh' ? `${by}${door}说：“${cause}”` : `${by}${door} said: “${cause}”`;
}

function nothingKnown(name: string, language: Language): string {
  return language === 'zh'
    ? `日志里没有关于${name}的记录。`
    : `The journal has nothing about that for ${name}.`;
}
