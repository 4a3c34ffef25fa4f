/** Alert: the process has used more memory than it should for five minutes. */
import type { AlertDeclaration } from '../core/alert.ts';
import type { ProcessVitals } from './process-vitals.ts';

const MEGABYTE = 1e6;

export interface MemoryAlertParts {
  readonly vitals: ProcessVitals;
  /** What the process may use, bytes. */
  readonly limitBytes: number;
}

export function memoryAlert({ vitals, limitBytes }: MemoryAlertParts): AlertDeclaration {
  return {
    code: 'memory',
    title: { en: 'Boardtalk uses more memory than it should', zh: 'Boardtalk 占用内存过多' },
    severity: 'warning',
    sample: () =>
      vitals.latest === undefined ? undefined : { value: vitals.latest.rssBytes / MEGABYTE },
    everyMs: 10_000,
    above: limitBytes / MEGABYTE,
    unit: 'MB',
    forMs: 300_000,
    text: (value) => {
      const [used, expected] = [value, limitBytes / MEGABYTE].map((one) => one.toFixed(0));
      return {
        en:
          `It has used ${used ?? ''} MB for five minutes, ${expected ?? ''} MB are expected. ` +
          'When the board runs out of memory, outputs go to their safe states. Look at: boardtalk doctor',
        zh: `连续五分钟占用 ${used ?? ''} MB，预期 ${expected ?? ''} MB。内存耗尽时输出会回到安全状态。请查看：boardtalk doctor`,
      };
    },
  };
}
