import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import fc from 'fast-check';
import { chunkText } from './chunk-text.ts';

const test = suite('chunk text');

test('leaves alone what fits, and says nothing of nothing', () => {
  assert.equal(chunkText('warm', 64), ['warm']);
  assert.equal(chunkText('', 64), []);
});

test('cuts between lines rather than within one', () => {
  const line = 'x'.repeat(40);
  assert.equal(chunkText(`${line}\n${line}`, 64), [line, line]);
});

test('never cuts what a person sees as one character', () => {
  const family = '👨‍👩‍👧‍👦';
  const pieces = chunkText(family.repeat(40), 100);
  assert.equal(pieces.join(''), family.repeat(40));
  for (const piece of pieces) assert.equal(piece.length % family.length, 0);
});

test('closes a fence at the end of a piece, and opens it again', () => {
  const text = `\`\`\`yaml\n${'name: pump\n'.repeat(30)}\`\`\``;
  const pieces = chunkText(text, 128);
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
  fc.assert(
    fc.property(words, fc.integer({ min: 64, max: 300 }), (parts, most) => {
      const text = parts.join('');
      const pieces = chunkText(text, most);
      for (const piece of pieces) assert.ok(piece.length <= most);
      assert.equal(pieces.join('').replace(/\s/g, ''), text.replace(/\s/g, ''));
    }),
  );
});

test.run();
