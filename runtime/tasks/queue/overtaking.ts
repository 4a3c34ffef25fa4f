/**
 * On one property the order that was asked for last has the last word. So what a newer order passes by
 * is not carried out after it any more, and a stop ends all that was to start the same thing.
 */
import { isStart, LEVELS, type Task } from '../task.ts';

/** @param older waits for its turn, or may be tried again */
export function isOvertaken(older: Task, newer: Task): boolean {
  if (older.kind !== 'write' || newer.kind !== 'write' || older.thing !== newer.thing) return false;
  if (newer.level === 'safety' && isStart(older)) return true;
  if (older.property !== newer.property) return false;
  return older.state !== 'queued' || LEVELS.indexOf(newer.level) < LEVELS.indexOf(older.level);
}
