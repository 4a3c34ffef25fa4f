/** Output registers as files: what a reader outside sees, and what a writer outside changes. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { RegisterFile } from './register-file.ts';

const test = suite('register file');

async function withRegister(width: number, use: (register: RegisterFile) => void): Promise<void> {
  await inTempDirectory((directory) => {
    const register = new RegisterFile(join(directory, 'deep', 'value'), width);
    use(register);
    register.close();
    return Promise.resolve();
  });
}

test('is empty, and makes no file, until something is written', () =>
  withRegister(1, (register) => {
    assert.is(register.read(), '');
    assert.not(existsSync(register.path));
  }));

test('leaves nothing of a longer text behind a shorter one', () =>
  withRegister(8, (register) => {
    register.write('1000000');
    register.write('42');
    assert.is(register.read(), '42');
    assert.is(Number(readFileSync(register.path, 'latin1')), 42);
    assert.is(
      execFileSync('sh', ['-c', 'echo "[$(cat "$1")]"', 'sh', register.path], {
        encoding: 'latin1',
      }),
      '[42]\n',
    );
  }));

test('sees what a shell wrote, and can write after it', () =>
  withRegister(8, (register) => {
    register.write('1000000');
    execFileSync('sh', ['-c', 'echo 0 > "$1"', 'sh', register.path]);
    assert.is(register.read(), '0');
    register.write('77');
    assert.is(register.read(), '77');
  }));

test('holds its text when it is closed and read by another', () =>
  withRegister(1, (register) => {
    register.write('1');
    register.close();
    assert.is(new RegisterFile(register.path, 1).read(), '1');
  }));

test.run();
