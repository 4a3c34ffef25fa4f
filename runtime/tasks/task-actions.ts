/** What people do with their tasks: confirm, cancel, list; `undo.action.ts` takes back. */
import { defineAction, type Action, type Answer } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import { formatAddress } from '../core/reading.ts';
import { z } from '../core/schema.ts';
import type { TimedRuns } from '../devices/timed-runs.ts';
import type { ThingsView } from '../devices/things-view.ts';
import type { JournalReader } from '../state/journal-reader.ts';
import type { Control } from './control.ts';
import { refuseTask } from './errors.ts';
import type { Inbox } from './inbox.ts';
import { sayTasks, type TaskRow } from './say-tasks.ts';
import type { Schedule } from './schedule.ts';
import { isOpen, type Task } from './task.ts';
import type { TaskList } from './task-list.ts';
import { undoAction } from './undo.action.ts';
import { sayWritten, toAnswer, type WriteData } from './write-answer.ts';

export interface TaskActionParts {
  readonly control: Control;
  readonly tasks: TaskList;
  readonly inbox: Inbox;
  readonly schedule: Schedule;
  readonly timedRuns: Pick<TimedRuns, 'list'>;
  readonly journal: JournalReader;
  readonly things: ThingsView;
  readonly speech: Speech;
}

export function taskActions(parts: TaskActionParts): readonly Action[] {
  return [confirmAction(parts), undoAction(parts), cancelAction(parts), tasksAction(parts)];
}

function confirmAction(parts: TaskActionParts): Action {
  return defineAction<{ token: string; answer: 'yes' | 'no' }, WriteData>({
    name: 'confirm',
    kind: 'write',
    role: 'operator',
    help: { en: 'Answer a question that waits for a yes or a no.', zh: '回答等待确认的问题。' },
    examples: { en: ['yes', 'no'], zh: ['确认', '不要'] },
    args: z.strictObject({ token: z.string(), answer: z.enum(['yes', 'no']) }),
    positional: ['token', 'answer'],
    run: async ({ token, answer }, asker) =>
      toAnswer(await parts.control.answer(token, answer === 'yes', asker), parts, asker),
    say: (data, { language }) => sayWritten(data, parts, language),
  });
}

function cancelAction(parts: TaskActionParts): Action {
  return defineAction<{ target?: string | undefined }, WriteData>({
    name: 'cancel',
    kind: 'write',
    role: 'operator',
    help: {
      en: 'Cancel what waits for its time, or end a timed run now.',
      zh: '取消等待中的任务，或立即结束定时运行。',
    },
    examples: { en: ['cancel', 'cancel the pump'], zh: ['取消'] },
    args: z.strictObject({
      target: z.string().optional().describe('task, thing or thing.property; default: your latest'),
    }),
    positional: ['target'],
    run: ({ target }, asker) => cancel(parts, target, asker),
    say: (data, { language }) => {
      if (data.receipt !== undefined) return sayWritten(data, parts, language);
      return language === 'zh' ? '已取消，什么都没有做。' : 'Cancelled. Nothing was done.';
    },
  });
}

async function cancel(
  parts: TaskActionParts,
  target: string | undefined,
  asker: Asker,
): Promise<Answer<WriteData>> {
  const { control, tasks, timedRuns } = parts;
  const runs = timedRuns.list();
  const runOf = (task: Task): (typeof runs)[number] | undefined =>
    runs.find(({ command }) => command === task.command);
  const task = tasks
    .list()
    .filter((candidate) => isMeant(candidate, target, asker))
    .findLast((candidate) => candidate.state === 'waiting' || runOf(candidate) !== undefined);
  if (task === undefined) return nothingToCancel();
  const run = runOf(task);
  if (run === undefined) return cancelWaiting(parts, task, asker);
  const { thing, property } = task;
  const result = await control.request({ thing, property, value: run.backTo }, asker);
  return toAnswer([result], parts, asker);
}

function isMeant(task: Task, target: string | undefined, asker: Asker): boolean {
  if (target === undefined) return task.person === asker.person;
  return [task.id, task.thing, formatAddress(task)].includes(target);
}

async function cancelWaiting(
  { control, inbox, schedule }: TaskActionParts,
  task: Task,
  asker: Asker,
): Promise<Answer<WriteData>> {
  const refusal = await control.authorize(task, asker);
  if (refusal !== undefined) return { ok: false, refusal };
  const { chat, message } = asker;
  const taken = message === undefined ? [] : [inbox.taken(chat, message)];
  const cancelled = await schedule.cancel(task, taken);
  return cancelled === undefined
    ? nothingToCancel()
    : { ok: true, data: { task: task.id }, tasks: [task.id] };
}

function nothingToCancel(): Answer<WriteData> {
  const refusal = refuseTask('TASK_NOTHING_TO_CANCEL', 'there is nothing to cancel');
  return { ok: false, refusal };
}

/** How many ended tasks are listed. */
const RECENT = 10;

function tasksAction({ tasks, timedRuns, speech }: TaskActionParts): Action {
  return defineAction<{ all: boolean }, readonly TaskRow[]>({
    name: 'tasks',
    kind: 'read',
    role: 'viewer',
    help: { en: 'List open and recent tasks.', zh: '列出未完成和最近的任务。' },
    examples: { en: ['tasks', 'what are you doing?'], zh: ['任务'] },
    args: z.strictObject({ all: z.boolean().default(false).describe('every task that is kept') }),
    positional: [],
    run: ({ all }) => {
      const runs = timedRuns.list();
      const rows = tasks.list().map((task): TaskRow => {
        const until = runs.find(({ command }) => command === task.command)?.until;
        return { ...task, ...(until === undefined ? {} : { until }) };
      });
      const isActive = (row: TaskRow): boolean => isOpen(row) || row.until !== undefined;
      const ended = rows.filter((row) => !isActive(row));
      const data = [...(all ? ended : ended.slice(-RECENT)), ...rows.filter(isActive)];
      return Promise.resolve({ ok: true, data });
    },
    say: (rows, { language }) => sayTasks(rows, speech, language),
  });
}
