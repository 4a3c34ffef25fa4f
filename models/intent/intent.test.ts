/** The second reader as it ships: what it says of sentences of ours, how it is opened, and that its recipe gives the same bytes. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import { cutAtoms } from '../../runtime/language/atoms.ts';
import { normalise } from '../../runtime/language/normalise.ts';
import { openSecondReader } from '../../runtime/language/second-reader/open-second-reader.ts';
import type { Opinion } from '../../runtime/language/second-reader/opinion.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { filesOf } from '../kit/recipe.ts';
import { makeIntent } from './intent.recipe.ts';

const test = suite('the second reader that ships');

const MODELS = join(import.meta.dirname, '..');
const reader = await openSecondReader([MODELS]);

function opinionOf(sentence: string): Opinion {
  const text = normalise(sentence)?.text ?? '';
  return reader.read(cutAtoms(text).map((atom) => atom.text));
}

/** ◇ is whatever has a name. */
const ACTS: Readonly<Record<string, Opinion['act']>> = {
  'would you kindly switch off ◇ in a minute': 'write',
  'set the ◇ to 40 % please': 'write',
  'is ◇ still running?': 'read',
  'how damp is it in ◇': 'read',
  'give me a countdown of nine minutes': 'timer',
  'good evening': 'talk',
  'add onions to my shopping list': 'none',
  'put on some jazz in ◇': 'none',
  'will it rain in leeds tomorrow?': 'none',
  'my neighbour opened ◇ yesterday': 'none',
  麻烦把你的灯关一下: 'write',
  '◇现在开着吗？': 'read',
  倒计时八分钟: 'timer',
  给我放一首歌: 'none',
  'könntest du ◇ bitte ausschalten': 'write',
  'steht ◇ noch offen?': 'read',
  'stell einen timer auf neun minuten': 'timer',
  'erzähl mir einen witz über lehrer': 'none',
  '¿podrías apagar ◇, por favor?': 'write',
  '¿está abierta ◇?': 'read',
  'pon un temporizador de nueve minutos': 'timer',
  'añade cebollas a la lista de la compra': 'none',
};

for (const [sentence, act] of Object.entries(ACTS))
  test(`says that "${sentence}" is ${act}`, () => {
    assert.is(opinionOf(sentence).act, act);
  });

test('has an opinion of anything, and its chances are chances', () => {
  for (const sentence of ['', '👩‍🚒🔥', '\u200b', '؟ماذا', 'x'.repeat(480), '◇ '.repeat(200)]) {
    const { sureness, harmless } = opinionOf(sentence);
    assert.ok(sureness >= 0 && sureness <= 1, sentence);
    assert.ok(harmless >= 0 && harmless <= 1, sentence);
  }
  assert.ok(reader.read(Array.from({ length: 20_000 }, () => 'turn')).sureness <= 1);
});

test('is not opened where it is missing, changed, or not what its card says', () =>
  inTempDirectory(async (directory) => {
    const refusal = (): Promise<string> =>
      openSecondReader([directory]).then(() => 'opened', errorCode);
    assert.is(await refusal(), 'INFERENCE_NO_MODEL');
    const folder = join(directory, 'intent');
    await mkdir(folder);
    await copyFile(join(MODELS, 'intent/model.yaml'), join(folder, 'model.yaml'));
    assert.is(await refusal(), 'TFLITE_NO_FILE');
    await copyFile(join(MODELS, 'gauge/gauge.tflite'), join(folder, 'intent.tflite'));
    assert.is(await refusal(), 'TFLITE_WRONG_HASH');
    await writeFile(join(folder, 'model.yaml'), 'id: intent\n');
    assert.is(await refusal(), 'INFERENCE_BAD_CARD');
  }));

test('comes out of its recipe with the same bytes each time', () => {
  const make = () =>
    filesOf(
      'intent',
      makeIntent({ sentences: 400, epochs: 1, strangers: 100 }, () => undefined),
    );
  assert.equal(make(), make());
});

test.run();
