/** How the queue carries out an action that takes its time: as the catalogue does, in the name of whoever asked. */
import type { ActionResult } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';
import type { Catalogue } from '../actions/catalogue.ts';
import { errorMessage } from '../core/app-error.ts';
import { refuseTask } from './errors.ts';
import type { Performance, Performed, Performer } from './queue/performer.ts';
import type { ActionTask } from './task.ts';

export interface ActionPerformerParts {
  readonly catalogue: () => Pick<Catalogue, 'perform'>;
}

/** Silent for longer, it hangs. */
const LEASE_MS = 10 * 60_000;

export class ActionPerformer implements Performer<ActionTask> {
  readonly #parts: ActionPerformerParts;
  /** Whole answers, for those who wait for them; the task keeps what was said. */
  readonly #answers = new Map<string, (answer: ActionResult) => void>();

  constructor(parts: ActionPerformerParts) {
    this.#parts = parts;
  }

  /** One of a kind at a time: they are heavy. */
  laneOf({ action }: ActionTask): string {
    return `action ${action}`;
  }

  leaseMs(): number {
    return LEASE_MS;
  }

  prepare(task: ActionTask): ActionTask {
    return task;
  }

  async perform(
    task: ActionTask,
    { signal, onProgress }: Performance,
  ): Promise<Performed<ActionTask>> {
    const { action, args } = task;
    const asker = { ...askerOf(task), onProgress, signal };
    try {
      const answer = await this.#parts.catalogue().perform(action, args, asker);
      this.#answers.get(task.id)?.(answer);
      if (answer.ok) return { task: { ...task, state: 'done', text: answer.text } };
      return { task: { ...task, state: 'refused', refusal: answer.refusal } };
    } catch (error) {
      const refusal = refuseTask('TASK_BROKE', `${action} broke: ${errorMessage(error)}`);
      return { task: { ...task, state: 'failed', refusal }, again: 'time' };
    }
  }

  /** It moves nothing, and what it had done by then counts for nothing: it is begun anew. */
  recover(task: ActionTask): Promise<Performed<ActionTask>> {
    const refusal = refuseTask('TASK_BROKE', `${task.action} was cut short again and again`);
    return Promise.resolve({ task: { ...task, state: 'failed', refusal }, again: 'time' });
  }

  /** Hears the whole answer to a task, if it comes in this life. Returns how to stop. */
  listen(id: string, listener: (answer: ActionResult) => void): () => void {
    this.#answers.set(id, listener);
    return () => this.#answers.delete(id);
  }
}

function askerOf({ person, role, areas, via, chat, language, words, through }: ActionTask): Asker {
  return {
    ...{ person, role, via, chat, language, words },
    ...(areas !== undefined && { areas }),
    ...(through !== undefined && { through }),
  };
}
