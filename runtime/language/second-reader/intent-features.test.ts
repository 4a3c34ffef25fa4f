/** The model ships with these numbers: who changes them has to make it anew. */
import { createHash } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cutAtoms } from '../atoms.ts';
import { INTENT_FEATURES, intentFeatures, NAMED } from './intent-features.ts';

const test = suite('what the second reader looks at');

function placesOf(text: string): readonly number[] {
  return [...intentFeatures(cutAtoms(text).map((atom) => atom.text)).indices];
}

function hashOf(text: string): string {
  return createHash('sha256').update(placesOf(text).join()).digest('hex').slice(0, 16);
}

for (const [text, hash] of Object.entries({
  [`turn on the ${NAMED}`]: 'df7714e7d8637514',
  [`${NAMED}开着吗?`]: '2fe9056d71c348ca',
  [`schalte das ${NAMED} in der küche aus`]: 'b7d4bdd4e8958798',
  '¿qué hora es?': 'a38ab3050232af8a',
}))
  test(`are the same places for "${text}" as when the model was made`, () => {
    assert.is(hashOf(text), hash);
  });

test('are each there once, in order, and inside the vector', () => {
  const { indices, values } = intentFeatures(['turn', 'on', 'on', 'on', NAMED]);
  assert.is(indices.length, values.length);
  assert.equal(
    [...new Set(indices)].sort((a, b) => a - b),
    [...indices],
  );
  assert.ok(indices.every((index) => index < INTENT_FEATURES));
});

test('do not tell numbers apart, nor marks that say nothing', () => {
  assert.equal(placesOf('set it to 20'), placesOf('set it to 21.5'));
  assert.equal(placesOf('turn on, the pump;'), placesOf('turn on the pump'));
  assert.not.equal(placesOf('the pump is on?'), placesOf('the pump is on'));
});

test('are few, however much is said, and whatever it is written with', () => {
  const flood = Array.from({ length: 20_000 }, (_, at) => `word${String(at)}ly`);
  assert.ok(intentFeatures(flood).indices.length < 2_500);
  for (const words of [[], [''], ['👩‍🚒'], ['\u200b\u200d'], ['\u202eturn'], ['a'.repeat(500)]]) {
    const { values } = intentFeatures(words);
    assert.ok(values.length > 0 && values.every(Number.isFinite), words.join());
  }
});

test.run();
