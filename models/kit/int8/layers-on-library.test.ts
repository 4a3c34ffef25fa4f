/** Whatever is put together of the kit's layers, TensorFlow Lite computes what the kit says. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { farthest } from '../../../test/kit/on-library.ts';
import { testWith } from '../../../test/native-rig.ts';
import { convolution } from '../layers/convolution.ts';
import { dense } from '../layers/dense.ts';
import { depthwiseConvolution } from '../layers/depthwise-convolution.ts';
import { dropout } from '../layers/dropout.ts';
import { flatten } from '../layers/flatten.ts';
import type { LayerPlan } from '../layers/layer.ts';
import { mean } from '../layers/mean.ts';
import { pool } from '../layers/pool.ts';
import { Random } from '../random.ts';
import { sizeOf, type Shape } from '../shape.ts';
import { Network, type NetworkInput } from '../training/network.ts';
import { quantizeNetwork } from './quantize-network.ts';
import type { QuantizedModel } from './quantized-model.ts';

const test = suite('quantized layers');

const BACKENDS = ['native', 'wasm'] as const;

const NEEDS = { native: ['addon', 'library'], wasm: [] } as const;

function noise(shape: Shape, seed: number): readonly Float32Array[] {
  const random = new Random(seed);
  return Array.from({ length: 12 }, () =>
    Float32Array.from({ length: sizeOf(shape) }, () => random.between(-1, 1.5)),
  );
}

interface Tried {
  readonly model: QuantizedModel;
  readonly inputs: readonly NetworkInput[];
}

/** With biases, which a network that has learned nothing does not have. */
function untaught(shape: Shape, layers: readonly LayerPlan[], loss: 'classes' | 'values'): Tried {
  const heads = [{ name: 'answer', layers: [dense(5)], loss }];
  const network = new Network({ seed: 11, input: { shape }, layers, heads });
  const random = new Random(12);
  for (const { values } of network.parameters)
    values.forEach((value, index) => (values[index] = value + random.between(-0.05, 0.05)));
  const inputs = noise(shape, 13);
  return { model: quantizeNetwork(network, inputs), inputs };
}

const PICTURE = [9, 8, 3];

const STACKS: Readonly<Record<string, readonly LayerPlan[]>> = {
  'dense layers with a dropout between them': [
    flatten(),
    dense(16, 'relu'),
    dropout(0.5),
    dense(8, 'relu6'),
  ],
  'convolutions, padded and not': [
    convolution({ filters: 8, size: 3, stride: 2, padding: 'same', activation: 'relu' }),
    convolution({ filters: 4, size: [2, 3], activation: 'linear' }),
    flatten(),
  ],
  'a convolution for each channel': [
    depthwiseConvolution({ size: 3, padding: 'same', activation: 'relu6' }),
    convolution({ filters: 6, size: 1, activation: 'relu' }),
    depthwiseConvolution({ size: 3, stride: 2 }),
    flatten(),
  ],
  'the largest of each window': [
    convolution({ filters: 4, size: 3, activation: 'relu' }),
    pool('max', { size: 2 }),
    flatten(),
  ],
  'the mean of each window, also at the border': [
    convolution({ filters: 4, size: 3 }),
    pool('average', { size: 3, stride: 2, padding: 'same' }),
    flatten(),
  ],
  'the mean of a picture': [convolution({ filters: 6, size: 3, activation: 'relu' }), mean()],
};

for (const backend of BACKENDS)
  for (const [name, layers] of Object.entries(STACKS))
    testWith(test, NEEDS[backend], `${backend}: ${name}, give or take one step`, async () => {
      for (const loss of ['values', 'classes'] as const) {
        const { model, inputs } = untaught(PICTURE, layers, loss);
        const far = await farthest(model, inputs, backend);
        assert.ok(far <= 1, `${loss}: ${far} steps`);
      }
    });

testWith(test, NEEDS.native, 'native: several heads on sparse features, each its own', async () => {
  const network = new Network({
    seed: 3,
    input: { shape: [500], sparse: { units: 24 } },
    layers: [dense(12, 'relu')],
    heads: [
      { name: 'act', layers: [dense(5)], loss: 'classes' },
      { name: 'flags', layers: [dense(3)], loss: 'flags' },
      { name: 'number', layers: [dense(1)], loss: 'values' },
    ],
  });
  const random = new Random(8);
  const inputs = Array.from({ length: 40 }, () => ({
    indices: Uint16Array.from({ length: 9 }, (_, place) => place * 50 + random.below(50)),
    values: Float32Array.from({ length: 9 }, () => random.between(0.1, 1)),
  }));
  const model = quantizeNetwork(network, inputs, { inputRange: [0, 1] });
  assert.ok((await farthest(model, inputs, 'native')) <= 1);
});

testWith(test, NEEDS.native, 'native: dense layers of any size, give or take one step', () =>
  fc.assert(
    fc.asyncProperty(
      fc.record({
        inputs: fc.integer({ min: 1, max: 40 }),
        units: fc.integer({ min: 1, max: 40 }),
        activation: fc.constantFrom('linear', 'relu', 'relu6'),
      }),
      async ({ inputs, units, activation }) => {
        const tried = untaught([inputs], [dense(units, activation)], 'values');
        assert.ok((await farthest(tried.model, tried.inputs, 'native')) <= 1);
      },
    ),
    { numRuns: 25 },
  ),
);

test.run();
