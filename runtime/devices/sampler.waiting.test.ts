/** Sampling of parts that need long, or wait for a model: patience of their own, and one quiet line. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { siteBoard } from '../../test/board-site.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metric.ts';
import type { Part } from '../hal/driver.ts';
import { MissingModelError } from '../hal/driver-errors.ts';
import type { Urgency } from '../hal/model-port.ts';
import { LiveProperty } from './live-property.ts';
import { Sampler } from './sampler.ts';

const test = suite('sampling of what sees');

interface Bench {
  readonly clock: FakeClock;
  readonly sampler: Sampler;
  readonly property: LiveProperty;
  /** How often something was counted. */
  readonly counted: () => number;
  /** Each line of the log: level and event. */
  readonly lines: readonly string[];
}

/** The tank's level, sampled every ten seconds from a part of the test's own. */
async function withPart(
  part: Pick<Part, 'read' | 'patienceMs' | 'sight'>,
  use: (bench: Bench) => Promise<void>,
  isForRules = false,
): Promise<void> {
  const clock = new FakeClock();
  let count = 0;
  const metrics: Metrics = {
    increment: () => void (count += 1),
    set: () => undefined,
    observe: () => undefined,
  };
  const lines: string[] = [];
  const thing = siteBoard.things.find(({ id }) => id === 'tank');
  const spec = thing?.properties.find(({ name }) => name === 'level');
  if (thing === undefined || spec === undefined) throw new Error('the site has a tank');
  const slow = { ...spec, calibrate: undefined, everyMs: 10_000, staleAfterMs: 30_000 };
  const onReading = (): void => undefined;
  const property = new LiveProperty({ thing, spec: slow, simulated: false, clock, onReading });
  const feeds = new Map([['value', [property]]]);
  const whole: Part = { ...part, close: () => Promise.resolve() };
  const sampled = { name: 'eye', part: whole, bus: 'eye', isForRules, feeds };
  const sampler = new Sampler({ sampled: () => [sampled], clock, log: logTo(lines), metrics });
  const started = sampler.start();
  await clock.advance(100);
  await started;
  await use({ clock, sampler, property, counted: () => count, lines });
  const stopped = sampler.stop();
  await clock.advance(3_000);
  await stopped;
}

function logTo(lines: string[]): Log {
  const at = (level: string) => (_fields: object, event: string) =>
    void lines.push(`${level}: ${event}`);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

const after = (clock: () => FakeClock, ms: number) => () =>
  new Promise<{ value: number }>((resolve) => {
    clock().after(ms, () => {
      resolve({ value: 50 });
    });
  });

test('waits as long as the part says it may need, and no longer', async () => {
  let now: FakeClock | undefined;
  const clock = (): FakeClock => {
    if (now === undefined) throw new Error('no clock yet');
    return now;
  };
  let isAsked = false;
  const read: Part['read'] = () => {
    if (now === undefined) return Promise.resolve({ value: 1 });
    isAsked = true;
    return after(clock, 5_000)();
  };
  await withPart({ read, patienceMs: 6_000 }, async (bench) => {
    now = bench.clock;
    await bench.clock.advance(10_000);
    assert.is(isAsked, true);
    await bench.clock.advance(4_000);
    assert.equal(bench.lines, []);
    await bench.clock.advance(1_500);
    assert.is(bench.property.reading().value, 50);
  });
});

test('believes what comes too late as of when it was asked for, and holds the bus up no second time', async () => {
  let answer: (sample: { value: number }) => void = () => undefined;
  let asked = 0;
  const read: Part['read'] = () => {
    asked += 1;
    if (asked === 1) return Promise.resolve({ value: 1 });
    return new Promise((resolve) => (answer = resolve));
  };
  await withPart({ read }, async ({ clock, sampler, property }) => {
    await clock.advance(12_000);
    const before = clock.monotonicMs();
    await sampler.refresh(property);
    assert.is(clock.monotonicMs(), before, 'nobody waits again');
    await clock.advance(3_000);
    answer({ value: 7 });
    await clock.advance(0);
    assert.equal([property.reading().value, property.ageMs(), asked], [7, 5_100, 2]);
  });
});

test('says once that a part waits for its model, and counts no failure of it', () =>
  withPart(
    { read: () => Promise.reject(new MissingModelError('person')) },
    async ({ clock, property, counted, lines }) => {
      await clock.advance(60_000);
      assert.equal(lines, ['info: part waits for its model']);
      assert.is(counted(), 0);
      assert.equal([property.reading().quality, property.reading().missing], ['faulty', 'person']);
    },
  ));

test('says aloud when what waited for its model is broken then', async () => {
  let error: Error = new MissingModelError('person');
  await withPart({ read: () => Promise.reject(error) }, async ({ clock, lines }) => {
    error = new Error('the lens is gone');
    await clock.advance(20_000);
    assert.equal(lines, ['info: part waits for its model', 'warn: part does not answer']);
  });
});

/** Of a camera that delivers this picture, however often it is asked. */
function showing(takenAt: number): Pick<Part, 'read' | 'sight'> {
  const picture = { bytes: Uint8Array.of(), type: 'image/jpeg', takenAt } as const;
  return { read: () => Promise.resolve({ value: 1 }), sight: () => ({ picture }) };
}

const START = Date.UTC(2026, 5, 1, 12);

test('what was seen is as old as the picture, however often a camera that stands still is asked', () =>
  withPart(showing(START - 60_000), async ({ clock, property }) => {
    assert.equal([property.ageMs(), property.reading().at], [60_100, START - 60_000]);
    await clock.advance(120_000);
    assert.equal([property.ageMs(), property.reading().at], [180_100, START - 60_000]);
    assert.is(property.reading().quality, 'good', 'it still answers');
  }));

test('a picture from the future is of now when it is first seen, and gets older from then on', () =>
  withPart(showing(START + 3_600_000), async ({ clock, property }) => {
    assert.ok(property.reading().at <= clock.now());
    await clock.advance(60_000);
    assert.is(property.ageMs(), 60_100);
  }));

for (const [isForRules, expected] of [
  [false, ['routine', 'person']],
  [true, ['rule', 'rule']],
] as const)
  test(`asks as urgently as ${isForRules ? 'the rule behind it' : 'whoever'} waits`, async () => {
    const urgencies: (Urgency | undefined)[] = [];
    const read: Part['read'] = (urgency) => {
      urgencies.push(urgency);
      return Promise.resolve({ value: 1 });
    };
    const look = async ({ sampler, property }: Bench): Promise<void> => {
      await sampler.refresh(property);
    };
    await withPart({ read }, look, isForRules);
    assert.equal(urgencies, expected);
  });

test.run();
