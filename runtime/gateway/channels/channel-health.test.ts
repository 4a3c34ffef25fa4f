import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { silentLog } from '../../core/log.ts';
import { PrometheusRegistry } from '../../monitor/prometheus.ts';
import { ChannelHealth } from './channel-health.ts';
import { CHANNEL_METRICS } from './channel-metrics.ts';

const test = suite('channel-health');

interface Patient {
  readonly health: ChannelHealth;
  readonly clock: FakeClock;
  readonly metrics: PrometheusRegistry;
}

function patient(longestQuietMs: number | undefined): Patient {
  const [clock, metrics] = [new FakeClock(), new PrometheusRegistry(CHANNEL_METRICS)];
  const parts = { channel: 'telegram:1', name: 'phones', longestQuietMs, metrics, clock };
  return { health: new ChannelHealth({ ...parts, log: silentLog }), clock, metrics };
}

test('nothing heard for longer than may be is deaf, since it was last heard; one word ends that', async () => {
  const { health, clock } = patient(180_000);
  await clock.advance(100_000);
  health.alive();
  const heardAt = clock.now();
  await clock.advance(180_000);
  assert.is(health.state.deafSince, undefined);
  await clock.advance(1_000);
  assert.is(health.state.deafSince, heardAt);
  health.alive();
  assert.is(health.state.deafSince, undefined);
});

test('a platform that only posts may be silent for days', async () => {
  const { health, clock } = patient(undefined);
  await clock.advance(172_800_000);
  assert.is(health.state.deafSince, undefined);
});

test('the last trouble is remembered with its cure when it is over', async () => {
  const { health, clock } = patient(180_000);
  const since = clock.now();
  health.fail('hearing', { why: '401', cure: 'a new token' });
  await clock.advance(5_000);
  health.alive();
  const { trouble, pastTrouble } = health.state;
  assert.is(trouble, undefined);
  assert.equal(pastTrouble, { why: '401', cure: 'a new token', since, until: since + 5_000 });
});

test('counts what arrived, how sending ended, and whether it is in trouble', () => {
  const { health, metrics } = patient(180_000);
  health.arrived();
  health.arrived();
  for (const outcome of ['sent', 'failed', 'unknown', 'sent'] as const) health.ended(outcome);
  health.fail('sending', { why: 'no' });
  const during = metrics.render();
  assert.match(during, 'boardtalk_channel_arrived_total{channel="phones"} 2');
  assert.match(during, 'boardtalk_channel_sent_total{channel="phones",outcome="sent"} 2');
  assert.match(during, 'boardtalk_channel_sent_total{channel="phones",outcome="failed"} 1');
  assert.match(during, 'boardtalk_channel_sent_total{channel="phones",outcome="unknown"} 1');
  assert.match(during, 'boardtalk_channel_trouble{channel="phones"} 1');
  health.ended('sent');
  assert.match(metrics.render(), 'boardtalk_channel_trouble{channel="phones"} 0');
});

test.run();
