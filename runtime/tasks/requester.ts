/** Who stands in a command and in the journal: the person, and that a language model chose for them. */
import type { Task } from './task.ts';

const THROUGH_MODEL = ' via llm';

export function requesterOf({ person, through }: Pick<Task, 'person' | 'through'>): string {
  return through === undefined ? person : `${person}${THROUGH_MODEL}`;
}

/** The person behind an actor of the journal. */
export function personOf(actor: string): string {
  return actor.endsWith(THROUGH_MODEL) ? actor.slice(0, -THROUGH_MODEL.length) : actor;
}
