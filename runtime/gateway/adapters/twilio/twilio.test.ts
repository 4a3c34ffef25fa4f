/** What Twilio posts, and what of it is signed. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import { messageOf, parseForm, signedText } from './parse.ts';

const test = suite('posts of Twilio');

function sample(): ReadonlyMap<string, string> {
  const text = readFileSync(new URL('./samples/text.json', import.meta.url), 'utf8');
  const { body } = JSON.parse(text) as { body: string };
  return parseForm(body) ?? new Map();
}

test('an SMS is heard as of the number that stands in it', () => {
  const [id, user] = ['SM1f0e8ae6ade43cb3c0ce4525424e404f', '+15017122661'];
  const said = { kind: 'text', text: 'how warm is it?' };
  assert.deepEqual(messageOf(sample(), 7), { id, chat: user, user, at: 7, ...said });
});

test('a picture without words is no text', () => {
  const picture = new Map([...sample(), ['Body', ''], ['NumMedia', '1']]);
  assert.equal(messageOf(picture, 7)?.kind, 'other');
});

test('signed are the address, and all parameters in the order of their names', () => {
  const form = new Map([
    ['b', '2'],
    ['A', '1'],
    ['B', ''],
  ]);
  assert.equal(signedText('https://x.example/y', form), 'https://x.example/yA1Bb2');
  assert.equal(parseForm('Body=one&Body=two'), undefined);
});

test.run();
