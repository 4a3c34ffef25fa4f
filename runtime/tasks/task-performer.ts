/** Who carries out what: writes and actions, each their own way. */
import type { Performance, Performed, Performer } from './queue/performer.ts';
import type { ActionTask, Task, WriteTask } from './task.ts';

export interface TaskPerformerParts {
  readonly write: Performer<WriteTask>;
  readonly action: Performer<ActionTask>;
}

export class TaskPerformer implements Performer {
  readonly #parts: TaskPerformerParts;

  constructor(parts: TaskPerformerParts) {
    this.#parts = parts;
  }

  laneOf(task: Task): string {
    const { write, action } = this.#parts;
    return task.kind === 'write' ? write.laneOf(task) : action.laneOf(task);
  }

  leaseMs(task: Task): number {
    const { write, action } = this.#parts;
    return task.kind === 'write' ? write.leaseMs(task) : action.leaseMs(task);
  }

  prepare(task: Task): Task {
    const { write, action } = this.#parts;
    return task.kind === 'write' ? write.prepare(task) : action.prepare(task);
  }

  perform(task: Task, performance: Performance): Promise<Performed> {
    const { write, action } = this.#parts;
    return task.kind === 'write'
      ? write.perform(task, performance)
      : action.perform(task, performance);
  }

  recover(task: Task): Promise<Performed> {
    const { write, action } = this.#parts;
    return task.kind === 'write' ? write.recover(task) : action.recover(task);
  }
}
