/** What people do with their tasks: confirm, list; `cancel.action.ts` ends, `undo.action.ts` takes back. */
import { defineAction, type Action } from '../actions/action.ts';
import type { Speech } from '../actions/speech.ts';
import type { Clock } from '../core/clock.ts';
import { z } from '../core/schema.ts';
import type { TimedRuns } from '../devices/timed-runs.ts';
import type { ThingsView } from '../devices/things-view.ts';
import type { JournalReader } from '../state/journal-reader.ts';
import { cancelAction } from './cancel.action.ts';
import type { Control } from './control.ts';
import type { Inbox } from './inbox.ts';
import { myTaskActions } from './my-tasks.actions.ts';
import type { QuestionDesk } from './question-desk.ts';
import { rowOf, sayTasks, type TaskRow } from './say-tasks.ts';
import type { Schedule } from './schedule.ts';
import type { TaskQueue } from './queue/task-queue.ts';
import { seenBy } from './seen-by.ts';
import { isOpen } from './task.ts';
import type { TaskList } from './task-list.ts';
import { undoAction } from './undo.action.ts';
import { sayWritten, toAnswer, type WriteData } from './write-answer.ts';

export interface TaskActionParts {
  readonly control: Control;
  readonly tasks: TaskList;
  readonly queue: Pick<TaskQueue, 'before' | 'cancel'>;
  readonly inbox: Inbox;
  readonly schedule: Schedule;
  readonly questions: QuestionDesk;
  readonly timedRuns: Pick<TimedRuns, 'list'>;
  readonly journal: JournalReader;
  readonly things: ThingsView;
  readonly speech: Speech;
  readonly clock: Clock;
}

export function taskActions(parts: TaskActionParts): readonly Action[] {
  const own = [confirmAction(parts), undoAction(parts), cancelAction(parts), tasksAction(parts)];
  return [...own, ...myTaskActions(parts)];
}

function confirmAction(parts: TaskActionParts): Action {
  return defineAction<{ token: string; answer: 'yes' | 'no' }, WriteData>({
    name: 'confirm',
    kind: 'write',
    isStep: true,
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

/** How many ended tasks are listed. */
const RECENT = 10;

function tasksAction({ tasks, queue, timedRuns, speech }: TaskActionParts): Action {
  return defineAction<{ all: boolean }, readonly TaskRow[]>({
    name: 'tasks',
    kind: 'read',
    role: 'viewer',
    help: { en: 'List open and recent tasks.', zh: '列出未完成和最近的任务。' },
    examples: { en: ['tasks', 'what are you doing?'], zh: ['任务'] },
    args: z.strictObject({ all: z.boolean().default(false).describe('every task that is kept') }),
    positional: [],
    run: ({ all }, asker) => {
      const runs = timedRuns.list();
      const rows = tasks.list().map((task): TaskRow => {
        const before = queue.before(task.id);
        return { ...rowOf(seenBy(task, asker), runs), ...(before.length > 0 && { before }) };
      });
      const isActive = (row: TaskRow): boolean => isOpen(row) || row.until !== undefined;
      const ended = rows.filter((row) => !isActive(row));
      const data = [...(all ? ended : ended.slice(-RECENT)), ...rows.filter(isActive)];
      return Promise.resolve({ ok: true, data });
    },
    say: (rows, { language }) => sayTasks(rows, speech, language),
  });
}
