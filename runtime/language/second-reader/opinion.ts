/** What the second reader thinks of a sentence, and how sure it has to be before anybody listens. */
import type { Act } from '../understanding.ts';

/** In the order in which the model answers. */
export const ACTS = ['read', 'write', 'timer', 'talk', 'none'] as const satisfies readonly Act[];

/** The actions that sentences mean, in the order in which the model answers; `none`: nothing of what is done here. */
export const INTENTS = [
  ...(['set', 'mode', 'cancel', 'undo', 'read', 'history', 'why', 'look', 'lock-outs'] as const),
  ...(['status', 'things', 'tasks', 'boards', 'pins', 'journal', 'doctor'] as const),
  ...(['timer', 'help', 'talk', 'none'] as const),
] as const;

export type Intent = (typeof INTENTS)[number];

export interface Opinion {
  readonly act: Act;
  /** 0 to 1. */
  readonly sureness: number;
  /** Of what its act may be; the likeliest. */
  readonly intent: Intent;
  /** How likely it is that nobody wants anything changed; 0 to 1. */
  readonly harmless: number;
}

export interface SecondReader {
  /** Never throws. @param words of a sentence, in their order, with `NAMED` for each name */
  read(words: readonly string[]): Opinion;
}

const ACT_OF: Readonly<Partial<Record<Intent, Act>>> = {
  ...{ set: 'write', mode: 'write', cancel: 'write', undo: 'write' },
  ...{ timer: 'timer', help: 'talk', talk: 'talk', none: 'none' },
};

export function actOfIntent(intent: Intent): Act {
  return ACT_OF[intent] ?? 'read';
}
