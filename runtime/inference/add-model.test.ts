import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { foreignFile, foreignModelPath, testWithModels } from '../../test/foreign-models.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { errorCode } from '../core/app-error.ts';
import { addModel } from './add-model.ts';
import { listModels } from './list-models.ts';
import { findModelFolders, loadModelCard, readLabels } from './load-model-card.ts';
import type { ModelCard } from './model-card.ts';
import { removeModel } from './remove-model.ts';

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
      assert.equal(await readdir(directory), ['sine']);
    }),
);

testWithModels(
  test,
  'refuses a model that ends the process it is tried in, and leaves nothing',
  () =>
    inTempDirectory(async (directory) => {
      const path = foreignModelPath('corrupt/kws_a');
      assert.is(await codeOf(addModel({ path, id: 'words', directory })), 'TFLITE_CRASHED');
      assert.equal(await readdir(directory), []);
    }),
);

testWithModels(test, 'puts one in the place of another when told to, and takes it away again', () =>
  inTempDirectory(async (directory) => {
    const id = 'person';
    await addModel({ path: foreignModelPath('hello_world_int8'), id, directory });
    const path = foreignModelPath('corrupt/kws_a');
    const bad = await codeOf(addModel({ path, id, directory, replace: true }));
    assert.is(bad, 'TFLITE_CRASHED');
    assert.is((await loadModelCard({ id, directory })).card?.output.kind, 'value');
    await addModel({ path: foreignModelPath('vww_96_int8'), id, directory, replace: true });
    assert.is((await loadModelCard({ id, directory })).card?.output.kind, 'classes');
    assert.is(await removeModel(id, directory), join(directory, id));
    assert.equal(await readdir(directory), []);
    assert.is(await codeOf(removeModel(id, directory)), 'INFERENCE_NO_MODEL');
  }),
);

test('removes nothing that is no model', () =>
  inTempDirectory(async (directory) => {
    await mkdir(join(directory, 'photos'));
    for (const id of ['photos', '..', 'nothing'])
      assert.is(await codeOf(removeModel(id, directory)), 'INFERENCE_NO_MODEL');
    assert.equal(await readdir(directory), ['photos']);
  }));

testWithModels(
  test,
  'writes labels of any length that it reads, and refuses too many of them',
  () =>
    inTempDirectory(async (directory) => {
      const labels = await readLabels(foreignFile('imagenet_labels.txt'));
      if (typeof labels === 'string') throw new Error(labels);
      const path = foreignModelPath('tf2_mobilenet_v2_1.0_224_ptq');
      const added = await addModel({ path, id: 'objects', directory, labels });
      assert.equal([added.isNumbered, added.isPersonDetector], [false, false]);
      const [listed] = await listModels([directory]);
      assert.equal([listed?.id, listed?.problem], ['objects', undefined]);
      const person = { path: foreignModelPath('vww_96_int8'), id: 'person', directory };
      for (const count of [3, 1_000]) {
        const adding = addModel({ ...person, labels: labels.slice(0, count) });
        assert.is(await codeOf(adding), 'INFERENCE_BAD_LABELS');
      }
    }),
);

testWithModels(test, 'lists what is wrong with card and file, and what is known all the same', () =>
  inTempDirectory(async (directory) => {
    await addModel({ path: foreignModelPath('vww_96_int8'), id: 'person', directory });
    const card = join(directory, 'person/model.yaml');
    const text = await readFile(card, 'utf8');
    const problemWith = async (changed: string): Promise<unknown> => {
      await writeFile(card, changed);
      const [listed] = await listModels([directory]);
      return [listed?.problem?.code, listed?.kind];
    };
    const kind = 'image → classes';
    const third = text.replace('labels:', 'labels:\n    - a third');
    assert.equal(await problemWith(third), ['INFERENCE_BAD_LABELS', kind]);
    const other = text.replace(/sha256: .{8}/, 'sha256: 00000000');
    assert.equal(await problemWith(other), ['TFLITE_WRONG_HASH', kind]);
    assert.equal(await problemWith('colour: red'), ['INFERENCE_BAD_CARD', undefined]);
  }),
);

test.run();
