/** Pictures made here by the same library that other programs use, and real ones where they are at hand. */
import { readFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { foreignFile, testWithModels } from '../../test/foreign-models.ts';
import { InferenceError } from './errors.ts';
import type { PictureInput } from './model-card.ts';
import { prepareNumbers, preparePicture, prepareSequence } from './prepare-input.ts';
import type { TensorInfo } from './tflite-node/tflite-node.ts';

const test = suite('prepare-input');

const INPUT: PictureInput = { kind: 'image', fit: 'stretch' };

function tensor(change: Partial<TensorInfo> = {}): TensorInfo {
  const shape = [1, 2, 8, 3];
  return { name: 'in', dtype: 'uint8', scale: 1 / 255, zeroPoint: 0, shape, ...change };
}

/** Left half of the first colour, right half of the second. */
function halves(width: number, height: number, [left, right]: [string, string]): Sharp {
  const rect = (x: number, fill: string): string =>
    `<rect x="${x}" width="${width / 2}" height="${height}" fill="${fill}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${rect(0, left)}${rect(width / 2, right)}</svg>`;
  return sharp(Buffer.from(svg)).flatten();
}

const RED = [255, 0, 0];
const BLUE = [0, 0, 255];
const RED_BLUE = await halves(64, 32, ['#f00', '#00f']).png().toBuffer();

async function codeOf(preparing: Promise<unknown>): Promise<string> {
  try {
    await preparing;
  } catch (error) {
    if (error instanceof InferenceError) return error.code;
    throw error;
  }
  return 'none';
}

test('stretches a picture into the shape of the model', async () => {
  const data = [...(await preparePicture(RED_BLUE, INPUT, tensor()))];
  assert.is(data.length, 2 * 8 * 3);
  assert.equal([data.slice(0, 3), data.slice(-3)], [RED, BLUE]);
});

test('cuts out the middle, or keeps all of it between black bars', async () => {
  const flag = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  const grey = tensor({ shape: [1, 4, 4, 1] });
  const cover = await preparePicture(flag, { ...INPUT, fit: 'cover' }, grey);
  const contain = await preparePicture(flag, { ...INPUT, fit: 'contain' }, grey);
  assert.equal([...cover], Array<number>(16).fill(255));
  assert.equal(
    [...contain],
    [...Array<number>(4).fill(0), ...Array<number>(8).fill(255), ...Array<number>(4).fill(0)],
  );
});

for (const format of ['jpeg', 'webp'] as const)
  test(`reads ${format}`, async () => {
    const bytes = await halves(64, 32, ['#f00', '#00f'])
      .toFormat(format, { quality: 100 })
      .toBuffer();
    const data = [...(await preparePicture(bytes, INPUT, tensor()))].map(Number);
    const ends = [...data.slice(0, 3), ...data.slice(-3)];
    const off = [...RED, ...BLUE].map((value, index) => Math.abs(value - (ends[index] ?? 0)));
    assert.ok(Math.max(...off) < 12, off.join(' '));
  });

test('gives a model of signed bytes the pixels less 128', async () => {
  const signed = tensor({ dtype: 'int8', zeroPoint: -128 });
  assert.equal([...(await preparePicture(RED_BLUE, INPUT, signed))].slice(0, 3), [127, -128, -128]);
});

test('gives a model of bytes the pixels, whatever its scale is', async () => {
  const odd = tensor({ scale: 0.007843137718737125, zeroPoint: 127 });
  assert.equal([...(await preparePicture(RED_BLUE, INPUT, odd))].slice(0, 3), [255, 0, 0]);
});

test('gives a model of floats what its card says of black, white, mean and deviation', async () => {
  const floats = tensor({ dtype: 'float32', scale: 0 });
  const first = async (input: PictureInput): Promise<unknown> =>
    [...(await preparePicture(RED_BLUE, input, floats))].slice(0, 3);
  assert.equal(await first(INPUT), [1, 0, 0]);
  assert.equal(await first({ ...INPUT, values: [-1, 1] }), [1, -1, -1]);
  assert.equal(await first({ ...INPUT, mean: [0.5, 0.25, 0], deviation: 0.5 }), [1, -0.5, 0]);
});

test('makes one colour of three by their brightness', async () => {
  const grey = tensor({ shape: [1, 2, 8, 1] });
  const data = [...(await preparePicture(RED_BLUE, INPUT, grey))].map(Number);
  const [left = 0, right = 0] = [data[0], data[7]];
  assert.ok(left > right && right > 0 && left < 255, `${left} ${right}`);
});

test('turns a picture as the camera was held', async () => {
  const lying = await sharp(RED_BLUE).withMetadata({ orientation: 3 }).jpeg().toBuffer();
  const [red = 0, , blue = 0] = [...(await preparePicture(lying, INPUT, tensor()))].map(Number);
  assert.ok(blue > 200 && red < 60, `${red} ${blue}`);
});

testWithModels(test, 'reads pictures that other people took', async () => {
  for (const name of ['grace_hopper.bmp', 'cat.bmp', 'owl.jpg']) {
    const data = await preparePicture(
      readFileSync(foreignFile(name)),
      INPUT,
      tensor({ shape: [1, 8, 8, 3] }),
    );
    assert.ok(new Set([...data]).size > 50, name);
  }
});

test('refuses what is no picture, and a kind that can name other files', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  for (const bytes of [new Uint8Array(), Buffer.from('hello'), svg, Buffer.from('GIF89a')])
    assert.is(await codeOf(preparePicture(bytes, INPUT, tensor())), 'INFERENCE_BAD_PICTURE');
});

test('refuses a picture that ends too early', async () => {
  const half = RED_BLUE.subarray(0, RED_BLUE.length / 2);
  assert.is(await codeOf(preparePicture(half, INPUT, tensor())), 'INFERENCE_BAD_PICTURE');
});

test('refuses a picture that unpacks to gigabytes, by its header alone', async () => {
  const bomb = Buffer.from(RED_BLUE);
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  // The checksum of the IHDR chunk has to be right, or that would be the reason.
  const { crc32 } = await import('node:zlib');
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
  const code = await codeOf(preparePicture(bomb, INPUT, tensor()));
  assert.is(code, 'INFERENCE_PICTURE_TOO_LARGE');
});

test('refuses a picture for a model that takes numbers', async () => {
  const numbers = tensor({ shape: [1, 640] });
  assert.is(await codeOf(preparePicture(RED_BLUE, INPUT, numbers)), 'INFERENCE_WRONG_INPUT');
});

test('quantizes numbers, and refuses too many, too few and those that are none', () => {
  const numbers = tensor({ shape: [1, 2], dtype: 'int8', scale: 0.5, zeroPoint: 10 });
  assert.equal(prepareNumbers([1, -1], numbers), Int8Array.of(12, 8));
  for (const bad of [[1], [1, 2, 3], [1, Number.NaN], [1, Infinity]])
    assert.throws(
      () => prepareNumbers(bad, numbers),
      (error: unknown) => error instanceof InferenceError && error.code === 'INFERENCE_BAD_NUMBERS',
    );
});

test('cuts off a sequence that is too long, and fills up a short one with zeros', () => {
  const tensor = { name: 'x', dtype: 'float32', shape: [1, 4], scale: 0, zeroPoint: 0 } as const;
  const filled = (numbers: readonly number[], longest: number): number[] =>
    Array.from(prepareSequence(numbers, longest, tensor), Number);
  assert.equal(filled([1, 2, 3, 4, 5], 9), [1, 2, 3, 4]);
  assert.equal(filled([1, 2, 3, 4, 5], 3), [1, 2, 3, 0]);
  assert.equal(filled([1], 3), [1, 0, 0, 0]);
});

test.run();
