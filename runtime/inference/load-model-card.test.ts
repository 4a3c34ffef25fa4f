/** What stands in a model.yaml, and every mistake in it with its place. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { formatDiagnostic } from '../config/diagnostic.ts';
import { findModelFolders, loadModelCard, type LoadedCard } from './load-model-card.ts';

const test = suite('load-model-card');

const CARD = `id: person
title: { en: person detector }
sha256: ${'a1'.repeat(32)}
licence: Apache-2.0
latencyBudget: 50ms
input:
  kind: image
output:
  kind: classes
  labels: [{ en: nobody, zh: 没有人 }, person]
  threshold: 0.6
`;

async function addModel(directory: string, id: string, card: string): Promise<void> {
  await mkdir(join(directory, id), { recursive: true });
  await writeFile(join(directory, id, 'model.yaml'), card);
}

async function load(
  card: string,
  files: Readonly<Record<string, string>> = {},
): Promise<LoadedCard> {
  let loaded: LoadedCard = { diagnostics: [] };
  await inTempDirectory(async (directory) => {
    await addModel(directory, 'person', card);
    for (const [name, text] of Object.entries(files))
      await writeFile(join(directory, 'person', name), text);
    loaded = await loadModelCard({ id: 'person', directory });
  });
  return loaded;
}

test('reads a card, and fills in what is not said', async () => {
  const { card, diagnostics } = await load(CARD);
  assert.equal(diagnostics, []);
  assert.match(card?.path ?? '', /person\/person\.tflite$/);
  assert.equal(
    [card?.trust, card?.latencyBudget, card?.timeout, card?.threads, card?.batch],
    ['foreign', 50, 5_000, 1, 1],
  );
  assert.equal(card?.input, { kind: 'image', fit: 'stretch' });
  assert.equal(card?.output, {
    ...{ kind: 'classes', threshold: 0.6, softmax: false },
    labels: [{ en: 'nobody', zh: '没有人' }, { en: 'person' }],
  });
});

test('reads labels from a file beside it', async () => {
  const text = CARD.replace(/labels: .*/, 'labels: labels.txt');
  const { card } = await load(text, { 'labels.txt': 'nobody\r\nperson\r\n' });
  assert.equal(card?.output.kind === 'classes' ? card.output.labels : [], [
    { en: 'nobody' },
    { en: 'person' },
  ]);
});

const MISTAKES: Readonly<
  Record<string, readonly [from: string | RegExp, to: string, told: RegExp]>
> = {
  'a misspelled key': ['licence:', 'lisence:', /:4:1: error: unknown key "lisence" .*"licence"/],
  'a hash that is none': [/a1a1/, 'xyz', /:3:9: error: .*64 digits/],
  'a misspelled fit': ['kind: image', 'kind: image\n  fit: streched', /:8:8: .*stretch/],
  'a misspelled kind': ['kind: classes', 'kind: clases', /:9:9: .*"clases".*"classes"/],
  'an id that is not its folder': [
    'id: person',
    'id: parson',
    /:1:5: .*"parson" is not .*write person/,
  ],
  'a file elsewhere': [
    'licence:',
    'file: ../x.tflite\nlicence:',
    /:4:7: .*leads out of the folder/,
  ],
  'a threshold above 1': ['0.6', '6', /:11:14: .*at most 1/],
  'labels that are not there': [/labels: .*/, 'labels: l.txt', /:10:11: .*"l.txt" does not exist/],
  'labels elsewhere': [/labels: .*/, 'labels: ../l.txt', /:10:11: .*is not in its folder/],
};
for (const [what, [from, to, told]] of Object.entries(MISTAKES))
  test(`finds ${what}, with its place`, async () => {
    const { card, diagnostics } = await load(CARD.replace(from, to));
    assert.is(card, undefined);
    assert.match(diagnostics.map(formatDiagnostic).join('\n'), told);
  });

test('finds all mistakes at once', async () => {
  const { diagnostics } = await load(CARD.replace('50ms', 'soon').replace('0.6', '6'));
  assert.is(diagnostics.length, 2);
});

test('takes the first of two models with one id, and folders with a card only', async () => {
  await inTempDirectory(async (directory) => {
    const [site, built] = [join(directory, 'site'), join(directory, 'built')];
    await addModel(site, 'person', CARD);
    await addModel(built, 'person', CARD);
    await addModel(built, 'cat', CARD);
    await mkdir(join(built, 'kit'));
    assert.equal(await findModelFolders([site, join(directory, 'none'), built]), [
      { id: 'person', directory: site },
      { id: 'cat', directory: built },
    ]);
  });
});

test.run();
