/** What is asked of a line, in the kernel's words. */
import type { LineOptions } from '../../../gpio.ts';
import { LINE_FLAGS } from './addon.ts';

const BIAS_FLAGS = {
  none: LINE_FLAGS.noBias,
  'pull-up': LINE_FLAGS.pullUp,
  'pull-down': LINE_FLAGS.pullDown,
} as const;

export function flagsOf({ direction, activeLow = false, bias }: LineOptions): bigint {
  return (
    (direction === 'in' ? LINE_FLAGS.input : LINE_FLAGS.output) |
    (activeLow ? LINE_FLAGS.activeLow : 0n) |
    (bias === undefined ? 0n : BIAS_FLAGS[bias])
  );
}
