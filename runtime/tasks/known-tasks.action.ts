/** `tasks` on a board: how the tasks about its things stand, as far as the gateway has told. */
import { defineAction, type Action } from '../actions/action.ts';
import type { Language } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import { z } from '../core/schema.ts';
import { sayTasks } from './say-tasks.ts';
import { taskViewSchema, type TaskView } from './task-view.ts';

export interface KnownTasksParts {
  /** What the gateway has told. */
  readonly known: {
    list(): readonly unknown[];
    readonly asOf: number | undefined;
    readonly isCurrent: boolean;
  };
  readonly speech: Speech;
}

interface KnownTasksData {
  readonly tasks: readonly TaskView[];
  /** Until when this was so, epoch ms; absent: the gateway has told nothing yet. */
  readonly asOf?: number;
  readonly isCurrent: boolean;
}

export function knownTasksAction({ known, speech }: KnownTasksParts): Action {
  return defineAction<object, KnownTasksData>({
    name: 'tasks',
    kind: 'read',
    role: 'viewer',
    help: {
      en: 'List the tasks about things of this board, as the gateway told them.',
      zh: '列出与本板设备有关的任务（由网关告知）。',
    },
    examples: { en: ['tasks'], zh: ['任务'] },
    args: z.strictObject({}),
    positional: [],
    run: () => {
      const { asOf, isCurrent } = known;
      // Of a newer gateway, perhaps, with states that this version has no word for.
      const tasks = known.list().flatMap((task) => taskViewSchema.safeParse(task).data ?? []);
      return Promise.resolve({
        ok: true,
        data: { tasks, isCurrent, ...(asOf === undefined ? {} : { asOf }) },
      });
    },
    say: ({ tasks, asOf, isCurrent }, { language }) => {
      if (asOf === undefined)
        return language === 'zh'
          ? '网关还没有告知任何任务。'
          : 'The gateway has told of no tasks yet.';
      const list = sayTasks(tasks, speech, language);
      return isCurrent ? list : `${sayAge(asOf, speech, language)}\n${list}`;
    },
  });
}

function sayAge(asOf: number, speech: Speech, language: Language): string {
  return language === 'zh'
    ? `网关不在线；以下是 ${speech.time(asOf)} 的情况：`
    : `The gateway is away; this is how it was at ${speech.time(asOf)}:`;
}
