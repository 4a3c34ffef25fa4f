/** What is asked of a line, in the kernel's words. */
import type { LineOptions } from '../../../gpio.ts';
import { LINE_FLAGS } from './addon.ts';

const BIAS_FLAGS = {
  none: LINE_FLAGS.noBias,
  'pull-up': LINE_FLAGS.pullUp,
  'pull-down': LINE_FLAGS.pullDown,
} as const;

/** What its 32 bits hold, over an hour: whatever is longer waits as long as that. */
const LONGEST_US = 2 ** 32 - 1;

/** µs, as the kernel wants them; 0 where nothing is debounced. */
export function debounceUsOf({ direction, debounceMs = 0 }: LineOptions): number {
  return direction === 'in' ? Math.min(Math.round(debounceMs * 1_000), LONGEST_US) : 0;
}

export function flagsOf({ direction, activeLow = false, bias }: LineOptions): bigint {
  return (
    (direction === 'in' ? LINE_FLAGS.input : LINE_FLAGS.output) |
    (activeLow ? LINE_FLAGS.activeLow : 0n) |
    (bias === undefined ? 0n : BIAS_FLAGS[bias])
  );
}
