/** Something that only has to happen once, in its place in the order of start. */
import type { Service } from '../core/service.ts';

export function onStart(work: () => void | Promise<void>): Service {
  return {
    start: async () => {
      await work();
    },
    stop: () => Promise.resolve(),
  };
}
