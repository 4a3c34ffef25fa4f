import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { KitError } from '../errors.ts';
import { dense } from '../layers/dense.ts';
import { dropout } from '../layers/dropout.ts';
import { flatten } from '../layers/flatten.ts';
import { convolution } from '../layers/convolution.ts';
import { Random } from '../random.ts';
import { Network, type NetworkPlan } from './network.ts';
import { train, type Example } from './train.ts';

const test = suite('training');

/** Whether a word stands among the features decides; a second head counts them. */
const WORDS: NetworkPlan = {
  seed: 1,
  input: { shape: [300], sparse: { units: 16 } },
  layers: [dropout(0.1)],
  heads: [
    { name: 'asked', layers: [dense(2)], loss: 'classes' },
    { name: 'share', layers: [dense(1)], loss: 'values' },
  ],
};

function sentences(count: number): readonly Example[] {
  const random = new Random(6);
  return Array.from({ length: count }, (_, index) => {
    const isAsked = random.chance(0.5);
    const words = new Set([isAsked ? 3 : 4]);
    while (words.size < 6) words.add(10 + random.below(290));
    const values = new Float32Array(6).fill(0.4);
    const input = { indices: Uint16Array.from(words), values };
    // Every third example says nothing about the class.
    return { input, targets: [index % 3 === 0 ? undefined : isAsked ? 1 : 0, isAsked ? 0.8 : 0.2] };
  });
}

test('learns several heads at once from sparse examples, also where one teaches only one of them', () => {
  const network = new Network(WORDS);
  const losses: number[] = [];
  const onEpoch = ({ loss }: { loss: number }): undefined => void losses.push(loss);
  train(network, sentences(600), { seed: 2, epochs: 12, learningRate: 0.01, onEpoch });
  assert.ok((losses.at(-1) ?? 1) < (losses[0] ?? 0) / 10, losses.join(' '));
  const [chances, share] = network.answer({
    indices: Uint16Array.of(3, 20, 30),
    values: new Float32Array(3).fill(0.4),
  });
  assert.ok((chances?.[1] ?? 0) > 0.9, String(chances));
  assert.ok(Math.abs((share?.[0] ?? 0) - 0.8) < 0.15, String(share));
});

test('gives the same weights from the same seeds, and others from another', () => {
  const weights = (seed: number): readonly (readonly number[])[] => {
    const network = new Network(WORDS);
    train(network, sentences(100), { seed, epochs: 2 });
    return network.parameters.map(({ values }) => [...values]);
  };
  assert.equal(weights(2), weights(2));
  assert.not.equal(weights(2), weights(3));
});

test('counts the examples of a class as much as it is told to', () => {
  const mixed: readonly Example[] = Array.from({ length: 400 }, (_, index) => ({
    input: Float32Array.of(1),
    targets: [index % 4 === 0 ? 1 : 0],
  }));
  const chanceOfRare = (classWeights: readonly number[]): number => {
    const heads = [{ name: 'rare', layers: [dense(2)], loss: 'classes' as const, classWeights }];
    const network = new Network({ seed: 1, input: { shape: [1] }, layers: [], heads });
    train(network, mixed, { seed: 1, epochs: 30, learningRate: 0.02 });
    return network.answer(Float32Array.of(1))[0]?.[1] ?? 0;
  };
  assert.ok(Math.abs(chanceOfRare([1, 1]) - 0.25) < 0.05);
  assert.ok(Math.abs(chanceOfRare([1, 3]) - 0.5) < 0.05);
});

test('ends when it is told to', () => {
  let epochs = 0;
  const onEpoch = ({ epoch }: { epoch: number }): 'stop' | undefined => {
    epochs = epoch;
    return epoch === 2 ? 'stop' : undefined;
  };
  train(new Network(WORDS), sentences(10), { seed: 1, epochs: 9, onEpoch });
  assert.is(epochs, 2);
});

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof KitError) return error.code;
    throw error;
  }
  return 'nothing';
}

test('says what is wrong with examples and layers', () => {
  const [first] = sentences(1);
  assert.ok(first);
  const teach = (...examples: readonly Example[]) =>
    codeOf(() => train(new Network(WORDS), examples, { seed: 1, epochs: 1 }));
  assert.is(teach(), 'KIT_NO_EXAMPLES');
  assert.is(teach({ ...first, targets: [2, 0] }), 'KIT_BAD_EXAMPLE');
  assert.is(teach({ ...first, targets: [0.5, 0] }), 'KIT_BAD_EXAMPLE');
  assert.is(teach({ ...first, input: new Float32Array(300) }), 'KIT_BAD_EXAMPLE');
  const beyond = { indices: Uint16Array.of(300), values: Float32Array.of(1) };
  assert.is(teach({ ...first, input: beyond }), 'KIT_BAD_EXAMPLE');
  assert.is(teach({ ...first, targets: [0, Number.NaN] }), 'KIT_DIVERGED');
  const plan = (...layers: NetworkPlan['layers']) =>
    codeOf(() => new Network({ ...WORDS, input: { shape: [4, 4, 1] }, layers }));
  assert.is(plan(dense(3)), 'KIT_BAD_LAYER');
  assert.is(plan(flatten(), convolution({ filters: 1, size: 1 })), 'KIT_BAD_LAYER');
  assert.is(plan(convolution({ filters: 1, size: 5 })), 'KIT_BAD_LAYER');
  assert.is(
    codeOf(() => dense(0)),
    'KIT_BAD_LAYER',
  );
  assert.is(
    codeOf(() => new Network({ ...WORDS, heads: [] })),
    'KIT_BAD_LAYER',
  );
});

test.run();
