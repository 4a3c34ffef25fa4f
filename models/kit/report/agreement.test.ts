import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { KitError } from '../errors.ts';
import { quantizeNetwork } from '../int8/quantize-network.ts';
import { dense } from '../layers/dense.ts';
import { Random } from '../random.ts';
import { filesOf } from '../recipe.ts';
import { Network } from '../training/network.ts';
import { compareWithFloat } from './agreement.ts';

const test = suite('agreement of int8 with float');

function untaught(): Network {
  return new Network({
    seed: 1,
    input: { shape: [4] },
    layers: [dense(6, 'relu')],
    heads: [
      { name: 'kind', layers: [dense(3)], loss: 'classes' },
      { name: 'size', layers: [dense(1)], loss: 'values' },
    ],
  });
}

function noise(most: number): readonly Float32Array[] {
  const random = new Random(2);
  return Array.from({ length: 50 }, () =>
    Float32Array.from({ length: 4 }, () => random.between(-most, most)),
  );
}

test('is near where it was calibrated with what it sees, and tells by how much', () => {
  const network = untaught();
  const model = quantizeNetwork(network, noise(1));
  const { examples, heads, tensors } = compareWithFloat(network, model, noise(1));
  assert.is(examples, 50);
  assert.equal(
    heads.map(({ name }) => name),
    ['kind', 'size'],
  );
  for (const { largestDifference, meanDifference } of heads) {
    assert.ok(largestDifference > 0 && largestDifference < 0.05, String(largestDifference));
    assert.ok(meanDifference <= largestDifference);
  }
  for (const { atEnd } of tensors) assert.ok(atEnd < 0.05, String(atEnd));
});

test('is far, with values at the ends, where it sees ten times what it was calibrated with', () => {
  const network = untaught();
  const model = quantizeNetwork(network, noise(0.1));
  const { heads, tensors } = compareWithFloat(network, model, noise(1));
  assert.ok((heads[1]?.largestDifference ?? 0) > 0.1);
  assert.ok((tensors[0]?.atEnd ?? 0) > 0.5);
});

test('is not told of nothing', () => {
  const network = untaught();
  const model = quantizeNetwork(network, noise(1));
  for (const run of [
    () => compareWithFloat(network, model, []),
    () => quantizeNetwork(network, []),
  ])
    assert.throws(
      run,
      (error: unknown) => error instanceof KitError && error.code === 'KIT_NO_EXAMPLES',
    );
});

test('becomes a page beside a model and its card', () => {
  const network = untaught();
  const model = quantizeNetwork(network, noise(1));
  const agreement = compareWithFloat(network, model, noise(1));
  const card = {
    title: { en: 'a "test"', zh: '测试' },
    source: 'numbers by chance',
    input: { kind: 'vector' },
    output: { kind: 'classes', labels: ['one', 'two', 'three'] },
  };
  const figures = [{ what: 'right', value: '99 %' }];
  const files = filesOf('sample', { model, card, agreement, figures });
  assert.equal(Object.keys(files), ['sample.tflite', 'model.yaml', 'REPORT.md']);
  const text = (name: string): string => new TextDecoder().decode(files[name]);
  assert.match(text('model.yaml'), 'title: {"en":"a \\"test\\"","zh":"测试"}');
  assert.match(text('REPORT.md'), '| right | 99 % |');
  assert.match(text('REPORT.md'), '| kind | ');
});

test.run();
