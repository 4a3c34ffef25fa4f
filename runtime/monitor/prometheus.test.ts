/** The text that Prometheus reads, by the rules of its text format 0.0.4. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { MetricDeclaration } from '../core/metric.ts';
import { PrometheusRegistry } from './prometheus.ts';

const commands: MetricDeclaration = {
  name: 'boardtalk_commands_total',
  help: 'Commands by outcome.',
  kind: 'counter',
  labels: ['outcome'],
};
const boots: MetricDeclaration = { name: 'boardtalk_boots_total', help: 'Boots.', kind: 'counter' };
const level: MetricDeclaration = {
  name: 'boardtalk_level',
  help: 'a\\b\nc',
  kind: 'gauge',
  labels: ['of'],
};
const latency: MetricDeclaration = {
  name: 'boardtalk_latency_seconds',
  help: 'From command to receipt.',
  kind: 'histogram',
  buckets: [0.1, 1],
};

test('counts per label, and begins a counter without labels at 0', () => {
  const registry = new PrometheusRegistry([boots, commands]);
  registry.increment(commands, { outcome: 'done' });
  registry.increment(commands, { outcome: 'done' }, 2);
  registry.increment(commands, { outcome: 'refused' });
  assert.is(
    registry.render(),
    [
      '# HELP boardtalk_boots_total Boots.',
      '# TYPE boardtalk_boots_total counter',
      'boardtalk_boots_total 0',
      '# HELP boardtalk_commands_total Commands by outcome.',
      '# TYPE boardtalk_commands_total counter',
      'boardtalk_commands_total{outcome="done"} 3',
      'boardtalk_commands_total{outcome="refused"} 1',
      '',
    ].join('\n'),
  );
});

test('keeps the last value of a gauge, and escapes what people wrote', () => {
  const registry = new PrometheusRegistry([]);
  registry.set(level, 1, { of: 'a "b"\\\n' });
  registry.set(level, -Infinity, { of: 'a "b"\\\n' });
  assert.is(
    registry.render(),
    [
      '# HELP boardtalk_level a\\\\b\\nc',
      '# TYPE boardtalk_level gauge',
      'boardtalk_level{of="a \\"b\\"\\\\\\n"} -Inf',
      '',
    ].join('\n'),
  );
});

test('counts observations in cumulative buckets, with a value at a bound below it', () => {
  const registry = new PrometheusRegistry([latency]);
  for (const seconds of [0.05, 0.1, 0.5, 5]) registry.observe(latency, seconds);
  assert.is(
    registry.render(),
    [
      '# HELP boardtalk_latency_seconds From command to receipt.',
      '# TYPE boardtalk_latency_seconds histogram',
      'boardtalk_latency_seconds_bucket{le="0.1"} 2',
      'boardtalk_latency_seconds_bucket{le="1"} 3',
      'boardtalk_latency_seconds_bucket{le="+Inf"} 4',
      'boardtalk_latency_seconds_sum 5.65',
      'boardtalk_latency_seconds_count 4',
      '',
    ].join('\n'),
  );
});

test.run();
