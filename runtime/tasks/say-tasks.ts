/** How tasks are listed: what is over first, what goes on last, where the eye rests. */
import type { Language } from '../actions/asker.ts';
import { capital } from '../actions/capital.ts';
import type { Speech } from '../actions/speech.ts';
import { CHINESE_UNITS, formatDuration } from '../core/duration.ts';
import { isOpen, type WriteTask } from './task.ts';

/** A task, and until when its timed run still goes on. */
export type TaskRow = WriteTask & { readonly until?: number };

const STATES: Readonly<Record<Language, Readonly<Record<WriteTask['state'], string>>>> = {
  en: {
    queued: 'queued',
    waiting: 'planned',
    running: 'in work',
    done: 'done',
    failed: 'failed',
    refused: 'refused',
    cancelled: 'cancelled',
    expired: 'missed',
    unknown: 'cut short by a restart',
  },
  zh: {
    queued: '排队中',
    waiting: '已计划',
    running: '进行中',
    done: '完成',
    failed: '失败',
    refused: '被拒绝',
    cancelled: '已取消',
    expired: '已错过',
    unknown: '被重启打断',
  },
};

/** As much of it as is said. */
type TaskLine = Pick<
  TaskRow,
  'id' | 'state' | 'thing' | 'property' | 'value' | 'forMs' | 'startsAt' | 'createdAt' | 'until'
>;

export function sayTasks(rows: readonly TaskLine[], speech: Speech, language: Language): string {
  if (rows.length === 0) return language === 'zh' ? '没有任务。' : 'There are no tasks.';
  return rows.map((row) => sayTask(row, speech, language)).join('\n');
}

/** "pump on for 1 min" */
export function nameTask(
  { value, forMs, ...address }: Pick<WriteTask, 'thing' | 'property' | 'value' | 'forMs'>,
  speech: Speech,
  language: Language,
): string {
  const isChinese = language === 'zh';
  const units = isChinese ? CHINESE_UNITS : undefined;
  const run =
    forMs === undefined ? '' : ` ${isChinese ? '' : 'for '}${formatDuration(forMs, units)}`;
  const name = speech.property(address, language);
  return `${name}${isChinese ? '' : ' '}${speech.value(address, value, language)}${run}`;
}

/** "14:03:05 Pump on for 1 min: done, runs until 14:04:05"; what is open has its id, to cancel it by. */
function sayTask(row: TaskLine, speech: Speech, language: Language): string {
  const { id, startsAt, createdAt, state, until } = row;
  const isChinese = language === 'zh';
  const what = capital(nameTask(row, speech, language));
  const end = until === undefined ? '' : speech.time(until);
  const rest = end === '' ? '' : isChinese ? `，运行到 ${end}` : `, runs until ${end}`;
  const mark = isOpen(row) ? ` (${id})` : '';
  const colon = isChinese ? '：' : ': ';
  return `${speech.time(startsAt ?? createdAt)} ${what}${colon}${STATES[language][state]}${rest}${mark}`;
}
