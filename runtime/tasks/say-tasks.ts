/** How tasks are listed: what is over first, what goes on last, where the eye rests. */
import type { Language } from '../actions/asker.ts';
import { capital } from '../actions/capital.ts';
import type { Speech } from '../actions/speech.ts';
import { CHINESE_UNITS, formatDuration } from '../core/duration.ts';
import type { TimedRuns } from '../devices/timed-runs.ts';
import {
  awaitsYes,
  isOpen,
  isWrite,
  type ActionTask,
  type Level,
  type Task,
  type WriteTask,
} from './task.ts';

/** A task, until when its timed run still goes on, and the ids of those that are to begin or end before it. */
export type TaskRow = Task & { readonly until?: number; readonly before?: readonly string[] };

export function rowOf<Each extends Task>(
  task: Each,
  runs: ReturnType<TimedRuns['list']>,
): Each & { readonly until?: number } {
  const command = isWrite(task) ? task.command : undefined;
  const until = runs.find((run) => run.command === command)?.until;
  return until === undefined ? task : { ...task, until };
}

const STATES: Readonly<Record<Language, Readonly<Record<Task['state'] | 'away', string>>>> = {
  en: {
    queued: 'queued',
    away: 'waiting for its board',
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
    away: '等待其板卡上线',
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
type TaskLine = Pick<Task, 'id' | 'state' | 'startsAt' | 'createdAt'> &
  Partial<Pick<TaskRow, 'until' | 'before' | 'level' | 'waitsFor' | 'waitsUntil' | 'refusal'>> & {
    /** Of its refusal, where that is all that is known of it. */
    readonly code?: string | undefined;
  } & (
    Pick<WriteTask, 'thing' | 'property' | 'value' | 'forMs'> | Pick<ActionTask, 'action' | 'words'>
  );

const LEVEL_NAMES: Readonly<Record<Language, Readonly<Record<Level, string>>>> = {
  en: { safety: '', interactive: '', workflow: 'for a workflow', background: 'in the background' },
  zh: { safety: '', interactive: '', workflow: '工作流', background: '后台' },
};

/** What it waits for, or waited for in vain. */
function sayState(row: TaskLine, speech: Speech, language: Language): string {
  const isChinese = language === 'zh';
  if (awaitsYes(row)) {
    const until = speech.time(row.waitsUntil ?? 0);
    return isChinese ? `等待确认，到 ${until} 为止` : `waits for a yes until ${until}`;
  }
  const code = row.refusal?.code ?? row.code;
  if (code === 'TASK_UNANSWERED') return isChinese ? '没有人确认' : 'nobody said yes';
  return STATES[language][stateOf(row)];
}

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
export function sayTask(row: TaskLine, speech: Speech, language: Language): string {
  const { id, startsAt, createdAt, until } = row;
  const isChinese = language === 'zh';
  const what = capital('thing' in row ? nameTask(row, speech, language) : row.words);
  const end = until === undefined ? '' : speech.time(until);
  const rest = end === '' ? '' : isChinese ? `，运行到 ${end}` : `, runs until ${end}`;
  const mark = isOpen(row) ? ` (${id})` : '';
  const colon = isChinese ? '：' : ': ';
  const stands = `${sayState(row, speech, language)}${sayPlace(row, language)}`;
  return `${speech.time(startsAt ?? createdAt)} ${what}${colon}${stands}${rest}${mark}`;
}

/** ", 2 before it, in the background"; what a person asked for needs no word about it. */
function sayPlace({ before, level = 'interactive', state }: TaskLine, language: Language): string {
  if (!isOpen({ state })) return '';
  const isChinese = language === 'zh';
  const count = String(before?.length ?? 0);
  const place =
    before === undefined ? '' : isChinese ? `，前面还有 ${count} 个` : `, ${count} before it`;
  const named = LEVEL_NAMES[language][level];
  return named === '' ? place : `${place}${isChinese ? '，' : ', '}${named}`;
}

/** A plan waits for its time; other things wait for what they need. */
function stateOf({ state, waitsFor }: TaskLine): keyof (typeof STATES)['en'] {
  return state === 'waiting' && waitsFor === 'board' ? 'away' : state;
}
