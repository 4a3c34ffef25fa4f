/** Makes a task of an action that takes its time: it waits for its turn, and goes on after a restart. */
import { refusedResult, type Action, type ActionResult } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';
import type { Clock } from '../core/clock.ts';
import { createId } from '../core/ids.ts';
import { isRefusal } from '../core/refusal.ts';
import type { ActionPerformer } from './action-performer.ts';
import { refuseTask } from './errors.ts';
import { MAX_WORDS } from './limits.ts';
import type { TaskQueue } from './queue/task-queue.ts';
import type { ActionTask } from './task.ts';

export interface LongActionsParts {
  readonly queue: Pick<TaskQueue, 'submit'>;
  readonly actions: Pick<ActionPerformer, 'listen'>;
  readonly clock: Clock;
}

const CANCELLED = refuseTask('TASK_CANCELLED', 'it was cancelled');

export class LongActions {
  readonly #parts: LongActionsParts;

  constructor(parts: LongActionsParts) {
    this.#parts = parts;
  }

  /** Resolves when it has ended, however long that takes. */
  async enqueue({ name }: Action, args: unknown, asker: Asker): Promise<ActionResult> {
    const { queue, actions } = this.#parts;
    const task = this.#task(name, args, asker);
    let answer: ActionResult | undefined;
    const stop = actions.listen(task.id, (heard) => {
      answer = heard;
    });
    try {
      const ticket = queue.submit(task, { onProgress: asker.onProgress });
      if (isRefusal(ticket)) return refusedResult(ticket, asker.language);
      const { state, refusal = CANCELLED } = await ticket.ended;
      const said = state === 'cancelled' ? undefined : answer;
      return { ...(said ?? refusedResult(refusal, asker.language)), tasks: [task.id] };
    } finally {
      stop();
    }
  }

  #task(action: string, args: unknown, asker: Asker): ActionTask {
    const now = this.#parts.clock.now();
    const { person, role, areas, via, through, chat, language, words } = asker;
    return {
      ...{ kind: 'action', id: createId('task', now), state: 'queued', level: 'background' },
      ...{ action, args, person, role, via, through, chat, language },
      ...(areas !== undefined && { areas }),
      ...{ words: words.slice(0, MAX_WORDS), createdAt: now },
    };
  }
}
