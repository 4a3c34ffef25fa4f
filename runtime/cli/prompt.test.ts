/** What becomes of a question when nobody can answer it any more. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { suite } from 'uvu';
import { CliError } from './errors.ts';
import { Prompt } from './prompt.ts';

const test = suite('questions at a terminal');

test('a terminal that breaks off is nobody who answers, and no defect', async () => {
  const stdin = new PassThrough();
  const prompt = new Prompt({ stdin, stdout: new PassThrough() });
  const asked = prompt.ask('which one?');
  stdin.destroy(new Error('setRawMode EIO'));
  await assert.rejects(
    asked,
    (error) => error instanceof CliError && error.code === 'CLI_BAD_ARGUMENTS',
  );
  prompt.close();
});

test.run();
