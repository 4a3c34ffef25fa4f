/** Who carries tasks out. The queue knows when; this knows what. */
import type { Progress } from '../../actions/asker.ts';
import type { Task } from '../task.ts';

export interface Performer<Kind extends Task = Task> {
  /** What is carried out one after the other has the same. */
  laneOf(task: Kind): string;
  /** How long it may take, or be silent, before it counts as hung, ms. */
  leaseMs(task: Kind): number;
  /** With what has to be on the disk before it begins. */
  prepare(task: Kind): Kind;
  /** Never rejects for what the world does. */
  perform(task: Kind, context: Performance): Promise<Performed<Kind>>;
  /** Of one that was running, and whose end nobody here saw. */
  recover(task: Kind): Promise<Performed<Kind>>;
}

export interface Performance {
  /** It was cancelled, or the node stops. */
  readonly signal: AbortSignal;
  /** It is written, and the world is given time. */
  readonly onSettling: () => void;
  readonly onProgress: (progress: Progress) => void;
}

export interface Performed<Kind extends Task = Task> {
  /** In the state in which it ended. */
  readonly task: Kind;
  /** It moved nothing, and what was in its way may pass: a board that is away, or something else in time. */
  readonly again?: 'board' | 'time';
}
