/** Doctor: does keeping the past wear the card out, and is anything of it lost? */
import type { DoctorCheck, Finding } from '../../core/doctor-check.ts';
import type { HistoryStats } from './history-stats.ts';
import type { History } from './history.ts';

export function historyCheck({ history }: { readonly history: History }): DoctorCheck {
  return {
    code: 'history',
    question: 'Does the history keep within its daily write budget, and take every reading?',
    look: () => Promise.resolve(examine(history.stats())),
  };
}

function examine(stats: HistoryStats): Finding {
  const { samples, refused, bytesPerSample, projectedBytesPerDay, budgetBytesPerDay } = stats;
  const size = bytesPerSample === undefined ? '' : `, ${bytesPerSample.toFixed(1)} bytes each`;
  const text = `${String(samples)} readings since the start${size}; ${megabytes(projectedBytesPerDay)} MB written a day of ${megabytes(budgetBytesPerDay)} MB`;
  if (projectedBytesPerDay > budgetBytesPerDay)
    return { verdict: 'warn', text, fix: 'Measure less often: raise `every` in devices.yaml.' };
  const lost = Object.entries(refused).filter(([, count]) => count > 0);
  if (lost.length === 0) return { verdict: 'ok', text };
  const reasons = lost.map(([reason, count]) => `${String(count)} ${REASONS[reason] ?? reason}`);
  return {
    verdict: 'warn',
    text: `${text}; not kept: ${reasons.join(', ')}`,
    fix: 'Compare the clocks of the boards with: boardtalk boards',
  };
}

const REASONS: Readonly<Record<string, string>> = {
  future: 'from the future',
  'no-time': 'without a trusted time',
  impossible: 'beyond what can be kept',
  full: 'more than could be taken in',
};

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
