/** The three published alerts, at the borders of their thresholds. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import type { AlertDeclaration } from '../core/alert.ts';
import { silentLog } from '../core/log.ts';
import { inferenceLatencyAlert } from '../inference/inference-latency.alert.ts';
import { LatencyWindow } from '../inference/latency-window.ts';
import { refuseDevice } from '../devices/errors.ts';
import { taskFailuresAlert } from '../tasks/task-failures.alert.ts';
import type { Task } from '../tasks/task.ts';
import { AlertEngine, type AlertChange } from './alert-engine.ts';
import { BoardLoad } from './board-load.ts';
import { cpuAlert } from './cpu.alert.ts';

const test = suite('published alerts');

/** The states that an alert goes through, each with the second it began. */
async function watch(
  declaration: AlertDeclaration,
  clock: FakeClock,
  live: () => Promise<void>,
): Promise<readonly string[]> {
  const seen: string[] = [];
  const start = clock.monotonicMs();
  const onChange = ({ state: { state } }: AlertChange): void => {
    seen.push(`${state} ${String((clock.monotonicMs() - start) / 1_000)}`);
  };
  const engine = new AlertEngine({ declarations: [declaration], clock, log: silentLog, onChange });
  await engine.start();
  await live();
  await engine.stop();
  return seen;
}

async function afterCpu(percent: number, ms: number): Promise<readonly string[]> {
  const clock = new FakeClock();
  const latest = { rssBytes: 0, cpuSeconds: 0, stallMs: 0, boardCpuPercent: percent };
  return watch(cpuAlert({ vitals: { latest } }), clock, () => clock.advance(ms));
}

test('85.0 % of the processors is not too much, 85.1 % for five minutes is', async () => {
  assert.equal(await afterCpu(85, 1_000_000), []);
  assert.equal(await afterCpu(85.1, 310_000), ['pending 10', 'firing 310']);
});

test('4:59 is not five minutes', async () => {
  assert.equal(await afterCpu(99, 309_000), ['pending 10']);
});

test('500 ms is not too long for a model, 501 ms is', async () => {
  const fires = async (ms: number): Promise<readonly string[]> => {
    const clock = new FakeClock();
    const latencies = new LatencyWindow({ clock });
    for (let look = 0; look < 100; look += 1) latencies.add(look < 94 ? 20 : ms);
    return watch(inferenceLatencyAlert({ latencies }), clock, () => clock.advance(20_000));
  };
  assert.equal(await fires(500), []);
  assert.equal(await fires(501), ['firing 10']);
});

test('one slow look in twenty-one is not the rule, and one that is older than five minutes is over', async () => {
  const clock = new FakeClock();
  const latencies = new LatencyWindow({ clock });
  assert.is(latencies.p95(), undefined);
  for (let look = 0; look < 20; look += 1) latencies.add(20);
  latencies.add(5_000);
  assert.is(latencies.p95(), 20);
  latencies.add(5_000);
  assert.is(latencies.p95(), 5_000);
  await clock.advance(300_000);
  assert.is(latencies.p95(), undefined);
});

function ended(done: number, failed: number, at: number): readonly Task[] {
  const task = (state: Task['state'], index: number): Task => ({
    ...{ kind: 'write', level: 'interactive' },
    ...{ id: `task-${state}-${String(index)}`, state, thing: 'pump', property: 'power' },
    ...{ value: true, person: 'anna', via: 'web', chat: 'web:anna', language: 'en', words: '' },
    ...{ createdAt: at, endedAt: at },
  });
  return [
    ...Array.from({ length: done }, (_, index) => task('done', index)),
    ...Array.from({ length: failed }, (_, index) => task('failed', index)),
    ...Array.from({ length: 500 }, (_, index) => task('refused', index)),
  ];
}

test('5.0 % failed tasks are not too many, 5.1 % are; what was refused did not fail', async () => {
  const fires = async (done: number, failed: number): Promise<readonly string[]> => {
    const clock = new FakeClock();
    const list = ended(done, failed, clock.now());
    const alert = taskFailuresAlert({ tasks: { list: () => list }, clock });
    return watch(alert, clock, () => clock.advance(20_000));
  };
  assert.equal(await fires(950, 50), []);
  assert.equal(await fires(949, 51), ['firing 10']);
  assert.equal(await fires(0, 19), [], 'of nineteen nobody can tell');
  assert.equal(await fires(0, 20), ['firing 10']);
});

test('what a newer order overtook before it could be measured did not fail', async () => {
  const clock = new FakeClock();
  const refusal = refuseDevice('DEVICE_SUPERSEDED', 'pump.power was written again');
  const list = ended(0, 40, clock.now()).map((task) => ({ ...task, refusal }));
  const alert = taskFailuresAlert({ tasks: { list: () => list }, clock });
  assert.equal(await watch(alert, clock, () => clock.advance(20_000)), []);
});

test('the load of a board is that of all its processors since the last look', () => {
  const at = (busy: number, idle: number) => ({
    times: { user: busy, nice: 0, sys: 0, idle, irq: 0 },
  });
  let cpus = [at(100, 900), at(0, 1_000)];
  const load = new BoardLoad(() => cpus);
  assert.is(load.percent(), undefined);
  cpus = [at(200, 900), at(50, 1_050)];
  assert.is(load.percent(), 75);
  assert.is(load.percent(), undefined, 'no time has passed');
});

test.run();
