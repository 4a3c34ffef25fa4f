/** The gauge reader as it ships: held against drawn gauges, against its recipe, and through pictures on a disk to a value in a unit. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { calibrateDial } from '../../runtime/inference/calibrate-dial.ts';
import { findModel, type FoundModel } from '../../runtime/inference/find-model.ts';
import { openModel } from '../../runtime/inference/open-model.ts';
import { runModel } from '../../runtime/inference/run-model.ts';
import { InferenceError } from '../../runtime/inference/errors.ts';
import { Random } from '../kit/random.ts';
import { filesOf } from '../kit/recipe.ts';
import { drawGauge, PICTURE_SIZE, type Gauge } from './draw-gauge.ts';
import { makeGauge } from './gauge.recipe.ts';

const test = suite('the gauge reader');

const MODELS = join(import.meta.dirname, '..');

function shipped(named: string, ...directories: readonly string[]): Promise<FoundModel> {
  return findModel({ named, path: named, directories: [...directories, MODELS] });
}

/** As a camera would have it: a file of a common kind, larger than the network needs. */
async function photograph(directory: string, name: string, { pixels }: Gauge): Promise<string> {
  const path = join(directory, name);
  const size = { width: PICTURE_SIZE, height: PICTURE_SIZE, channels: 1 } as const;
  const jpeg = sharp(pixels, { raw: size }).resize(320, 320).jpeg({ quality: 85 });
  await writeFile(path, await jpeg.toBuffer());
  return path;
}

function gauges(count: number, seed: number): readonly Gauge[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => drawGauge(random));
}

test('reads what a camera took, and says of some that it cannot', () =>
  inTempDirectory(async (directory) => {
    const opened = await openModel({ id: 'gauge', directory: MODELS });
    let [near, read, refused, hidden] = [0, 0, 0, 0];
    for (const [index, gauge] of gauges(40, 4_242).entries()) {
      const path = await photograph(directory, `${index}.jpg`, gauge);
      const bytes = await readFile(path);
      const { value, isUnreadable } = await opened.look({ bytes, type: 'image/jpeg', takenAt: 0 });
      assert.is(isUnreadable, value === undefined);
      if (gauge.turn === undefined) hidden += 1;
      if (gauge.turn === undefined && value === undefined) refused += 1;
      if (gauge.turn === undefined || value === undefined) continue;
      read += 1;
      if (Math.abs(value - gauge.turn) / gauge.sweep <= 0.02) near += 1;
    }
    await opened.close();
    assert.ok(hidden > 3 && refused === hidden, `${refused} of ${hidden}`);
    assert.ok(read >= 28 && near >= read * 0.9, `${near} of ${read}`);
  }));

/** The same gauge with its needle at two places, and in the middle. */
test('tells a value after two pictures have told what the scale is', () =>
  inTempDirectory(async (directory) => {
    const clear = gauges(200, 31).filter(({ turn }) => turn !== undefined);
    const [low, high] = [
      clear.find(({ turn = 0 }) => turn < 0.25),
      clear.find(({ turn = 0 }) => turn > 0.7),
    ];
    assert.ok(low?.turn !== undefined && high?.turn !== undefined);
    const pictures = [
      { path: await photograph(directory, 'low.jpg', low), value: 0 },
      { path: await photograph(directory, 'high.jpg', high), value: 16 },
    ] as const;
    const found = await shipped('gauge');
    const order = { id: 'boiler', directory, pictures, unit: undefined };
    await calibrateDial(found, order);
    const boiler = await shipped('boiler', directory);
    for (const { path, value } of pictures) {
      const [result] = (await runModel(boiler, path)).results;
      assert.ok(result?.kind === 'dial' && result.value !== undefined);
      assert.ok(Math.abs(result.value - value) < 0.05, String(result.value));
    }
    const again = await calibrateDial(found, order).catch((error: unknown) => error);
    assert.ok(again instanceof InferenceError && again.code === 'INFERENCE_CANNOT_ADD');
    const twice = { ...order, id: 'other', pictures: [pictures[0], pictures[0]] as const };
    const same = await calibrateDial(found, twice).catch((error: unknown) => error);
    assert.ok(same instanceof InferenceError && same.code === 'INFERENCE_CANNOT_ADD');
  }));

test('cannot be calibrated with words that mean nothing', async () => {
  const found = await shipped('gauge');
  const pictures = [
    { path: 'a.jpg', value: 0 },
    { path: 'b.jpg', value: 10 },
  ] as const;
  const order = { id: 'boiler', directory: 'nowhere', pictures, unit: 'bar' };
  const same = { ...order, pictures: [pictures[0], { path: 'b.jpg', value: 0 }] as const };
  const wrong = [
    { ...order, unit: 'Bar' },
    { ...order, id: 'gauge' },
    { ...order, id: 'B 2' },
    same,
  ];
  for (const each of wrong) {
    const why = await calibrateDial(found, each).catch((error: unknown) => error);
    assert.ok(why instanceof InferenceError && why.code === 'INFERENCE_CANNOT_ADD', String(why));
  }
});

test('cannot be calibrated with a picture in which nothing can be read', () =>
  inTempDirectory(async (directory) => {
    const dark = { pixels: new Uint8Array(PICTURE_SIZE * PICTURE_SIZE), sweep: 1 };
    const path = await photograph(directory, 'dark.jpg', dark);
    const pictures = [
      { path, value: 0 },
      { path, value: 1 },
    ] as const;
    const order = { id: 'boiler', directory, pictures };
    const why = await calibrateDial(await shipped('gauge'), order).catch((error: unknown) => error);
    assert.ok(why instanceof InferenceError && why.code === 'INFERENCE_UNREADABLE');
  }));

test('comes out of its recipe with the same bytes each time', () => {
  const make = () =>
    filesOf(
      'gauge',
      makeGauge({ pictures: 60, epochs: 1, strangers: 20 }, () => undefined),
    );
  assert.equal(make(), make());
});

test.run();
