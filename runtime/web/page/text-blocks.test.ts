/** Which lines of a message are a table, and what stands in its cells. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { textBlocks } from './text-blocks.ts';

const test = suite('the tables of a message');

const REPORT = `# Today

| thing | mean |
| --- | ---: |
| tank | 62 |
| a \\| b | – |

All is well.`;

test('a table of a report is taken apart, and the words around it stay', () => {
  assert.equal(textBlocks(REPORT), [
    { kind: 'words', text: '# Today' },
    {
      kind: 'table',
      head: ['thing', 'mean'],
      rows: [
        ['tank', '62'],
        ['a | b', '–'],
      ],
      isNumber: [false, true],
    },
    { kind: 'words', text: 'All is well.' },
  ]);
});

test('what only looks like a table is words, as they were written', () => {
  for (const text of ['a | b', '| a | b |', '| a |\n| b |', '  indented\n\n    drawn  ', ''])
    assert.equal(
      textBlocks(text),
      text === '' ? [] : [{ kind: 'words', text }],
      JSON.stringify(text),
    );
});

test('a table without rows, two tables, and one at the very end are told apart', () => {
  const one = '| a |\n| - |';
  assert.equal(
    textBlocks(`${one}\n\n${one}\n| x |`).map((block) => block.kind === 'table' && block.rows),
    [[], [['x']]],
  );
});

test.run();
