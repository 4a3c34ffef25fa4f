import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { foreignModelPath, testWithModels } from '../../test/foreign-models.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { errorCode } from '../core/app-error.ts';
import { addModel } from './add-model.ts';
import { findModelFolders, loadModelCard } from './load-model-card.ts';
import type { ModelCard } from './model-card.ts';

const test = suite('add-model');

async function added(name: string, id: string): Promise<ModelCard | undefined> {
  let found: ModelCard | undefined;
  await inTempDirectory(async (place) => {
    const directory = join(place, 'models');
    await addModel({ path: foreignModelPath(name), id, directory });
    assert.equal(await findModelFolders([directory]), [{ id, directory }]);
    const { card, diagnostics } = await loadModelCard({ id, directory });
    assert.equal(diagnostics, []);
    assert.equal(await readFile(card?.path ?? ''), await readFile(foreignModelPath(name)));
    found = card;
  });
  return found;
}

testWithModels(
  test,
  'knows a person detector by its form, and which class is the person',
  async () => {
    const card = await added('vww_96_int8', 'person');
    assert.equal(card?.input, { kind: 'image', fit: 'stretch' });
    assert.equal(card?.output, {
      kind: 'classes',
      threshold: 0,
      softmax: false,
      labels: [
        { en: 'no person', zh: '没有人' },
        { en: 'person', zh: '有人' },
      ],
    });
  },
);

testWithModels(test, 'takes a spectrogram for numbers, and numbers its classes', async () => {
  const card = await added('kws_ref_model', 'words');
  assert.equal(card?.input, { kind: 'vector' });
  const labels = card?.output.kind === 'classes' ? card.output.labels : [];
  assert.equal([labels.length, labels[11]], [12, { en: 'class 11' }]);
});

testWithModels(test, 'sees a reconstruction by its sizes, and one number', async () => {
  assert.is((await added('ad01_int8', 'machine'))?.output.kind, 'reconstruction');
  assert.is((await added('hello_world_int8', 'sine'))?.output.kind, 'value');
});

async function codeOf(adding: Promise<unknown>): Promise<string> {
  return adding.then(() => 'none', errorCode);
}

testWithModels(
  test,
  'refuses an id that is none, a model that cannot run, and a second of one id',
  () =>
    inTempDirectory(async (directory) => {
      const path = foreignModelPath('hello_world_int8');
      const add = (id: string, file = path): Promise<string> =>
        codeOf(addModel({ id, path: file, directory }));
      assert.is(await add('../x'), 'INFERENCE_CANNOT_ADD');
      assert.is(await add('person', foreignModelPath('person_detect')), 'TFLITE_MICRO_ONLY');
      assert.is(await add('sine'), 'none');
      assert.is(await add('sine'), 'INFERENCE_CANNOT_ADD');
      assert.equal(await findModelFolders([directory]), [{ id: 'sine', directory }]);
    }),
);

test.run();
