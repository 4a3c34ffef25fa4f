import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeBmp, type Pixels } from './decode-bmp.ts';
import { InferenceError } from './errors.ts';

const test = suite('decode-bmp');

interface Written {
  readonly bits: number;
  readonly height: number;
  readonly rows: readonly (readonly number[])[];
  readonly palette?: readonly number[];
}

/** A file of BITMAPFILEHEADER, BITMAPINFOHEADER, palette and rows, as Microsoft's page draws it. */
function write({ bits, height, rows, palette = [] }: Written): Uint8Array {
  const width = ((rows[0]?.length ?? 0) * 8) / bits;
  const padded = rows.flatMap((row) => [...row, ...Array<number>(-row.length & 3).fill(0)]);
  const dataAt = 54 + palette.length;
  const bytes = Buffer.alloc(dataAt + padded.length);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(dataAt, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(bits, 28);
  bytes.set(palette, 54);
  bytes.set(padded, dataAt);
  return bytes;
}

const RED = [0, 0, 255];
const BLUE = [255, 0, 0];

function decode(bytes: Uint8Array): Pixels {
  return decodeBmp(bytes, 1_000);
}

test('reads rows from the bottom up, colours as blue, green, red', () => {
  const bytes = write({ bits: 24, height: 2, rows: [RED, BLUE] });
  const { width, height, rgb } = decode(bytes);
  assert.equal([width, height, [...rgb]], [1, 2, [0, 0, 255, 255, 0, 0]]);
});

test('reads rows from the top down where the height is negative', () => {
  const { rgb } = decode(write({ bits: 24, height: -2, rows: [RED, BLUE] }));
  assert.equal([...rgb], [255, 0, 0, 0, 0, 255]);
});

test('leaves out the fourth byte of pixels with four', () => {
  const { rgb } = decode(write({ bits: 32, height: 1, rows: [[1, 2, 3, 255, 4, 5, 6, 0]] }));
  assert.equal([...rgb], [3, 2, 1, 6, 5, 4]);
});

test('looks colours up in the palette', () => {
  const palette = [...BLUE, 0, ...RED, 0];
  const { rgb } = decode(write({ bits: 8, height: 1, rows: [[1, 0, 1]], palette }));
  assert.equal([...rgb], [255, 0, 0, 0, 0, 255, 255, 0, 0]);
});

function codeOf(bytes: Uint8Array): string {
  try {
    decode(bytes);
  } catch (error) {
    if (error instanceof InferenceError) return error.code;
    throw error;
  }
  return 'none';
}

test('refuses what would unpack to more than is allowed, before it does', () => {
  const bytes = Buffer.from(write({ bits: 24, height: 1, rows: [RED] }));
  bytes.writeInt32LE(2_000_000_000, 18);
  assert.is(codeOf(bytes), 'INFERENCE_PICTURE_TOO_LARGE');
});

test('refuses a compressed or truncated one', () => {
  const bytes = Buffer.from(write({ bits: 24, height: 2, rows: [RED, BLUE] }));
  assert.is(codeOf(bytes.subarray(0, -1)), 'INFERENCE_BAD_PICTURE');
  bytes.writeUInt32LE(1, 30);
  assert.is(codeOf(bytes), 'INFERENCE_BAD_PICTURE');
});

test('reads or refuses any bytes', () => {
  const good = write({ bits: 24, height: 2, rows: [RED, BLUE] });
  const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
      const bytes = Uint8Array.from(good);
      for (const [at, value] of changes) bytes[at] = value;
      return codeOf(bytes) !== '';
    }),
  );
});

test.run();
