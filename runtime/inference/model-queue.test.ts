/** The queue of a model: who comes first, who is too many, who is too late. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Urgency } from '../hal/model-port.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { ModelQueue } from './model-queue.ts';

const test = suite('model queue');

class Bench {
  readonly clock = new FakeClock();
  readonly order: string[] = [];
  readonly lengths: number[] = [];
  readonly queue: ModelQueue;
  #letGo: (() => void)[] = [];

  constructor(capacity = 4) {
    const onLength = (length: number): void => void this.lengths.push(length);
    this.queue = new ModelQueue({ clock: this.clock, capacity, onLength });
  }

  /** Runs until `finish` is called. */
  ask(name: string, urgency: Urgency = 'routine', withinMs = 10_000): Promise<string> {
    const work = (): Promise<string> => {
      this.order.push(name);
      return new Promise((resolve) =>
        this.#letGo.push(() => {
          resolve(name);
        }),
      );
    };
    return this.queue.ask(work, { urgency, withinMs });
  }

  async finish(): Promise<void> {
    this.#letGo.shift()?.();
    await this.clock.advance(0);
  }
}

test('runs one at a time, the more urgent first, then the earlier', async () => {
  const bench = new Bench();
  const all = [
    bench.ask('first'),
    bench.ask('routine'),
    bench.ask('person', 'person'),
    bench.ask('rule', 'rule'),
    bench.ask('other rule', 'rule'),
  ];
  for (const _ of all) await bench.finish();
  assert.equal(bench.order, ['first', 'rule', 'other rule', 'person', 'routine']);
  assert.equal(await Promise.all(all), ['first', 'routine', 'person', 'rule', 'other rule']);
  assert.is(bench.lengths.at(-1), 0);
});

test('refuses as busy who finds all places taken by others as urgent', async () => {
  const bench = new Bench(1);
  const running = bench.ask('running');
  const waiting = bench.ask('waiting');
  assert.is(await bench.ask('too many'), 'busy');
  await bench.finish();
  await bench.finish();
  assert.equal(await Promise.all([running, waiting]), ['running', 'waiting']);
});

test('gives a rule the place of one that nobody waits for', async () => {
  const bench = new Bench(1);
  const running = bench.ask('running');
  const routine = bench.ask('routine');
  const rule = bench.ask('rule', 'rule');
  assert.is(await routine, 'busy');
  await bench.finish();
  await bench.finish();
  assert.equal(await Promise.all([running, rule]), ['running', 'rule']);
});

test('tells who waits in vain that it is too late, at the deadline', async () => {
  const bench = new Bench();
  const running = bench.ask('running');
  const late = bench.ask('late', 'person', 500);
  await bench.clock.advance(500);
  assert.is(await late, 'expired');
  await bench.finish();
  assert.is(await running, 'running');
  assert.equal(bench.order, ['running']);
});

test('lets a run go on whose asker has gone', async () => {
  const bench = new Bench();
  const hasty = bench.ask('hasty', 'person', 500);
  const patient = bench.ask('patient');
  await bench.clock.advance(500);
  assert.is(await hasty, 'expired');
  assert.equal(bench.order, ['hasty']);
  await bench.finish();
  assert.equal(bench.order, ['hasty', 'patient']);
  await bench.finish();
  assert.is(await patient, 'patient');
});

test('goes on after a run that failed', async () => {
  const { queue, clock } = new Bench();
  const wish = { urgency: 'routine', withinMs: 1_000 } as const;
  const failed = queue.ask(() => Promise.reject(new Error('broken')), wish).catch(String);
  assert.is(await queue.ask(() => Promise.resolve('next'), wish), 'next');
  assert.is(await failed, 'Error: broken');
  assert.is(clock.pending, 0);
});

test('answers everybody exactly once, and leaves no timer behind', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          urgency: fc.constantFrom<Urgency>('rule', 'person', 'routine'),
          withinMs: fc.integer({ min: 0, max: 50 }),
          lasting: fc.integer({ min: 0, max: 20 }),
        }),
        { maxLength: 20 },
      ),
      async (wishes) => {
        const { clock, queue } = new Bench(3);
        const runs = new Array<number>(wishes.length).fill(0);
        const answers = wishes.map(({ lasting, ...wish }, index) =>
          queue.ask(() => {
            runs[index] = (runs[index] ?? 0) + 1;
            return new Promise<string>((resolve) => {
              clock.after(lasting, () => {
                resolve('done');
              });
            });
          }, wish),
        );
        for (let step = 0; step < 500; step += 1) await clock.advance(1);
        const said = await Promise.all(answers);
        assert.is(clock.pending, 0);
        said.forEach((answer, index) => {
          if (answer === 'done') assert.is(runs[index], 1);
          if (answer === 'busy') assert.is(runs[index], 0);
        });
      },
    ),
    { numRuns: 50 },
  ));

test('refuses all who wait when it is closed, and ends with the run', async () => {
  const bench = new Bench();
  const running = bench.ask('running');
  const waiting = bench.ask('waiting');
  const closed = bench.queue.close();
  assert.is(await waiting, 'busy');
  await bench.finish();
  await closed;
  assert.is(await running, 'running');
  assert.is(bench.clock.pending, 0);
});

test.run();
