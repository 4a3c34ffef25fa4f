import { readFile } from 'node:fs/promises';
import llama from 'llama-tokenizer-js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { estimateTokens } from './tokens.ts';

const TEXTS: Readonly<Record<string, string>> = {
  English: 'Turn on the irrigation pump for ten minutes, then close the roof vent to 30 %.',
  German: 'Wie hoch ist die Temperatur im Gewächshaus? Schalte bitte die Lüftungsklappe ein.',
  Chinese: '打开水泵十分钟，然后关闭补光灯。温室的温度是多少？',
  emoji: '😀🚀🔥👩‍🚀',
  JSON: '{"ok":false,"text":"There is no \\"pumpe\\" here.","rows":[{"value":21.5,"at":1764192000000}]}',
  blanks: 'a          b\n\n\n   c\t\td',
};

for (const [name, text] of Object.entries(TEXTS))
  test(`${name} is never estimated below what a real tokenizer makes of it`, () => {
    assert.ok(estimateTokens(text) >= llama.encode(text, false).length);
  });

test('a page of documentation is estimated within twice of it', async () => {
  const text = await readFile('docs/technician.md', 'utf8');
  const real = llama.encode(text, false).length;
  assert.ok(estimateTokens(text) >= real);
  assert.ok(estimateTokens(text) <= 2 * real);
});

test('nothing is nothing', () => {
  assert.is(estimateTokens(''), 0);
});

test.run();
