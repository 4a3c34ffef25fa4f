/** What a person asked for last, in whatever chat: every task of that one sentence. */
import type { WriteTask } from './task.ts';

/** @param tasks newest last */
export function latestOrder(tasks: readonly WriteTask[], person: string): readonly WriteTask[] {
  const own = tasks.filter((task) => task.person === person);
  const latest = own.at(-1);
  return own.filter(
    ({ id, order }) => id === latest?.id || (order !== undefined && order === latest?.order),
  );
}
