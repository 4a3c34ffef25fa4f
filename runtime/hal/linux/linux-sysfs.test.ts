/** The kernel's files, here those of a folder and some of `/proc` that refuse. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { errorCode } from '../../core/app-error.ts';
import { LinuxSysfs } from './linux-sysfs.ts';

const test = suite('sysfs');

test('reads, writes and lists below its root', () =>
  inTempDirectory(async (root) => {
    await mkdir(join(root, 'class/pwm/pwmchip0'), { recursive: true });
    await writeFile(join(root, 'class/pwm/pwmchip0/npwm'), '2\n');
    const sysfs = new LinuxSysfs(root);
    assert.is(await sysfs.read('class/pwm/pwmchip0/npwm'), '2');
    await sysfs.write('class/pwm/pwmchip0/npwm', '3');
    assert.is(await sysfs.read('class/pwm/pwmchip0/npwm'), '3');
    assert.equal(await sysfs.list('class/pwm'), ['pwmchip0']);
    assert.equal(await sysfs.list('class/leds'), []);
    assert.is(sysfs.resolve('class/pwm'), join(root, 'class/pwm'));
  }));

test('makes no file that the kernel does not offer', () =>
  inTempDirectory(async (root) => {
    const sysfs = new LinuxSysfs(root);
    assert.is(await sysfs.read('export').catch(errorCode), 'HAL_NO_SUCH_FILE');
    assert.is(await sysfs.write('export', '1').catch(errorCode), 'HAL_NO_SUCH_FILE');
    assert.equal(await sysfs.list('.'), []);
  }));

test('says when the kernel does not take a value', async () => {
  const proc = new LinuxSysfs('/proc/self');
  assert.is(await proc.write('oom_score_adj', 'plenty').catch(errorCode), 'HAL_KERNEL_REFUSED');
});

test.run();
