import { mkdir, readdir, readFile, stat, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { keepFiles } from './keep-files.ts';

const test = suite('keep-files');

/** In a TMPDIR of its own. */
function inPlace(use: (place: string) => Promise<void>): Promise<void> {
  return inTempDirectory(async (place) => {
    const { TMPDIR } = process.env;
    process.env['TMPDIR'] = place;
    await use(place).finally(() => {
      if (TMPDIR === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = TMPDIR;
    });
  });
}

const PICTURE = {
  ...{ name: 'eye.png', type: 'image/png', alt: 'somebody' },
  base64: Buffer.from('seen').toString('base64'),
} as const;

test('keeps a picture where TMPDIR says, for this user alone', () =>
  inPlace(async (place) => {
    const [line = ''] = await keepFiles([PICTURE]);
    const path = line.replace('  picture: ', '');
    assert.ok(path.startsWith(join(place, 'boardtalk-pictures-')), line);
    assert.is(await readFile(path, 'utf8'), 'seen');
    assert.is((await stat(path)).mode & 0o077, 0);
  }));

test('removes what it kept more than an hour ago, and nothing else', () =>
  inPlace(async (place) => {
    const old = new Date(Date.now() - 2 * 3_600_000);
    for (const name of ['boardtalk-pictures-old', 'boardtalk-pictures-new', 'boardtalk-other'])
      await mkdir(join(place, name));
    await symlink(place, join(place, 'boardtalk-pictures-link'));
    for (const name of ['boardtalk-pictures-old', 'boardtalk-other'])
      await utimes(join(place, name), old, old);
    await keepFiles([PICTURE]);
    const left = (await readdir(place)).sort();
    assert.is(left.length, 4);
    assert.ok(!left.includes('boardtalk-pictures-old'));
    assert.ok(left.includes('boardtalk-other') && left.includes('boardtalk-pictures-link'));
  }));

test.run();
