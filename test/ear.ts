/** One who hears what an adapter brings, instead of the core: keeps all of it, in order, and how far was heard. */
import type { ArrivedMessage, Hearing } from '../runtime/gateway/channels/channel-adapter.ts';

export interface Ear extends Hearing {
  readonly heard: ArrivedMessage[];
  /** How often the platform answered. */
  readonly signs: number;
}

/** @param cursor how far was heard before */
export function earOf(cursor?: string): Ear {
  const heard: ArrivedMessage[] = [];
  let upTo = cursor;
  let signs = 0;
  return {
    heard,
    get signs() {
      return signs;
    },
    get cursor() {
      return upTo;
    },
    accept: (messages, next = upTo) => {
      heard.push(...messages);
      upTo = next;
      return Promise.resolve();
    },
    alive: () => {
      signs += 1;
    },
  };
}
