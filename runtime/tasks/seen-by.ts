/** What somebody may see of a task. Whoever only looks needs no words of other people to know what is going on. */
import type { Asker } from '../actions/asker.ts';
import { hasRole } from '../policy/roles.ts';
import { isWrite, type Task } from './task.ts';

export function seenBy<Each extends Task>(task: Each, asker: Pick<Asker, 'person' | 'role'>): Each {
  if (task.person === asker.person || hasRole(asker, 'operator')) return task;
  const said = isWrite(task) ? { words: '' } : { words: task.action, args: {}, text: undefined };
  // The order and the key have the chat in them.
  const from = { chat: '', subscribers: [], order: undefined, key: undefined };
  return { ...task, ...said, ...from };
}
