/** Making the native part where something is missing, or somebody else's file comes instead. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inTempDirectory } from '../test/temp-directory.ts';

const SCRIPT = join(import.meta.dirname, 'tflite-native.ts');

function make(
  out: string,
  path: string,
): { status: number | null; stdout: string; stderr: string } {
  const args = ['--import', 'tsx', SCRIPT, '--out', out];
  const env = { ...process.env, PATH: path };
  return spawnSync(process.execPath, args, { encoding: 'utf8', env });
}

test('without compiler and npm it says one thing, fails nothing, and is tried again next time', () =>
  inTempDirectory(async (directory) => {
    const { status, stdout, stderr } = make(directory, '/nowhere');
    assert.equal({ status, stderr }, { status: 0, stderr: '' });
    assert.is(stdout.trim().split('\n').length, 1, stdout);
    assert.match(stdout, 'models will run by WebAssembly');
    assert.match(stdout, 'no C compiler made its addon (spawnSync cc ENOENT)');
    assert.match(
      stdout,
      'tfjs-tflite-node@0.0.2 could not be fetched by npm (spawnSync npm ENOENT)',
    );
    assert.not(existsSync(join(directory, '.complete')));
    await Promise.resolve();
  }));

test('takes no library from a tarball that is not the one that is meant', () =>
  inTempDirectory(async (directory) => {
    const tools = join(directory, 'tools');
    mkdirSync(tools);
    // Of npm only this is used: it puts a tarball into the folder that stands behind --pack-destination.
    const npm = '#!/bin/sh\necho other > "$5/tfjs-tflite-node-0.0.2.tgz"\n';
    writeFileSync(join(tools, 'npm'), npm);
    chmodSync(join(tools, 'npm'), 0o755);
    const { status, stdout } = make(directory, [tools, '/nowhere'].join(delimiter));
    assert.is(status, 0);
    assert.match(stdout, 'could not be fetched by npm (its SHA-512 is ');
    for (const arch of ['x64', 'arm64'])
      assert.not(existsSync(join(directory, arch, 'libtensorflowlite_c.so')));
    await Promise.resolve();
  }));

test.run();
