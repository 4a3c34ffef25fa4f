/**
 * Which order "undo" means, and what it takes to take it back. An order is what one sentence of a
 * person caused. The last one counts, also where it changed nothing: that is said once, and only
 * the next "undo" looks at what came before it. What stood before is read in the journal.
 */
import type { Asker } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import { valueSchema, type Value } from '../core/reading.ts';
import type { Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import type { SiteProperty } from '../config/site.ts';
import type { ThingsView } from '../devices/things-view.ts';
import type { JournalRecord } from '../state/journal-entry.ts';
import type { JournalReader } from '../state/journal-reader.ts';
import { refuseTask } from './errors.ts';
import type { WriteRequest } from './order.ts';
import { personOf } from './requester.ts';
import type { WriteTask } from './task.ts';
import type { TaskList } from './task-list.ts';

export interface LastOrderParts {
  readonly tasks: TaskList;
  readonly journal: JournalReader;
  readonly things: ThingsView;
  readonly speech: Speech;
}

export interface TakeBack {
  /** Still waiting for their time. */
  readonly plans: readonly WriteTask[];
  /** `isSafe`: it brings something to rest. */
  readonly writes: readonly { readonly write: WriteRequest; readonly isSafe: boolean }[];
  /** Somebody or something has changed these since. */
  readonly changed: readonly WriteTask[];
}

/** What became of one write, as far as undo is concerned. */
type Fate =
  | { readonly kind: 'plan' | 'unwritten' | 'same' | 'changed'; readonly task: WriteTask }
  | { readonly kind: 'stands'; readonly task: WriteTask; readonly before: Value };

/** What the journal keeps of a write, as far as it matters here. */
const intentSchema = z.object({ value: valueSchema, previous: valueSchema });

/** Orders of the same in a row, by the same person, that undo looks behind. */
const LOOK_BACK = 50;

export class LastOrder {
  readonly #parts: LastOrderParts;
  /** Of these it was said that they changed nothing. Forgotten with the process: it is said again then. */
  readonly #told = new Set<string>();

  constructor(parts: LastOrderParts) {
    this.#parts = parts;
  }

  async find(asker: Asker): Promise<TakeBack | Refusal> {
    const mode = await this.#modeChange(asker);
    const orders = [...this.#orders(asker)].reverse();
    for (const [order, tasks] of orders) {
      if (mode !== undefined && mode.at > (tasks[0]?.createdAt ?? 0)) return this.#sayMode(mode);
      if (this.#told.has(order)) continue;
      const open = tasks.filter((task) => !this.#isTakenBack(task));
      const fates = await Promise.all(open.map((task) => this.#fateOf(task)));
      const found = this.#takeBack(fates);
      if (found.plans.length > 0 || found.writes.length > 0) return found;
      if (open.length < tasks.length) continue;
      this.#told.add(order);
      return this.#sayUnchanged(fates);
    }
    if (mode !== undefined) return this.#sayMode(mode);
    return refuseTask('TASK_NOTHING_TO_UNDO', 'you have changed nothing that still stands');
  }

  /** By order, the latest last. An undo is not undone by another. */
  #orders({ person }: Asker): ReadonlyMap<string, readonly WriteTask[]> {
    const orders = new Map<string, WriteTask[]>();
    for (const task of this.#parts.tasks.writes()) {
      if (task.person !== person || task.undoes !== undefined) continue;
      const key = task.order ?? task.id;
      const tasks = orders.get(key) ?? [];
      orders.delete(key);
      orders.set(key, [...tasks, task]);
    }
    return orders;
  }

  #isTakenBack({ id, state }: WriteTask): boolean {
    const isBack = ({ undoes, receipt }: WriteTask): boolean =>
      undoes === id && receipt !== undefined;
    return state === 'cancelled' || this.#parts.tasks.writes().some(isBack);
  }

  async #fateOf(task: WriteTask): Promise<Fate> {
    const { state, command } = task;
    if (state === 'waiting') return { kind: 'plan', task };
    if (state === 'refused' || state === 'expired') return { kind: 'unwritten', task };
    const intent = await this.#standing(task);
    if (intent === undefined) return { kind: 'unwritten', task };
    const { value, previous } = intentSchema.parse(intent.details);
    if (intent.command !== command) return { kind: 'changed', task };
    return value === previous ? { kind: 'same', task } : { kind: 'stands', task, before: previous };
  }

  /** The latest write of its property, behind later orders of the same person that changed nothing. */
  async #standing({
    thing,
    property,
    person,
    command,
  }: WriteTask): Promise<JournalRecord | undefined> {
    const query = { thing, property, kind: 'intent', reverse: true } as const;
    const [latest] = await this.#parts.journal.entries({ ...query, limit: 1 });
    if (latest === undefined || latest.command === command) return latest;
    const entries = await this.#parts.journal.entries({ ...query, limit: LOOK_BACK });
    return entries.find((entry) => {
      const { value, previous } = intentSchema.parse(entry.details);
      return entry.command === command || personOf(entry.actor) !== person || value !== previous;
    });
  }

  #takeBack(fates: readonly Fate[]): TakeBack {
    const of = (kind: Fate['kind']): readonly WriteTask[] =>
      fates.filter((fate) => fate.kind === kind).map(({ task }) => task);
    const writes = fates.flatMap((fate) => {
      if (fate.kind !== 'stands') return [];
      const { id, thing, property, value } = fate.task;
      const spec = this.#parts.things.find({ thing, property })?.spec;
      const asksFirst = spec !== undefined && leavesRest(spec, value, fate.before);
      const write = { thing, property, value: fate.before, undoes: id, asksFirst };
      return [{ write, isSafe: fate.before === spec?.safe }];
    });
    return { plans: of('plan'), writes, changed: of('changed') };
  }

  #sayUnchanged(fates: readonly Fate[]): Refusal {
    const words = fates[0]?.task.words ?? '';
    const { speech } = this.#parts;
    const en = fates.map(({ kind, task }) => {
      const name = speech.property(task, 'en');
      if (kind === 'changed') return `${name} has changed since`;
      const was = `${name} was ${speech.value(task, task.value, 'en')} already`;
      return kind === 'same' ? was : `${name} was not written`;
    });
    const zh = fates.map(({ kind, task }) => {
      const name = speech.property(task, 'zh');
      if (kind === 'changed') return `${name}之后已有变化`;
      const was = `${name}原来就是${speech.value(task, task.value, 'zh')}`;
      return kind === 'same' ? was : `${name}没有被操作`;
    });
    const message = `your last order, “${words}”, changed nothing that still stands: ${en.join(', ')}`;
    const chinese = `您的上一次操作“${words}”没有需要撤销的：${zh.join('，')}`;
    return refuseTask('TASK_CHANGED_NOTHING', message, { zh: chinese });
  }

  async #modeChange({ person }: Asker): Promise<JournalRecord | undefined> {
    const query = { kind: 'mode', reverse: true, limit: LOOK_BACK } as const;
    const mode = (await this.#parts.journal.entries(query)).find(({ actor }) => actor === person);
    return mode === undefined || this.#told.has(modeKey(mode)) ? undefined : mode;
  }

  #sayMode(mode: JournalRecord): Refusal {
    this.#told.add(modeKey(mode));
    const { thing = '', cause } = mode;
    const [en, zh] = (['en', 'zh'] as const).map((as) => this.#parts.speech.thing(thing, as));
    const message = `your last order, “${cause}”, changed the mode of ${en ?? ''}, and undo takes back no mode`;
    const chinese = `您的上一次操作“${cause}”改变了${zh ?? ''}的模式，模式不能用“撤销”恢复`;
    return refuseTask('TASK_CHANGED_NOTHING', message, { zh: chinese });
  }
}

/** From where it rests back to where it works: that is the dangerous direction. A setpoint moves nothing by itself. */
function leavesRest({ source, safe }: SiteProperty, from: Value, to: Value): boolean {
  const isSetpoint = source.kind === 'regulator' && source.role === 'setpoint';
  return !isSetpoint && from === safe && to !== safe;
}

function modeKey({ board, seq }: JournalRecord): string {
  return `mode ${board} ${String(seq)}`;
}
