/** A hint is only a next step when what it names exists: every `boardtalk …` in one is a command that can be run. */
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { findFiles, isTest } from '../guards/source-files.ts';

const test = suite('hints');

/** As they stand in docs/cli.md, which is made from the commands themselves. */
const commands = new Set(
  [...readFileSync('docs/cli.md', 'utf8').matchAll(/^ {4}boardtalk ([a-z]+)/gm)].map(
    ([, name]) => name,
  ),
);

test('name only commands that there are', () => {
  assert.ok(commands.has('doctor') && commands.has('up'));
  const missing = findFiles(['runtime', 'drivers'], '.ts')
    .filter((path) => !isTest(path))
    .flatMap((path) =>
      // After a colon, as all hints write it: "See what there is with: boardtalk help".
      [...readFileSync(path, 'utf8').matchAll(/: boardtalk ([a-z]+)/g)]
        .filter(([, name]) => !commands.has(name))
        .map(([hint]) => `${path}${hint}`),
    );
  assert.equal(missing, []);
});

test.run();
