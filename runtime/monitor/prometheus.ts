/**
 * Metrics in the Prometheus text format, version 0.0.4:
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 * Written by hand because prom-client, bundled, costs 5.8 MB of memory and 40 ms on the first
 * scrape, a tenth of what a whole board may use, for the page of code below.
 */
import type { MetricDeclaration, Metrics } from '../core/metric.ts';

type Labels = Readonly<Record<string, string>>;

interface Series {
  readonly labels: Labels;
  /** Of a counter or gauge; of a histogram the sum of what was observed. */
  value: number;
  /** Of a histogram: how many observations fell into each bucket; the last one is +Inf. */
  readonly counts: number[];
}

interface Family {
  readonly metric: MetricDeclaration;
  readonly series: Map<string, Series>;
}

export class PrometheusRegistry implements Metrics {
  readonly #families = new Map<string, Family>();

  /** Counters without labels begin at 0, so that their first increment is seen as one. */
  constructor(declarations: readonly MetricDeclaration[]) {
    for (const metric of declarations) {
      this.#family(metric);
      if (metric.kind === 'counter' && metric.labels === undefined) this.increment(metric, {}, 0);
    }
  }

  increment(metric: MetricDeclaration, labels: Labels = {}, by = 1): void {
    this.#series(metric, labels).value += by;
  }

  set(metric: MetricDeclaration, value: number, labels: Labels = {}): void {
    this.#series(metric, labels).value = value;
  }

  observe(metric: MetricDeclaration, value: number, labels: Labels = {}): void {
    const series = this.#series(metric, labels);
    const bounds = metric.buckets ?? [];
    const found = bounds.findIndex((bound) => value <= bound);
    const bucket = found === -1 ? bounds.length : found;
    series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    series.value += value;
  }

  render(): string {
    return [...this.#families.values()].map(renderFamily).join('');
  }

  #family(metric: MetricDeclaration): Family {
    const known = this.#families.get(metric.name);
    if (known !== undefined) return known;
    const family = { metric, series: new Map<string, Series>() };
    this.#families.set(metric.name, family);
    return family;
  }

  #series(metric: MetricDeclaration, labels: Labels): Series {
    const { series } = this.#family(metric);
    const key = renderLabels(labels);
    const known = series.get(key);
    if (known !== undefined) return known;
    const counts = Array.from({ length: (metric.buckets?.length ?? 0) + 1 }, () => 0);
    const created = { labels, value: 0, counts };
    series.set(key, created);
    return created;
  }
}

function renderFamily({ metric, series }: Family): string {
  const { name, help, kind } = metric;
  const render = kind === 'histogram' ? renderHistogram : renderSingle;
  const lines = [...series.values()].flatMap((one) => render(metric, one));
  return [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${kind}`, ...lines, ''].join('\n');
}

function renderSingle({ name }: MetricDeclaration, { labels, value }: Series): string[] {
  return [`${name}${renderLabels(labels)} ${renderNumber(value)}`];
}

/** Buckets are cumulative: each counts everything up to its bound. */
function renderHistogram(metric: MetricDeclaration, { labels, value, counts }: Series): string[] {
  const { name } = metric;
  let total = 0;
  const buckets = [...(metric.buckets ?? []), Infinity].map((bound, index) => {
    total += counts[index] ?? 0;
    const withBound = renderLabels({ ...labels, le: renderNumber(bound) });
    return `${name}_bucket${withBound} ${String(total)}`;
  });
  const own = renderLabels(labels);
  return [
    ...buckets,
    `${name}_sum${own} ${renderNumber(value)}`,
    `${name}_count${own} ${String(total)}`,
  ];
}

function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function renderNumber(value: number): string {
  if (Number.isFinite(value) || Number.isNaN(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}
