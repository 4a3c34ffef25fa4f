/** What this room counts. Named in `app/`, which hands all declarations to the monitor. */
import type { MetricDeclaration } from '../core/metric.ts';

export const WRITES: MetricDeclaration = {
  name: 'boardtalk_writes_total',
  help: 'Orders to write a property, by how they ended: done, refused, failed.',
  kind: 'counter',
  labels: ['outcome'],
};
export const INTERLOCK_REFUSALS: MetricDeclaration = {
  name: 'boardtalk_interlock_refusals_total',
  help: 'Orders that an interlock refused, by its name in the configuration.',
  kind: 'counter',
  labels: ['interlock'],
};
export const FORCED_WRITES: MetricDeclaration = {
  name: 'boardtalk_forced_writes_total',
  help: 'Writes by which the board brought something back to its safe value, by the rule behind them.',
  kind: 'counter',
  labels: ['rule'],
};
export const PART_FAILURES: MetricDeclaration = {
  name: 'boardtalk_part_failures_total',
  help: 'Samples that a part did not answer, or answered with nonsense.',
  kind: 'counter',
  labels: ['part'],
};

export const DEVICE_METRICS: readonly MetricDeclaration[] = [
  WRITES,
  INTERLOCK_REFUSALS,
  FORCED_WRITES,
  PART_FAILURES,
];
