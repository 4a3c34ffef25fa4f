/** Who is refused hears what to do about it: which group to join, or how a device gets one. */

import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { noPermission } from './permission.ts';

const test = suite('permission');

/** Of every Debian (base-passwd). */
const DIALOUT = 20;

test('names the device, and how it gets the group that is usual for its kind', () => {
  const refused = noPermission('/dev/i2c-99');
  assert.is(refused.code, 'HAL_NO_PERMISSION');
  assert.match(refused.message, /\/dev\/i2c-99/);
  assert.match(refused.hint, /SUBSYSTEM=="i2c-dev", GROUP="i2c"/);
  assert.match(noPermission('/dev/gpiochip99').hint, /SUBSYSTEM=="gpio", GROUP="gpio"/);
});

test('names all of which one is needed, where nobody can say which', () => {
  const { message } = noPermission(['/dev/gpiochip98', '/dev/gpiochip99']);
  assert.match(message, /\/dev\/gpiochip98, \/dev\/gpiochip99/);
});

const GROUP_IS_NAMED = 'names the group that a device belongs to, and who is to join it';

// Only root may give a file away.
if (process.getuid?.() === 0)
  test(GROUP_IS_NAMED, () =>
    inTempDirectory(async (directory) => {
      const path = join(directory, 'ttyUSB0');
      await writeFile(path, '');
      await chown(path, 0, DIALOUT);
      assert.match(noPermission(path).hint, /usermod -aG dialout root/);
    }),
  );
else test.skip(GROUP_IS_NAMED);

test.run();
