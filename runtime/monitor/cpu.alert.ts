/** Alert: the processors of the board have been busy for five minutes. */
import type { AlertDeclaration } from '../core/alert.ts';
import type { ProcessVitals } from './process-vitals.ts';

export function cpuAlert({
  vitals,
}: {
  readonly vitals: Pick<ProcessVitals, 'latest'>;
}): AlertDeclaration {
  return {
    code: 'cpu',
    title: 'The processors of the board are busy',
    severity: 'warning',
    sample: () => {
      const value = vitals.latest?.boardCpuPercent;
      return value === undefined ? undefined : { value };
    },
    everyMs: 10_000,
    above: 85,
    forMs: 300_000,
    text: (value) =>
      `The processors of this board have been busier than 85 % for five minutes, last ${value.toFixed(0)} %. ` +
      'What takes them: top; what Boardtalk takes: boardtalk doctor',
  };
}
