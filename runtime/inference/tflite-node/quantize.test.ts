import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { dequantize, quantize } from './quantize.ts';
import { TfliteError } from './errors.ts';
import type { DType, TensorInfo } from './tensor.ts';

const test = suite('quantize');

function tensor(dtype: DType, scale: number, zeroPoint: number): TensorInfo {
  return { name: 't', dtype, shape: [1], scale, zeroPoint };
}

/** As vww_96_int8 takes it: pixels from 0 to 1. */
const PIXELS = tensor('int8', 1 / 255, -128);

test('makes the integers that stand for real numbers', () => {
  assert.equal(quantize([0, 0.6, 1], PIXELS), Int8Array.of(-128, 25, 127));
});

test('gives the nearest that the type can hold for what lies beyond it', () => {
  assert.equal(quantize([-3, 3], PIXELS), Int8Array.of(-128, 127));
});

test('leaves floats as they are', () => {
  assert.equal(quantize([0.25], tensor('float32', 0, 0)), Float32Array.of(0.25));
});

test('refuses integers that stand for nothing else', () => {
  for (const act of [quantize, dequantize])
    assert.throws(
      () => act(Int32Array.of(1), tensor('int32', 0, 0)),
      (error: unknown) => error instanceof TfliteError && error.code === 'TFLITE_BAD_INPUT',
    );
});

test('comes back within half a step, for any scale and zero point', () => {
  const tensors = fc
    .tuple(
      fc.constantFrom<DType>('int8', 'uint8', 'int16'),
      fc.float({ min: Math.fround(0.001), max: 10, noNaN: true }),
      fc.integer({ min: 0, max: 100 }),
    )
    .map((parts) => tensor(...parts));
  fc.assert(
    fc.property(tensors, fc.integer({ min: 0, max: 25 }), (info, steps) => {
      const value = steps * info.scale * 1.03;
      const [back = Number.NaN] = dequantize(quantize([value], info), info);
      assert.ok(Math.abs(back - value) <= info.scale * 0.501, `${back} for ${value}`);
    }),
  );
});

test.run();
