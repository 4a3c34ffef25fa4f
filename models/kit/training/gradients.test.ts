/** What a layer says would make an answer better, held against what happens when each number is moved a little. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { convolution } from '../layers/convolution.ts';
import { dense } from '../layers/dense.ts';
import { depthwiseConvolution } from '../layers/depthwise-convolution.ts';
import { flatten } from '../layers/flatten.ts';
import type { LayerPlan } from '../layers/layer.ts';
import { mean } from '../layers/mean.ts';
import { pool } from '../layers/pool.ts';
import { Random } from '../random.ts';
import { LOSSES, type Target } from './loss.ts';
import { Network, type NetworkInput, type NetworkPlan } from './network.ts';

const test = suite('gradients');

const PICTURE = [6, 5, 2];

function onPicture(...layers: readonly LayerPlan[]): NetworkPlan {
  const heads = [{ name: 'values', layers: [dense(2)], loss: 'values' as const }];
  return { seed: 4, input: { shape: PICTURE }, layers, heads };
}

/** One loss of several heads, with its gradients added up in the parameters. */
function learnOnce(network: Network, input: NetworkInput, targets: readonly Target[]): number {
  const outputs = network.forward(input);
  let sum = 0;
  const gradients = network.heads.map(({ loss, size }, index) => {
    const into = new Float32Array(size);
    sum += LOSSES[loss](outputs[index] ?? into, targets[index], into);
    return into;
  });
  network.backward(gradients);
  return sum;
}

/** The largest difference between a gradient and what was measured, as a share of the largest gradient. */
function worst(network: Network, input: NetworkInput, targets: readonly Target[]): number {
  learnOnce(network, input, targets);
  const found = network.parameters.map(({ gradients }) => Float32Array.from(gradients));
  let [most, largest] = [0, 0];
  network.parameters.forEach(({ values }, index) => {
    values.forEach((value, place) => {
      const step = 0.002;
      values[place] = value + step;
      const above = learnOnce(network, input, targets);
      values[place] = value - step;
      const below = learnOnce(network, input, targets);
      values[place] = value;
      const gradient = found[index]?.[place] ?? NaN;
      most = Math.max(most, Math.abs((above - below) / (2 * step) - gradient));
      largest = Math.max(largest, Math.abs(gradient));
    });
  });
  assert.ok(largest > 0.01, 'nothing would change');
  return most / largest;
}

const NETWORKS: Readonly<Record<string, NetworkPlan>> = {
  'a dense layer': onPicture(flatten(), dense(4)),
  'a dense layer with ReLU6': onPicture(flatten(), dense(4, 'relu6')),
  'a convolution, padded': onPicture(
    convolution({ filters: 3, size: 3, padding: 'same' }),
    convolution({ filters: 2, size: [2, 3], stride: [2, 1] }),
    flatten(),
  ),
  'a convolution for each channel': onPicture(
    convolution({ filters: 3, size: 1 }),
    depthwiseConvolution({ size: 3, stride: 2, padding: 'same' }),
    flatten(),
  ),
  'the largest of each window': onPicture(
    convolution({ filters: 2, size: 2 }),
    pool('max', { size: 2 }),
    flatten(),
  ),
  'the mean of each window': onPicture(
    convolution({ filters: 2, size: 2 }),
    pool('average', { size: 2, stride: 1, padding: 'same' }),
    flatten(),
  ),
  'the mean of a picture': onPicture(convolution({ filters: 2, size: 2 }), mean()),
};

for (const [name, plan] of Object.entries(NETWORKS))
  test(`of ${name} are what moving each weight shows`, () => {
    const random = new Random(7);
    const input = Float32Array.from({ length: 60 }, () => random.between(-1, 1));
    const share = worst(new Network(plan), input, [Float32Array.of(0.3, -0.8)]);
    assert.ok(share < 0.01, String(share));
  });

test('of a sparse layer and of several heads are what moving each weight shows', () => {
  const network = new Network({
    seed: 5,
    input: { shape: [20], sparse: { units: 6, activation: 'linear', usual: 3 } },
    layers: [],
    heads: [
      { name: 'act', layers: [dense(3)], loss: 'classes' },
      { name: 'marks', layers: [dense(2)], loss: 'flags' },
      { name: 'number', layers: [dense(4), dense(1)], loss: 'values' },
    ],
  });
  const input = { indices: Uint16Array.of(2, 17, 9), values: Float32Array.of(0.5, -1, 0.25) };
  const share = worst(network, input, [1, Float32Array.of(1, 0), 0.4]);
  assert.ok(share < 0.01, String(share));
});

test.run();
