/** A task that has ended, without what somebody said, or without who it was for: what was done stays. */
import { isWrite, type Task } from './task.ts';

export function withoutWords(task: Task): Task {
  return isWrite(task) ? { ...task, words: '' } : { ...task, words: '', args: {}, text: undefined };
}

/** The order and the key have the chat in them. */
export function withoutChats(task: Task, person: string): Task {
  const { subscribers = [] } = task;
  const others = subscribers.filter((one) => one.person !== person);
  if (task.person !== person) return { ...task, subscribers: others };
  return { ...withoutWords(task), chat: '', order: undefined, key: undefined, subscribers: others };
}
