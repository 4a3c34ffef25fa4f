/** Alert: the process has used more memory than it should for five minutes. */
import type { AlertDeclaration } from '../core/alert.ts';
import type { ProcessVitals } from './process-vitals.ts';

export interface MemoryAlertParts {
  readonly vitals: ProcessVitals;
  /** What the process may use, bytes. */
  readonly limitBytes: number;
}

export function memoryAlert({ vitals, limitBytes }: MemoryAlertParts): AlertDeclaration {
  return {
    code: 'memory',
    title: 'Boardtalk uses more memory than it should',
    severity: 'warning',
    sample: () => (vitals.latest === undefined ? undefined : { value: vitals.latest.rssBytes }),
    everyMs: 10_000,
    above: limitBytes,
    forMs: 300_000,
    text: (value) =>
      `Boardtalk has used ${megabytes(value)} for five minutes, ${megabytes(limitBytes)} are expected. ` +
      'When the board runs out of memory, outputs go to their safe states. Look at: boardtalk doctor',
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
