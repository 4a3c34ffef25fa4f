/** A model that looks through a camera: what becomes a reading, and what is said when there is none. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode, errorMessage } from '../../runtime/core/app-error.ts';
import type { Refusal } from '../../runtime/core/refusal.ts';
import type { Part } from '../../runtime/hal/driver.ts';
import { MissingModelError } from '../../runtime/hal/driver-errors.ts';
import type { ModelAnswer, ModelQuestion } from '../../runtime/hal/model-port.ts';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { model } from './model.ts';

const test = suite('model');

const PERSON: ModelAnswer = {
  scores: [
    { label: { en: 'person', zh: '人' }, score: 0.75 },
    { label: { en: 'no person' }, score: 0.25 },
  ],
  threshold: 0.6,
};

const PICTURE = { bytes: Uint8Array.of(0xff, 0xd8, 0xff), type: 'image/jpeg', takenAt: 0 } as const;

interface Bench {
  readonly part: Part;
  readonly questions: readonly ModelQuestion[];
  readonly read: (urgency?: 'rule') => Promise<unknown>;
}

/** @param answer of the model; undefined where there is none */
function withModel(
  answer: ModelAnswer | Refusal | undefined,
  use: (bench: Bench) => Promise<void>,
  options: object = {},
): Promise<void> {
  return withSimBoard(async ({ board, clock }) => {
    const ground = { ...ALONE, board, clock };
    const eye: Part = {
      read: () => Promise.resolve({}),
      capture: () => Promise.resolve(PICTURE),
      close: () => Promise.resolve(),
    };
    const questions: ModelQuestion[] = [];
    const environment = {
      ...{ ...ground, name: 'watch', part: (name: string) => (name === 'eye' ? eye : undefined) },
      models: {
        has: () => Promise.resolve(answer !== undefined),
        ask: (question: ModelQuestion) => {
          questions.push(question);
          return Promise.resolve(answer ?? { code: 'NONE', message: '', hint: '' });
        },
      },
    };
    const part = await model.open(environment, { model: 'person', camera: 'eye', ...options });
    const read = (urgency?: 'rule'): Promise<unknown> =>
      part.read(urgency).catch((error: unknown) => error);
    await use({ part, questions, read });
    await part.close();
  });
}

test('detects what is its best label and reaches the threshold, and shows the picture', () =>
  withModel(PERSON, async ({ part, read }) => {
    assert.equal(await read(), { detected: true, score: 75 });
    const { picture, label, score } = part.sight?.() ?? {};
    assert.is(picture, PICTURE);
    assert.equal([label?.en, score], ['person', 0.75]);
  }));

test('does not detect what stays below the threshold, or is not the best', async () => {
  const read = async (options: object): Promise<unknown> => {
    let sample: unknown;
    await withModel(PERSON, async (bench) => void (sample = await bench.read()), options);
    return sample;
  };
  assert.equal(await read({ threshold: 0.8 }), { detected: false, score: 75 });
  assert.equal(await read({ threshold: 0, label: 'no person' }), { detected: false, score: 25 });
  assert.equal(await read({ label: '人' }), { detected: true, score: 75 });
});

test('gives the value of a model that measures', () =>
  withModel({ scores: [], threshold: 0, value: 4.5 }, async ({ read }) => {
    assert.equal(await read(), { value: 4.5 });
  }));

test('says that it can read nothing in what it sees, and shows that', () =>
  withModel({ scores: [], threshold: 0, isUnreadable: true }, async ({ part, read }) => {
    const error = await read();
    assert.is(errorCode(error), 'DRIVER_UNREADABLE');
    assert.match(errorMessage(error), /can read nothing in the picture of eye/);
    assert.is(part.sight?.()?.picture, PICTURE);
  }));

test('asks as urgently as it is asked, and for no longer than is left', () =>
  withModel(
    PERSON,
    async ({ read, questions }) => {
      await read();
      await read('rule');
      assert.equal(
        questions.map(({ urgency }) => urgency),
        ['routine', 'rule'],
      );
      assert.ok(questions.every(({ withinMs }) => withinMs > 0 && withinMs <= 2_000));
    },
    { timeout: '2s' },
  ));

test('says which model is missing and how it is added, and still shows the picture', () =>
  withModel(undefined, async ({ part, read, questions }) => {
    const error = await read();
    assert.instance(error, MissingModelError);
    assert.is(errorMessage(error), 'there is no model "person" here');
    assert.is(
      (error as MissingModelError).hint,
      'Add it with: boardtalk model add FILE --as person',
    );
    assert.is(part.sight?.()?.picture, PICTURE);
    assert.equal(questions, []);
  }));

test('passes on what the model refuses', () =>
  withModel({ code: 'INFERENCE_BUSY', message: 'too busy', hint: 'wait' }, async ({ read }) => {
    const error = await read();
    assert.equal([errorCode(error), errorMessage(error)], ['DRIVER_MODEL_REFUSED', 'too busy']);
  }));

test('names the labels there are when the wanted one is none of them', () =>
  withModel(
    PERSON,
    async ({ read }) => {
      const error = await read();
      assert.match(errorMessage(error), 'knows no label "cat"');
      assert.match((error as MissingModelError).hint, '"person", "no person"');
    },
    { label: 'cat' },
  ));

test('says that its camera is not open', () =>
  withModel(
    PERSON,
    async ({ part, read }) => {
      assert.is(errorCode(await read()), 'DRIVER_NO_PICTURE');
      assert.is(part.sight?.(), undefined);
    },
    { camera: 'other' },
  ));

test('while the next look is under way it still shows what the last one saw', () =>
  withModel(PERSON, async ({ part, read }) => {
    await read();
    const next = read();
    assert.equal(part.sight?.(), {
      picture: PICTURE,
      label: { en: 'person', zh: '人' },
      score: 0.75,
    });
    await next;
  }));

test.run();
