/** A model with half its bytes must still be the same network, or what the benchmark says of it means nothing. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readModelFile } from '../../runtime/inference/tflite-node/model-file.ts';
import { foreignModel, testWithModels } from '../foreign-models.ts';
import { halfBits, toHalfFloats } from './half-floats.ts';

const test = suite('half-floats');

/** IEEE 754-2019 §3.4: sign, 5 bits of exponent with bias 15, 10 of significand. */
function valueOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const significand = bits & 0x3ff;
  if (exponent === 0) return sign * significand * 2 ** -24;
  return sign * (1 + significand / 1_024) * 2 ** (exponent - 15);
}

test('gives back every finite half float', () => {
  for (let bits = 0; bits < 0x7c00; bits += 1) {
    assert.is(halfBits(valueOf(bits)), bits);
    assert.is(halfBits(valueOf(bits | 0x8000)), bits | 0x8000);
  }
});

test('rounds to the nearest, and in the middle to the even one', () => {
  assert.is(halfBits(0.1), 0x2e66);
  assert.is(halfBits(1 + 1 / 2_048), 0x3c00);
  assert.is(halfBits(1 + 3 / 2_048), 0x3c02);
  assert.is(halfBits(2 - 1 / 4_096), 0x4000);
});

testWithModels(test, 'halves the weights, and puts one DEQUANTIZE before each', () => {
  const before = readModelFile(foreignModel('vww_96_float'));
  const after = readModelFile(toHalfFloats(foreignModel('vww_96_float')));
  const { float16 = 0, float32 = 0 } = after.sizeByType;
  assert.is(float16 * 2 + float32, before.sizeByType['float32']);
  assert.ok(float16 > 40 * float32, `${float16} ${float32}`);
  const added = after.operators.at(-1);
  const halves = after.graphs[0].tensors.filter(({ dtype }) => dtype === 'float16');
  assert.equal([added?.name, added?.version, added?.count], ['DEQUANTIZE', 3, halves.length]);
  const kinds = (file: typeof before): unknown =>
    file.operators.slice(0, before.operators.length).map(({ name, count }) => [name, count]);
  assert.equal(kinds(after), kinds(before));
});

test.run();
