import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { errorCode, errorMessage } from '../core/app-error.ts';
import { holdsNumbers, readNumbers } from './read-numbers.ts';

const test = suite('read-numbers');

async function read(name: string, content: string | Uint8Array): Promise<unknown> {
  let found: unknown;
  await inTempDirectory(async (directory) => {
    const path = join(directory, name);
    await writeFile(path, content);
    found = await readNumbers(path).then((numbers) => Array.from(numbers), errorCode);
  });
  return found;
}

test('reads 32-bit floats, lists in lists, and lines with any separator', async () => {
  const floats = new Uint8Array(Float32Array.of(1.5, -2).buffer);
  assert.equal(await read('a.bin', floats), [1.5, -2]);
  assert.equal(await read('a.json', '[[1.5], [-2]]'), [1.5, -2]);
  assert.equal(await read('a.csv', '1.5;-2\n3, 4e1\n'), [1.5, -2, 3, 40]);
});

test('refuses what is no list of numbers', async () => {
  assert.is(await read('a.bin', 'abc'), 'INFERENCE_BAD_NUMBERS');
  assert.is(await read('a.json', '{"a": 1}'), 'INFERENCE_BAD_NUMBERS');
  assert.is(await read('a.json', '[1, "x"]'), 'INFERENCE_BAD_NUMBERS');
  assert.is(await read('a.csv', 'time,value\n1,2'), 'INFERENCE_BAD_NUMBERS');
});

test('says which item of a list is no number, in one line, and that there is no file', async () => {
  await inTempDirectory(async (directory) => {
    const path = join(directory, 'a.json');
    const said = (): Promise<string> => readNumbers(path).then(String, errorMessage);
    assert.match(await said(), /^cannot read .*a.json: there is no such file$/);
    await writeFile(path, '[1, null, "x"]');
    assert.match(await said(), /^.*a.json holds no numbers: item 2 is null$/);
  });
});

test('takes other files for pictures', () => {
  assert.equal(['a.BIN', 'a.json', 'a.jpg', 'a'].map(holdsNumbers), [true, true, false, false]);
});

test.run();
