import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { InferenceError } from './errors.ts';
import { interpret, softmax, type FilledTensor, type Interpretation } from './interpret-output.ts';
import type { ClassesOutput, ModelOutput } from './model-card.ts';

const test = suite('interpret-output');

/** Scores as most int8 classifiers give them: 0 to 255/256. */
const SCORES = {
  name: 'out',
  dtype: 'int8',
  shape: [1, 2],
  scale: 1 / 256,
  zeroPoint: -128,
} as const;

function filled(...data: number[]): FilledTensor {
  return { tensor: SCORES, data: Int8Array.from(data) };
}

const LABELS = [{ en: 'nobody', zh: '没有人' }, { en: 'person' }];
const CLASSES: ClassesOutput = { kind: 'classes', labels: LABELS, threshold: 0, softmax: false };

function meaning(output: ModelOutput, came: FilledTensor): Interpretation {
  return interpret(output, came, filled(0, 0));
}

test('names the classes, the best first', () => {
  const result = meaning(CLASSES, filled(-64, 64));
  assert.equal(result, {
    kind: 'classes',
    best: { index: 1, label: { en: 'person' }, score: 0.75 },
    classes: [
      { index: 1, label: { en: 'person' }, score: 0.75 },
      { index: 0, label: LABELS[0], score: 0.25 },
    ],
  });
});

test('has no answer where the best score is below the threshold', () => {
  const result = meaning({ ...CLASSES, threshold: 0.8 }, filled(-64, 64));
  assert.is('best' in result, false);
});

test('makes scores of a model that ends before its softmax', () => {
  const result = meaning({ ...CLASSES, softmax: true }, filled(127, -128));
  const scores = result.kind === 'classes' ? result.classes.map(({ score }) => score) : [];
  assert.ok(Math.abs((scores[0] ?? 0) + (scores[1] ?? 0) - 1) < 1e-6);
});

test('does not overflow on large numbers', () => {
  assert.equal([...softmax(Float32Array.of(1_000, 0))], [1, 0]);
});

test('refuses labels that do not fit the model', () => {
  assert.throws(
    () => meaning({ ...CLASSES, labels: [{ en: 'one' }] }, filled(0, 0)),
    (error: unknown) => error instanceof InferenceError && error.code === 'INFERENCE_BAD_LABELS',
  );
});

test('gives one number with its unit', () => {
  const result = meaning({ kind: 'value', index: 1, unit: 'V' }, filled(-128, 0));
  assert.equal(result, { kind: 'value', value: 0.5, unit: 'V' });
});

test('says how far a reconstruction is off, and whether that is unusual', () => {
  const kind = 'reconstruction';
  const off = interpret({ kind, threshold: 0.01 }, filled(0, 0), filled(64, 0));
  assert.equal(off, { kind, error: 0.03125, isUnusual: true });
  assert.equal(interpret({ kind }, filled(5, 6), filled(5, 6)), { kind, error: 0 });
});

test.run();
