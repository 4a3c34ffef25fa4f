/** What people do with their tasks: confirm, undo, cancel, list. */
import { defineAction, type Action, type Answer } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import { formatAddress, type Value } from '../core/reading.ts';
import { z } from '../core/schema.ts';
import type { TimedRuns } from '../devices/timed-runs.ts';
import type { Journal } from '../state/journal.ts';
import type { Control } from './control.ts';
import { refuseTask } from './errors.ts';
import type { Schedule } from './schedule.ts';
import { sayDone, toAnswer, type SetData } from './set.action.ts';
import { isOpen, type Task } from './task.ts';
import type { TaskList } from './task-list.ts';

export interface TaskActionParts {
  readonly control: Control;
  readonly tasks: TaskList;
  readonly schedule: Schedule;
  readonly timedRuns: TimedRuns;
  readonly journal: Journal;
  readonly speech: Speech;
}

export function taskActions(parts: TaskActionParts): readonly Action[] {
  return [confirmAction(parts), undoAction(parts), cancelAction(parts), tasksAction(parts)];
}

function confirmAction({ control, speech }: TaskActionParts): Action {
  return defineAction<{ token: string; answer: 'yes' | 'no' }, SetData>({
    name: 'confirm',
    kind: 'write',
    role: 'operator',
    help: { en: 'Answer a question that waits for a yes or a no.', zh: '回答等待确认的问题。' },
    examples: { en: ['yes', 'no'], zh: ['确认', '取消'] },
    args: z.strictObject({ token: z.string(), answer: z.enum(['yes', 'no']) }),
    positional: ['token', 'answer'],
    run: async ({ token, answer }, asker) =>
      toAnswer(await control.answer(token, answer === 'yes', asker), speech, asker),
    say: (data, { language }) => sayDone(speech, data, language),
  });
}

function undoAction(parts: TaskActionParts): Action {
  return defineAction<Record<string, never>, SetData>({
    name: 'undo',
    kind: 'write',
    role: 'operator',
    help: {
      en: 'Take back your last change, through the same checks.',
      zh: '撤销您的上一次操作（同样经过检查）。',
    },
    examples: { en: ['undo'], zh: ['撤销'] },
    args: z.strictObject({}),
    positional: [],
    run: (_args, asker) => undo(parts, asker),
    say: (data, { language }) => sayDone(parts.speech, data, language),
  });
}

const intentSchema = z.object({
  value: z.union([z.boolean(), z.number(), z.string()]),
  previous: z.union([z.boolean(), z.number(), z.string()]),
});

/** The last write of this person that still stands goes back to what was before it. */
async function undo(
  { control, journal, tasks, speech }: TaskActionParts,
  asker: Asker,
): Promise<Answer<SetData>> {
  const mine = tasks
    .list()
    .findLast(({ person, state }) => person === asker.person && state === 'done');
  const entries = await journal.entries({
    thing: mine?.thing,
    property: mine?.property,
    limit: 50,
    reverse: true,
  });
  const intent = entries.find(
    ({ kind, command }) => kind === 'intent' && command === mine?.command,
  );
  if (mine === undefined || intent === undefined) {
    return {
      ok: false,
      refusal: refuseTask('TASK_NOTHING', 'you have changed nothing that could be undone'),
    };
  }
  const { thing, property } = mine;
  const value: Value = intentSchema.parse(intent.details).previous;
  return toAnswer(await control.request({ thing, property, value }, asker), speech, asker);
}

function cancelAction(parts: TaskActionParts): Action {
  return defineAction<{ target?: string | undefined }, SetData>({
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
      if (data.receipt !== undefined) return sayDone(parts.speech, data, language);
      return language === 'zh' ? '已取消，什么都没有做。' : 'Cancelled. Nothing was done.';
    },
  });
}

async function cancel(
  { control, tasks, schedule, timedRuns, speech }: TaskActionParts,
  target: string | undefined,
  asker: Asker,
): Promise<Answer<SetData>> {
  const isMeant = (task: Task): boolean =>
    target === undefined
      ? task.person === asker.person
      : [task.id, task.thing, formatAddress(task)].includes(target);
  const runs = timedRuns.list();
  const isCancellable = (task: Task): boolean =>
    task.state === 'waiting' || runs.some(({ command }) => command === task.command);
  const task = tasks.list().findLast((candidate) => isMeant(candidate) && isCancellable(candidate));
  if (task === undefined)
    return { ok: false, refusal: refuseTask('TASK_NOTHING', 'there is nothing to cancel') };
  if (task.state === 'waiting') {
    await schedule.cancel(task);
    return { ok: true, data: { task: task.id }, tasks: [task.id] };
  }
  const run = runs.find(({ command }) => command === task.command);
  const value = run?.backTo ?? task.value;
  return toAnswer(
    await control.request({ thing: task.thing, property: task.property, value }, asker),
    speech,
    asker,
  );
}

function tasksAction({ tasks, speech }: TaskActionParts): Action {
  return defineAction<{ all: boolean }, readonly Task[]>({
    name: 'tasks',
    kind: 'read',
    role: 'viewer',
    help: { en: 'List open and recent tasks.', zh: '列出未完成和最近的任务。' },
    examples: { en: ['what are you doing?', 'tasks'], zh: ['任务'] },
    args: z.strictObject({ all: z.boolean().default(false).describe('every task that is kept') }),
    positional: [],
    run: ({ all }) => {
      const rows = tasks.list();
      return Promise.resolve({
        ok: true,
        data: all
          ? rows
          : [...rows.filter(isOpen), ...rows.filter((task) => !isOpen(task)).slice(-10)],
      });
    },
    say: (rows, { language }) => {
      if (rows.length === 0) return language === 'zh' ? '没有任务。' : 'There are no tasks.';
      return rows
        .map((task) => `${speech.time(task.createdAt)} ${task.state}: ${task.words} (${task.id})`)
        .join('\n');
    },
  });
}
