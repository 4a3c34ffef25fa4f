import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { normalise } from './normalise.ts';

const textOf = (sentence: string): string | undefined => normalise(sentence)?.text;

test('full-width letters, digits and marks become plain', () => {
  assert.is(textOf('Ｔｕｒｎ　ｏｎ　３０％？'), 'turn on 30%?');
});

test('invisible characters and direction marks vanish, line breaks become blanks', () => {
  assert.is(textOf('tu\u200Brn\u202E on\n\u0000the\uFEFF pump'), 'turn on the pump');
});

test('curly quotes and long dashes are written straight', () => {
  assert.is(textOf('“it’s” – 「x」'), '"it\'s" - "x"');
});

test('traditional characters are read as simplified, and shown as written', () => {
  assert.equal(normalise('打開燈'), { text: '打开灯', shown: '打開燈' });
});

test('what is shown keeps its capitals', () => {
  assert.equal(normalise('Turn ON'), { text: 'turn on', shown: 'Turn ON' });
});

test('nothing, blanks and more than 500 characters are no sentence', () => {
  assert.is(normalise(''), undefined);
  assert.is(normalise(' \u200B '), undefined);
  assert.is(normalise('x'.repeat(501)), undefined);
  assert.is(normalise('ﷺ'.repeat(100)), undefined, 'grows eighteenfold when it is written out');
});

test('offsets into the text fit what is shown, whatever was written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (sentence) => {
      const normal = normalise(sentence);
      assert.is(normal?.text.length, normal?.shown.length);
    }),
  );
});

test('normalising twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (sentence) => {
      const once = textOf(sentence);
      assert.is(textOf(once ?? ''), once);
    }),
  );
});

test.run();
