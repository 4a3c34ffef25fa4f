/** Alert: what was learned to be usual of something is not what it does now. One for each thing that is watched. */
import type { AlertDeclaration, AlertSample } from '../../core/alert.ts';

export interface AnomalyAlertParts {
  /** `pump-2.vibration` */
  readonly series: string;
  /** How high a score is too high. */
  readonly above: number;
  readonly sample: () => AlertSample | undefined;
}

export function anomalyAlert({ series, above, sample }: AnomalyAlertParts): AlertDeclaration {
  return {
    code: 'anomaly',
    subject: series,
    title: {
      en: 'Something is unlike what was learned to be usual of it',
      zh: '与学到的平常情况不同',
    },
    severity: 'warning',
    sample,
    everyMs: 10_000,
    above,
    unit: '',
    // That it lasts is what the sample says already: half of a window of scores is too high.
    forMs: 20_000,
    calmMs: 0,
    text: (value) => ({
      en: `${series}: score ${value.toFixed(1)}. Look at: boardtalk anomaly ${series}`,
      zh: `${series}：分数 ${value.toFixed(1)}。请查看：boardtalk anomaly ${series}`,
    }),
  };
}
