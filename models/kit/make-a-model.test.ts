/** A model of one's own from the first line to the last, as `README.md` tells it. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { farthest } from '../../test/kit/on-library.ts';
import { testWith } from '../../test/native-rig.ts';
import { answerQuantized } from './int8/run-quantized.ts';
import { quantizeNetwork } from './int8/quantize-network.ts';
import { dense } from './layers/dense.ts';
import { Random } from './random.ts';
import { writeQuantized } from './tflite/write-quantized.ts';
import { Network } from './training/network.ts';
import { train, type Example } from './training/train.ts';

const test = suite('a model of the kit');

/** Points of a square; class 1 where exactly one of the two numbers is positive. */
function points(count: number, seed: number): readonly Example[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const input = Float32Array.of(random.between(-1, 1), random.between(-1, 1));
    const [x = 0, y = 0] = input;
    return { input, targets: [x > 0 === y > 0 ? 0 : 1] };
  });
}

function learned() {
  const network = new Network({
    seed: 1,
    input: { shape: [2] },
    layers: [dense(16, 'relu'), dense(8, 'relu')],
    heads: [{ name: 'differs', layers: [dense(2)], loss: 'classes' }],
  });
  const examples = points(1_000, 2);
  train(network, examples, { seed: 3, epochs: 30, learningRate: 0.01 });
  return quantizeNetwork(
    network,
    examples.map(({ input }) => input),
  );
}

test('tells in int8 what it has learned, of points it has never seen', () => {
  const model = learned();
  const right = points(500, 9).filter(({ input, targets }) => {
    const [chances = new Float32Array()] = answerQuantized(model, input);
    return targets[0] === ((chances[1] ?? 0) > 0.5 ? 1 : 0);
  });
  assert.ok(right.length >= 480, `${right.length} of 500`);
});

test('has the same bytes each time', () => {
  assert.equal(writeQuantized(learned(), 'xor'), writeQuantized(learned(), 'xor'));
});

for (const backend of ['native', 'wasm'] as const)
  testWith(
    test,
    backend === 'native' ? ['addon', 'library'] : [],
    `${backend}: TensorFlow Lite computes what the kit says, give or take one step`,
    async () => {
      const inputs = points(200, 9).map(({ input }) => input);
      assert.ok((await farthest(learned(), inputs, backend)) <= 1);
    },
  );

test.run();
