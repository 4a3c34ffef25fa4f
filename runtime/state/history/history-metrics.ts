/** What history tells the monitor. Named in `app/`, which hands all declarations to it. */
import type { MetricDeclaration, Metrics } from '../../core/metric.ts';
import type { History } from './history.ts';

const SAMPLES: MetricDeclaration = {
  name: 'boardtalk_history_readings',
  help: 'Readings taken into history since the start.',
  kind: 'gauge',
};
const REFUSED: MetricDeclaration = {
  name: 'boardtalk_history_refused_readings',
  help: 'Readings that history did not take since the start, by reason: future, no-time, impossible, full.',
  kind: 'gauge',
  labels: ['reason'],
};
const WRITES: MetricDeclaration = {
  name: 'boardtalk_history_write_bytes_per_day',
  help: 'What history makes the disk write, projected to a day.',
  kind: 'gauge',
};

export const HISTORY_METRICS: readonly MetricDeclaration[] = [SAMPLES, REFUSED, WRITES];

/** Called when the metrics are asked for. */
export function reportHistory(history: History, metrics: Metrics): void {
  const { samples, refused, projectedBytesPerDay } = history.stats();
  metrics.set(SAMPLES, samples);
  for (const [reason, count] of Object.entries(refused)) metrics.set(REFUSED, count, { reason });
  metrics.set(WRITES, projectedBytesPerDay);
}
