/** What a person asks of their own work, wherever they asked for it: `task`, how it stands; `asked`, what it was. */
import { defineAction, type Action } from '../actions/action.ts';
import type { Asker, Language } from '../actions/asker.ts';
import type { ConfirmRequest } from '../actions/chat-port.ts';
import { refuseAction } from '../actions/errors.ts';
import type { Speech } from '../actions/speech.ts';
import type { Clock } from '../core/clock.ts';
import { parseDuration } from '../core/duration.ts';
import { z } from '../core/schema.ts';
import type { TimedRuns } from '../devices/timed-runs.ts';
import { refuseTask } from './errors.ts';
import { latestOrder } from './latest-order.ts';
import type { QuestionDesk } from './question-desk.ts';
import { rowOf, sayTask, sayTasks, type TaskRow } from './say-tasks.ts';
import { seenBy } from './seen-by.ts';
import { isOpen } from './task.ts';
import type { TaskList } from './task-list.ts';
import { sayQuestion } from './write-answer.ts';

export interface MyTaskParts {
  readonly tasks: Pick<TaskList, 'writes'>;
  readonly questions: Pick<QuestionDesk, 'find'>;
  readonly timedRuns: Pick<TimedRuns, 'list'>;
  readonly speech: Speech;
  readonly clock: Clock;
}

export function myTaskActions(parts: MyTaskParts): readonly Action[] {
  return [taskAction(parts), askedAction(parts)];
}

interface Standing {
  readonly tasks: readonly TaskRow[];
  /** What has to be answered before it goes on. */
  readonly question?: string;
}

function taskAction(parts: MyTaskParts): Action {
  const { tasks, timedRuns, speech } = parts;
  return defineAction<{ id?: string | undefined }, Standing>({
    name: 'task',
    kind: 'read',
    isStep: true,
    role: 'viewer',
    help: {
      en: 'Say how your task stands, wherever you asked for it.',
      zh: '查看您的任务进展，无论在哪里提出。',
    },
    examples: { en: ['how is my task?'], zh: ['我的任务怎么样了？'] },
    args: z.strictObject({
      id: z.string().optional().describe('of one task; default: your latest, and all that is open'),
    }),
    positional: ['id'],
    run: ({ id }, asker) => {
      const all = tasks.writes();
      const latest = latestOrder(all, asker.person);
      const found = all.filter((task) =>
        id === undefined
          ? latest.includes(task) || (isOpen(task) && task.person === asker.person)
          : task.id === id,
      );
      if (found.length === 0 && id !== undefined)
        return Promise.resolve({
          ok: false,
          refusal: refuseTask('TASK_NO_SUCH', `there is no task ${id}`),
        });
      const confirm = openQuestion(parts, found, asker);
      const rows = found.map((task) => rowOf(seenBy(task, asker), timedRuns.list()));
      const data = { tasks: rows, ...(confirm && { question: confirm.question }) };
      const ids = rows.map((row) => row.id);
      return Promise.resolve({ ok: true, data, tasks: ids, ...(confirm && { confirm }) });
    },
    say: ({ tasks: rows, question }, { language }) => {
      if (rows.length === 0)
        return language === 'zh' ? '您还没有提出过任务。' : 'You have asked for nothing yet.';
      const told = rows.map((row) => sayWithResult(row, speech, language));
      return [...told, ...(question === undefined ? [] : [question])].join('\n');
    },
  });
}

/** The newest that this person can answer; a yes that follows is for that one. */
function openQuestion(
  { questions, speech }: MyTaskParts,
  tasks: readonly TaskRow[],
  { person, language }: Asker,
): ConfirmRequest | undefined {
  const open = tasks
    .flatMap(({ id }) => questions.find(id) ?? [])
    .filter(({ asker, people }) => (asker.person === person) === (people === 1));
  const newest = open.at(-1);
  return newest === undefined ? undefined : sayQuestion(newest, speech, language);
}

/** Of what has ended also what was measured, or why not. */
function sayWithResult(row: TaskRow, speech: Speech, language: Language): string {
  const line = sayTask(row, speech, language);
  const { refusal } = row;
  const receipt = 'receipt' in row ? row.receipt : undefined;
  if (isOpen(row)) return line;
  if (refusal !== undefined) return `${line}\n${speech.refusal(refusal, language)}`;
  if (receipt === undefined) return line;
  // It was so then: what came after it is no part of the task.
  const when =
    language === 'zh' ? `${speech.time(receipt.at)} 时：` : `At ${speech.time(receipt.at)}: `;
  return `${line}\n${when}${speech.receipt({ ...receipt, until: undefined }, language)}`;
}

/** More than a person reads; the last of them are what was meant. */
const MOST_ASKED = 50;

const askedArgs = z.strictObject({
  last: z.string().optional().describe('how far back, as 24h or 7d; default 24h'),
  from: z.string().optional().describe('instead: from when, as 2026-11-21T18:00'),
  to: z.string().optional().describe('and until when; default now'),
});

function askedAction({ tasks, timedRuns, speech, clock }: MyTaskParts): Action {
  return defineAction<z.infer<typeof askedArgs>, readonly TaskRow[]>({
    name: 'asked',
    kind: 'read',
    role: 'viewer',
    help: {
      en: 'Say what you have asked for, wherever you did, and what came of it.',
      zh: '列出您提出过的任务及其结果，无论在哪里提出。',
    },
    examples: { en: ['what did I ask yesterday?'], zh: ['我昨天让你做了什么？'] },
    args: askedArgs,
    positional: [],
    run: ({ last = '24h', from, to }, { person }) => {
      const until = to === undefined ? clock.now() : Date.parse(to);
      const since = from === undefined ? until - (parseDuration(last) ?? NaN) : Date.parse(from);
      if (!(since < until)) {
        const hint = 'Say it as --last 24h, or --from 2026-11-21T18:00 --to 2026-11-22T06:00.';
        const refusal = refuseAction('ACTION_BAD_ARGUMENTS', 'that names no stretch of time', hint);
        return Promise.resolve({ ok: false, refusal });
      }
      const asked = tasks
        .writes()
        .filter((task) => task.person === person)
        .filter(({ createdAt }) => createdAt >= since && createdAt <= until)
        .slice(-MOST_ASKED);
      return Promise.resolve({
        ok: true,
        data: asked.map((task) => rowOf(task, timedRuns.list())),
      });
    },
    say: (rows, { language }) => {
      if (rows.length > 0) return sayTasks(rows, speech, language);
      return language === 'zh'
        ? '那段时间您没有提出过任务。'
        : 'You asked for nothing in that time.';
    },
  });
}
