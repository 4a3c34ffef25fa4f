/** Every sentence that the docs promise to make a workflow of. */
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createGrammar } from '../../runtime/language/grammar.ts';
import { readSampleSite } from '../sample-site.ts';

const test = suite('sentences of the docs that make workflows');

const page = readFileSync('docs/workflows.md', 'utf8');
const [, block = ''] = /## Made by talking\n\n```text\n(.*?)```/s.exec(page) ?? [];
const sentences = block
  .split('\n')
  .flatMap((line) => (line.startsWith('> ') ? [line.slice(2)] : []));

test('there are some, in four languages', () => {
  assert.ok(sentences.length >= 10);
});

for (const text of sentences)
  test(`"${text}" is shown as a workflow`, async () => {
    const { site } = await readSampleSite();
    const grammar = createGrammar({ site, timezone: 'UTC' });
    const meant = grammar.understand(text, { now: 0, language: 'en' });
    assert.equal(meant.kind === 'act' ? meant.calls.map(({ action }) => action) : meant.kind, [
      'workflow-build',
    ]);
  });

test.run();
