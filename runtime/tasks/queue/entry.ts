/** A task in the queue, and who waits for it. */
import type { Progress } from '../../actions/asker.ts';
import type { Write } from '../../state/store.ts';
import type { Task } from '../task.ts';

export interface SubmitOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Durable together with the first state of the task. */
  readonly alongside?: readonly Write[] | undefined;
  /** Makes its end durable. Default: in the list of tasks, and nothing else. */
  readonly end?: ((ended: Task, alongside?: readonly Write[]) => Promise<void>) | undefined;
}

export interface Ticket {
  /** It is on the disk. Both reject when the store cannot write. */
  readonly accepted: Promise<void>;
  /** As it ended. */
  readonly ended: Promise<Task>;
}

export interface Entry {
  /** As it was last written, or is being written now. */
  task: Task;
  readonly lane: string;
  readonly options: SubmitOptions;
  /** It has left the queue: what comes of it later is of no interest. */
  hasEnded: boolean;
  isWritten: boolean;
  hasFailed: boolean;
  /** Of its newest state. */
  saved: Promise<void>;
  /** Another one each time that it is begun or taken over: only what the newest says counts. */
  turn: number;
  /** A newer order was given: it is not begun again. */
  isOvertaken: boolean;
  progress?: Progress;
  abort?: AbortController;
  readonly ended: Promise<Task>;
  readonly resolve: (ended: Task) => void;
  readonly reject: (error: unknown) => void;
}

export function makeEntry(task: Task, lane: string, options: SubmitOptions): Entry {
  let settle: Pick<Entry, 'resolve' | 'reject'> = { resolve: ignore, reject: ignore };
  const ended = new Promise<Task>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // Who does not wait for it does not hear that the store failed; the store has said so.
  ended.catch(ignore);
  const saved = Promise.resolve();
  const state = {
    ...{ hasEnded: false, hasFailed: false, isWritten: false, isOvertaken: false },
    turn: 0,
    saved,
  };
  return { task, lane, options, ...state, ended, ...settle };
}

function ignore(): void {
  // Nobody waits for it.
}
