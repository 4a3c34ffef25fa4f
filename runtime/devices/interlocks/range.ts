/** `range: [0, 80]`: the lowest and highest value that may be written. */
import { refused, type Interlock } from './interlock.ts';

export function range([low, high]: readonly [number, number], name = 'range'): Interlock {
  return {
    name,
    objects: ({ value }) =>
      typeof value === 'number' && value >= low && value <= high
        ? undefined
        : refused(
            `${String(value)} is not between ${String(low)} and ${String(high)}`,
            `${String(value)} 不在 ${String(low)} 到 ${String(high)} 之间`,
          ),
  };
}
