import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { errorCode } from '../core/app-error.ts';
import { loadSiteKey } from './site-key.ts';

test('makes a key once, for its user alone, and finds it again', () =>
  inTempDirectory(async (directory) => {
    const made = await loadSiteKey(directory);
    const path = join(directory, 'keys', 'site.pem');
    assert.is((await stat(path)).mode & 0o777, 0o600);
    assert.is((await stat(join(directory, 'keys'))).mode & 0o777, 0o700);
    const found = await loadSiteKey(directory);
    assert.is(found.id, made.id);
    const signature = sign(null, Buffer.from('x'), made.privateKey);
    assert.ok(verify(null, Buffer.from('x'), found.publicKey, signature));
  }));

const { privateKey: rsa } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

for (const [what, text] of [
  ['an empty file', ''],
  ['half a key', '-----BEGIN PRIVATE KEY-----\nMC4C'],
  ['a key of another kind', rsa],
] as const)
  test(`never replaces ${what} by a new key`, () =>
    inTempDirectory(async (directory) => {
      const path = join(directory, 'keys', 'site.pem');
      await mkdir(join(directory, 'keys'));
      await writeFile(path, text);
      const error: unknown = await loadSiteKey(directory).catch((caught: unknown) => caught);
      assert.is(errorCode(error), 'POLICY_BAD_KEY');
      assert.is(await readFile(path, 'utf8'), text);
    }));

test.run();
