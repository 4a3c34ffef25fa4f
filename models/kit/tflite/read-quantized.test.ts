/** What is read back is what was written; what is none, or damaged, is said. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { KitError } from '../errors.ts';
import { quantizeNetwork } from '../int8/quantize-network.ts';
import type { QuantizedModel } from '../int8/quantized-model.ts';
import { answerQuantized } from '../int8/run-quantized.ts';
import { convolution } from '../layers/convolution.ts';
import { dense } from '../layers/dense.ts';
import { flatten } from '../layers/flatten.ts';
import { Random } from '../random.ts';
import { Network } from '../training/network.ts';
import { readQuantized } from './read-quantized.ts';
import { writeQuantized } from './write-quantized.ts';

const test = suite('a model of dense layers, read back');

const random = new Random(5);
const INPUTS = Array.from({ length: 20 }, () => {
  const indices = Uint16Array.of(random.below(40), 40 + random.below(40));
  return { indices, values: Float32Array.of(random.next(), random.next()) };
});

function sparseModel(): QuantizedModel {
  const network = new Network({
    seed: 4,
    input: { shape: [80], range: [0, 1], sparse: { units: 6, usual: 2 } },
    layers: [dense(5, 'relu6')],
    heads: [
      { name: 'which', layers: [dense(3)], loss: 'classes' },
      { name: 'whether', layers: [dense(2)], loss: 'flags' },
      { name: 'how much', layers: [dense(1)], loss: 'values' },
    ],
  });
  return quantizeNetwork(network, INPUTS);
}

test('is the model that was written', () => {
  const model = sparseModel();
  assert.equal(readQuantized(writeQuantized(model, 'a test')), model);
});

test('answers the same of a sparse input as of the whole vector', () => {
  const model = sparseModel();
  for (const input of INPUTS) {
    const whole = new Float32Array(80);
    input.indices.forEach((index, place) => {
      whole[index] = input.values[place] ?? 0;
    });
    assert.equal(answerQuantized(model, input), answerQuantized(model, whole));
  }
});

function refusal(bytes: Uint8Array): string {
  try {
    readQuantized(bytes);
    return 'read';
  } catch (error) {
    return error instanceof KitError ? error.code : String(error);
  }
}

test('is refused where it is cut off, no model, or of other layers', () => {
  const bytes = writeQuantized(sparseModel(), 'a test');
  for (const length of [0, 3, 8, 40, 200, Math.floor(bytes.length / 2)])
    assert.is(refusal(bytes.subarray(0, length)), 'KIT_CANNOT_READ', String(length));
  assert.is(refusal(new TextEncoder().encode('no model at all')), 'KIT_CANNOT_READ');
  const seeing = new Network({
    seed: 1,
    input: { shape: [4, 4, 1] },
    layers: [convolution({ filters: 2, size: 2 }), flatten()],
    heads: [{ name: 'which', layers: [dense(2)], loss: 'classes' }],
  });
  const quantized = quantizeNetwork(seeing, [new Float32Array(16).fill(1)]);
  assert.is(refusal(writeQuantized(quantized, 'a test')), 'KIT_CANNOT_READ');
});

test('is refused, and hangs nobody, whichever byte of its tables is changed', () => {
  const bytes = writeQuantized(sparseModel(), 'a test');
  for (let at = 0; at < bytes.length; at += 1)
    for (const change of [0x01, 0x80, 0xff]) {
      const damaged = Uint8Array.from(bytes);
      damaged[at] = (bytes[at] ?? 0) ^ change;
      assert.ok(['read', 'KIT_CANNOT_READ'].includes(refusal(damaged)), `byte ${String(at)}`);
    }
});

test.run();
