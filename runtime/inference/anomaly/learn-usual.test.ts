/** What is learned from a week of a pump, what it says of the next, and of a pump that fails. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { dequantize, loadModel, quantize, type Model } from '../tflite-node/tflite-node.ts';
import { errorOf, learnUsual, scoreOf, type Learned, type PastReadings } from './learn-usual.ts';
import { ReadingWindows, WINDOW } from './reading-windows.ts';
import { ALARM_FACTOR, RecentScores } from './recent-scores.ts';
import { vibration, type Fault } from './vibration.fixture.ts';
import { featuresOf } from './window-features.ts';

const test = suite('learn usual');

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FROM = Date.UTC(2026, 10, 1);
const NEXT = FROM + 7 * DAY_MS;
const QUIET = { description: 'a pump', onProgress: () => undefined };

let known: Learned | undefined;

function learned(): Learned {
  known ??= mustLearn(vibration({ seed: 1, days: 7, from: FROM }));
  return known;
}

function mustLearn(past: PastReadings): Learned {
  const result = learnUsual(past, QUIET);
  if ('reason' in result) throw new Error(`nothing was learned: ${result.reason}`);
  return result;
}

interface Scored {
  readonly at: number;
  readonly score: number;
}

function scoresOf(past: PastReadings, { model, scale, typical }: Learned): readonly Scored[] {
  const windows = new ReadingWindows(scale.stepMs);
  return Array.from(past.at).flatMap((at, index) => {
    const window = windows.push(at, past.values[index] ?? 0);
    if (window === undefined) return [];
    return [{ at, score: scoreOf(errorOf(model, featuresOf(window, at, scale)), typical) }];
  });
}

/** When an alarm begins. */
function alarmsOf(scores: readonly Scored[], { usual }: Learned): readonly number[] {
  const recent = new RecentScores();
  const alarms: number[] = [];
  let isAlarmed = false;
  for (const { at, score } of scores) {
    recent.push(score);
    const isHigh: boolean = (recent.level(isAlarmed) ?? 0) > ALARM_FACTOR * usual;
    if (isHigh && !isAlarmed) alarms.push(at);
    isAlarmed = isHigh;
  }
  return alarms;
}

for (const seed of [2, 3])
  test(`a week that it has never seen is usual, and alarms nobody (${String(seed)})`, () => {
    const scores = scoresOf(vibration({ seed, days: 7, from: NEXT }), learned());
    const { usual } = learned();
    const above = scores.filter(({ score }) => score > usual).length / scores.length;
    assert.ok(above < 0.01, `${String(above)} of all scores are above the usual`);
    assert.equal(alarmsOf(scores, learned()), []);
  });

/** The drift is 0.15 mm/s in an hour; all else is there at once. */
const FAULTS: readonly (readonly [Fault, number])[] = [
  ['spikes', 0.5],
  ['stuck', 0.5],
  ['frequency', 2],
  ['drift', 3],
];

for (const [fault, hours] of FAULTS)
  for (const faultAfterMs of [2 * HOUR_MS, 14 * HOUR_MS])
    test(`${fault} that begins after ${String(faultAfterMs / HOUR_MS)} h alarms within ${String(hours)} h, and once`, () => {
      const days = faultAfterMs / DAY_MS + 0.5;
      const past = vibration({ seed: 5, days, from: NEXT, fault, faultAfterMs });
      const alarms = alarmsOf(scoresOf(past, learned()), learned());
      assert.is(alarms.length, 1);
      const after = (alarms[0] ?? 0) - NEXT - faultAfterMs;
      assert.ok(after > 0 && after <= hours * HOUR_MS, `${String(after / 60_000)} min after it`);
    });

test('TensorFlow Lite says of the file what the kit says of the model', () =>
  inTempDirectory(async (directory) => {
    const { bytes, model, scale, typical } = learned();
    const path = join(directory, 'pump.tflite');
    await writeFile(path, bytes);
    const loaded = await loadModel(path, { isolate: 'none' });
    const windows = new ReadingWindows(scale.stepMs);
    const past = vibration({ seed: 6, days: 0.2, from: NEXT, fault: 'spikes', faultAfterMs: 1e7 });
    let compared = 0;
    for (const [index, at] of past.at.entries()) {
      const window = windows.push(at, past.values[index] ?? 0);
      if (window === undefined) continue;
      const features = featuresOf(window, at, scale);
      const said = scoreOf(await errorByLibrary(loaded, features), typical);
      const kit = scoreOf(errorOf(model, features), typical);
      assert.ok(Math.abs(said - kit) < 0.02 * kit + 0.01, `${String(said)}, ${String(kit)}`);
      compared += 1;
    }
    assert.ok(compared > 1_000);
    await loaded.close();
  }));

async function errorByLibrary(model: Model, features: Float32Array): Promise<number> {
  const [[input], [output]] = [model.inputs, model.outputs];
  if (input === undefined || output === undefined) throw new Error('the model has no ends');
  const entered = quantize(features, input);
  const [came] = await model.run([entered]);
  const again = came === undefined ? [] : dequantize(came, output);
  const given = dequantize(entered, input);
  return given.reduce((sum, value, at) => sum + (value - (again[at] ?? 0)) ** 2, 0) / given.length;
}

test('the same past gives the same file', () => {
  const past = vibration({ seed: 9, days: 1, from: FROM });
  assert.equal(mustLearn(past).bytes, mustLearn(past).bytes);
});

test('holes in the past are left out, and what is left is enough', () => {
  const past = vibration({ seed: 1, days: 7, from: FROM });
  const isKept = (_: number, index: number): boolean => index % 3_000 < 2_000;
  const holed = { at: past.at.filter(isKept), values: past.values.filter(isKept) };
  const result = mustLearn(holed);
  const scores = scoresOf(vibration({ seed: 2, days: 2, from: NEXT }), result);
  assert.equal(alarmsOf(scores, result), []);
});

test('a stretch that was read at another pace is left out, too', () => {
  const [slow, usual] = [
    vibration({ seed: 1, days: 1, from: FROM, stepMs: 60_000 }),
    vibration({ seed: 2, days: 5, from: FROM + DAY_MS }),
  ];
  const both = {
    at: Float64Array.of(...slow.at, ...usual.at),
    values: Float64Array.of(...slow.values, ...usual.values),
  };
  assert.is(mustLearn(both).scale.stepMs, 10_000);
});

/** What was learned from, and why nothing was. */
const REFUSED: readonly (readonly [string, PastReadings, string])[] = [
  ['nothing', { at: new Float64Array(0), values: new Float64Array(0) }, 'few'],
  ['ten minutes', vibration({ seed: 1, days: 0.1, from: FROM }), 'few'],
  ['half a day', vibration({ seed: 1, days: 0.5, from: FROM }), 'short'],
  ['what never changes', constant(), 'constant'],
  ['what comes now and then', irregular(), 'irregular'],
];

for (const [what, past, reason] of REFUSED)
  test(`from ${what} nothing is learned: ${reason}`, () => {
    const result = learnUsual(past, QUIET);
    assert.is('reason' in result ? result.reason : 'learned', reason);
  });

function constant(): PastReadings {
  const past = vibration({ seed: 1, days: 2, from: FROM });
  return { ...past, values: past.values.map(() => 4) };
}

function irregular(): PastReadings {
  const { at, values } = vibration({ seed: 1, days: 3, from: FROM });
  const isKept = (_: number, index: number): boolean => index % 60 < 20;
  return { at: at.filter(isKept), values: values.filter(isKept) };
}

test('a window has no hole in it, and no reading that came too soon', () => {
  const windows = new ReadingWindows(1_000);
  let at = 0;
  const next = (stepMs: number): boolean => windows.push((at += stepMs), at) !== undefined;
  for (let index = 1; index < WINDOW; index += 1) assert.is(next(1_000), false);
  assert.is(next(2_000), true, 'one that is missing is no hole');
  assert.is(next(300), false, 'asked in between');
  assert.is(next(700), true);
  assert.is(next(3_000), false);
  assert.is(windows.filled, 1);
});

test.run();
