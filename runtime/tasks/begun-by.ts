/** What a message has begun, for whoever sends it again after its reply was lost. */
import type { Language } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import { sayTasks } from './say-tasks.ts';
import type { TaskList } from './task-list.ts';

export interface BegunByParts {
  readonly tasks: Pick<TaskList, 'writes'>;
  readonly speech: Speech;
}

/** One line for each order of it; empty where there is none. */
export type BegunBy = (chat: string, message: string, language: Language) => string;

export function begunBy({ tasks, speech }: BegunByParts): BegunBy {
  return (chat, message, language) => {
    const begun = tasks.writes().filter(({ order }) => order === orderOf(chat, message));
    return begun.length === 0 ? '' : sayTasks(begun, speech, language);
  };
}

/** What a person writes in one message is one order, however many actions it became. */
export function orderOf(chat: string, message: string): string {
  return `${chat}/${message}`;
}
