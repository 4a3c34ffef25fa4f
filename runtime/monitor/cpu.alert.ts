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
    title: { en: 'The processors of the board are busy', zh: '本板处理器繁忙' },
    severity: 'warning',
    sample: () => {
      const value = vitals.latest?.boardCpuPercent;
      return value === undefined ? undefined : { value };
    },
    everyMs: 10_000,
    above: 85,
    unit: '%',
    forMs: 300_000,
    text: (value) => ({
      en:
        `They have been busier than 85 % for five minutes, now ${value.toFixed(0)} %. ` +
        'What takes them: top; what Boardtalk takes: boardtalk doctor',
      zh: `连续五分钟高于 85 %，现在 ${value.toFixed(0)} %。查看占用：top；Boardtalk 自身：boardtalk doctor`,
    }),
  };
}
