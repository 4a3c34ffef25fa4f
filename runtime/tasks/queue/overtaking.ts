/**
 * On one property the order that was asked for last has the last word. So what a newer order passes by
 * is not carried out after it any more, and a stop ends all that was to start the same thing.
 */
import type { Refusal } from '../../core/refusal.ts';
import { refuseTask } from '../errors.ts';
import { isStart, LEVELS, type Task, type WriteTask } from '../task.ts';

/** @param older waits for its turn, or may be tried again */
export function isOvertaken(older: Task, newer: Task): boolean {
  if (older.kind !== 'write' || newer.kind !== 'write' || older.thing !== newer.thing) return false;
  if (newer.level === 'safety' && isStart(older)) return true;
  if (older.property !== newer.property) return false;
  return older.state !== 'queued' || LEVELS.indexOf(newer.level) < LEVELS.indexOf(older.level);
}

/** The newer order that was begun before this one could be: one that is taken up after a restart stands behind it. */
export function firstToPass(older: Task, writes: readonly WriteTask[]): WriteTask | undefined {
  if (older.kind !== 'write') return undefined;
  const { id, thing, property } = older;
  return writes.findLast(
    (newer) =>
      newer.id > id &&
      newer.thing === thing &&
      (newer.property === property || (newer.level === 'safety' && isStart(older))) &&
      newer.attempt !== undefined,
  );
}

export function overtakenBy({ words }: Task): Refusal {
  return refuseTask('TASK_OVERTAKEN', `a newer order came before it: “${words}”`);
}
