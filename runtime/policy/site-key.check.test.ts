import { chmod } from 'node:fs/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { siteKeyCheck } from './site-key.check.ts';
import { loadSiteKey, siteKeyPath } from './site-key.ts';

test('is content with the key as it was made, and not with one that others may read', () =>
  inTempDirectory(async (directory) => {
    await loadSiteKey(directory);
    const check = siteKeyCheck({ directory });
    assert.is((await check.look()).verdict, 'ok');
    await chmod(siteKeyPath(directory), 0o640);
    const { verdict, fix } = await check.look();
    assert.equal([verdict, fix], ['fail', `chmod 600 ${siteKeyPath(directory)}`]);
  }));

test.run();
