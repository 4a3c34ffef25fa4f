/**
 * The contract of a metric. A room declares its metrics as values; `monitor/` registers them and
 * hands each room its recorders. Names follow Prometheus: base units, `_total` for counters.
 */
export interface MetricDeclaration {
  readonly name: `boardtalk_${string}`;
  readonly help: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly labels?: readonly string[];
  /** Upper bounds of a histogram, in the metric's unit. */
  readonly buckets?: readonly number[];
}

/** How rooms record without knowing who collects. */
export interface Metrics {
  increment(
    metric: MetricDeclaration,
    labels?: Readonly<Record<string, string>>,
    by?: number,
  ): void;
  set(metric: MetricDeclaration, value: number, labels?: Readonly<Record<string, string>>): void;
  observe(
    metric: MetricDeclaration,
    value: number,
    labels?: Readonly<Record<string, string>>,
  ): void;
}
