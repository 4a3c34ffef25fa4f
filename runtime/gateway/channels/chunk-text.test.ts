import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import fc from 'fast-check';
import type { TextLimit } from './channel-adapter.ts';
import { chunkText } from './chunk-text.ts';

const test = suite('chunk text');

const SIZES = {
  'utf-16': (text: string) => text.length,
  'code points': (text: string) => Array.from(text).length,
  bytes: (text: string) => Buffer.byteLength(text),
} as const;

const utf16 = (most: number): TextLimit => ({ most, unit: 'utf-16' });

test('leaves alone what fits, and says nothing of nothing', () => {
  assert.equal(chunkText('warm', utf16(64)), ['warm']);
  assert.equal(chunkText('', utf16(64)), []);
});

test('cuts between lines rather than within one', () => {
  const line = 'x'.repeat(40);
  assert.equal(chunkText(`${line}\n${line}`, utf16(64)), [line, line]);
});

test('never cuts what a person sees as one character', () => {
  const family = '👨‍👩‍👧‍👦';
  const pieces = chunkText(family.repeat(40), utf16(100));
  assert.equal(pieces.join(''), family.repeat(40));
  for (const piece of pieces) assert.equal(piece.length % family.length, 0);
});

test('closes a fence at the end of a piece, and opens it again', () => {
  const text = `\`\`\`yaml\n${'name: pump\n'.repeat(30)}\`\`\``;
  const pieces = chunkText(text, utf16(128));
  assert.ok(pieces.length > 2);
  for (const piece of pieces) {
    assert.ok(piece.length <= 128, String(piece.length));
    assert.match(piece, /^```yaml\n/);
    assert.match(piece, /\n```$/);
  }
  assert.equal(pieces.join('\n').match(/name: pump/g)?.length, 30);
});

test('no piece is too long, and only blanks are lost', () => {
  const words = fc.array(fc.constantFrom('pump', '水泵', '👍🏽', ' ', '\n', '\n\n', 'a'.repeat(90)), {
    maxLength: 200,
  });
  const units = fc.constantFrom(...(['utf-16', 'code points', 'bytes'] as const));
  fc.assert(
    fc.property(words, fc.integer({ min: 64, max: 300 }), units, (parts, most, unit) => {
      const text = parts.join('');
      const pieces = chunkText(text, { most, unit });
      for (const piece of pieces) assert.ok(SIZES[unit](piece) <= most);
      assert.equal(pieces.join('').replace(/\s/g, ''), text.replace(/\s/g, ''));
    }),
  );
});

test('comes to an end whatever stands behind a fence', () => {
  const parts = fc.constantFrom('```', '```yaml\n', '\n', 'pump', `e${'\u0301'.repeat(300)}`, '👍🏽');
  const texts = fc.array(parts, { maxLength: 20 });
  const units = fc.constantFrom(...(['utf-16', 'code points', 'bytes'] as const));
  fc.assert(
    fc.property(texts, fc.integer({ min: 64, max: 300 }), units, (words, most, unit) => {
      const pieces = chunkText(words.join(''), { most, unit });
      for (const piece of pieces) assert.ok(SIZES[unit](piece) <= most, piece);
    }),
    { numRuns: 500, examples: [[['```yaml\n', `e${'\u0301'.repeat(1_000)}`], 64, 'utf-16']] },
  );
});

test('cuts no character in half, not even one that is longer than a piece', () => {
  const drawn = `👍${'\u{1F3FD}'.repeat(100)}`;
  for (const most of [64, 65]) {
    const pieces = chunkText(drawn, utf16(most));
    for (const piece of pieces) assert.is(Buffer.from(piece).toString(), piece);
  }
});

test.run();
