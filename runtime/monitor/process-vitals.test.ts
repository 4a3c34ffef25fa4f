/** What the process says about itself, and the alerts that rest on it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../core/clock.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { eventLoopAlert } from './event-loop.alert.ts';
import { memoryAlert } from './memory.alert.ts';
import { ProcessVitals, PROCESS_METRICS } from './process-vitals.ts';
import { PrometheusRegistry } from './prometheus.ts';

/** Real time: lets the monitor of the event loop tick, then blocks everything for that long. */
async function block(durationMs: number): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1)
    await new Promise<void>((resolve) => setTimeout(resolve, 120));
  const end = systemClock.monotonicMs() + durationMs;
  while (systemClock.monotonicMs() < end);
  await new Promise<void>((resolve) => setTimeout(resolve, 120));
}

test('measures memory, processor time and the longest stall, and stops for good', async () => {
  const clock = new FakeClock();
  const registry = new PrometheusRegistry(PROCESS_METRICS);
  const vitals = new ProcessVitals({ clock, metrics: registry });
  const memory = memoryAlert({ vitals, limitBytes: 95e6 });
  const eventLoop = eventLoopAlert({ vitals });
  await vitals.start();
  assert.equal([memory.sample(), eventLoop.sample()], [undefined, undefined]);
  await block(400);
  await clock.advance(10_000);
  assert.ok((eventLoop.sample()?.value ?? 0) > eventLoop.above, String(eventLoop.sample()?.value));
  assert.ok((memory.sample()?.value ?? 0) > 10, 'MB');
  assert.match(registry.render(), /^boardtalk_process_cpu_seconds_total 0?\.?\d/m);
  assert.match(registry.render(), /^boardtalk_process_resident_memory_bytes \d{8,}$/m);
  await vitals.stop();
  await vitals.stop();
  assert.is(clock.pending, 0);
});

test('says what is wrong and what to do', () => {
  const vitals = new ProcessVitals({ clock: new FakeClock(), metrics: new PrometheusRegistry([]) });
  const text = memoryAlert({ vitals, limitBytes: 95e6 }).text(120).en;
  assert.match(text, 'It has used 120 MB for five minutes, 95 MB are expected');
  assert.match(eventLoopAlert({ vitals }).text(312.4).en, 'last for 312 ms');
});

test.run();
