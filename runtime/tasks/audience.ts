/** Where people hear what comes of a task: where it was asked for, and where anybody joined it since. */
import type { Addressee } from './outbox.ts';
import type { Subscriber, Task } from './task.ts';

/** Programs that see what came of it in the answer and the readings: letters to them nobody ever fetches. */
const DEAF: ReadonlySet<string> = new Set(['mqtt', 'rest']);

/** Each chat once. @param except the one that gets the reply, and hears it there */
export function audienceOf(
  { id, via, chat, language, subscribers = [] }: Task,
  except?: string,
): readonly Addressee[] {
  // Of whoever was erased nobody knows where they were told.
  const own = DEAF.has(via) || chat === '' ? [] : [{ chat, language }];
  const all = [...own, ...subscribers].filter((one) => one.chat !== except);
  const chats = new Map(all.map((one) => [one.chat, one.language]));
  return [...chats].map(([each, spoken]) => ({ chat: each, language: spoken, task: id }));
}

/** Who answered for it hears of it from then on. */
export function withSubscriber<Each extends Task>(task: Each, joining: Subscriber): Each {
  const { subscribers = [] } = task;
  const isKnown = [task, ...subscribers].some(({ chat }) => chat === joining.chat);
  return isKnown ? task : { ...task, subscribers: [...subscribers, joining] };
}
