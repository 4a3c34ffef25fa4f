/** The PWM files against the kernel's rules for them. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../core/app-error.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { SimPwm } from './sim-pwm.ts';
import { SimSysfs } from './sim-sysfs.ts';

const CHIP = 'class/pwm/pwmchip0';
const test = suite('simulated PWM');

interface Bench {
  readonly sysfs: SimSysfs;
  readonly pwm: SimPwm;
}

function start(directory: string): Bench {
  const sysfs = new SimSysfs(directory);
  const pwm = new SimPwm({ chip: 'pwmchip0', channels: 2, sysfs });
  pwm.start();
  return { sysfs, pwm };
}

async function withPwm(use: (bench: Bench, directory: string) => Promise<void>): Promise<void> {
  await inTempDirectory(async (directory) => {
    const bench = start(directory);
    await use(bench, directory);
    bench.pwm.stop();
  });
}

async function run(sysfs: SimSysfs): Promise<void> {
  await sysfs.write(`${CHIP}/export`, '0');
  await sysfs.write(`${CHIP}/pwm0/period`, '1000');
  await sysfs.write(`${CHIP}/pwm0/duty_cycle`, '250');
  await sysfs.write(`${CHIP}/pwm0/enable`, '1');
}

test('shows a channel only after it was exported', () =>
  withPwm(async ({ sysfs }) => {
    assert.equal(await sysfs.list(CHIP), ['export', 'npwm']);
    await sysfs.write(`${CHIP}/export`, '1');
    assert.equal(await sysfs.list(CHIP), ['export', 'npwm', 'pwm1']);
  }));

test('refuses to export a channel twice, or one that it does not have', () =>
  withPwm(async ({ sysfs }) => {
    await sysfs.write(`${CHIP}/export`, '1');
    for (const channel of ['1', '2', 'one'])
      assert.is(
        await sysfs.write(`${CHIP}/export`, channel).catch(errorCode),
        'HAL_KERNEL_REFUSED',
      );
  }));

test('refuses a duty cycle longer than the period, and a period shorter than it', () =>
  withPwm(async ({ sysfs }) => {
    await run(sysfs);
    for (const [file, value] of [
      ['duty_cycle', '1001'],
      ['period', '249'],
      ['duty_cycle', '-1'],
    ] as const)
      assert.is(
        await sysfs.write(`${CHIP}/pwm0/${file}`, value).catch(errorCode),
        'HAL_KERNEL_REFUSED',
      );
  }));

test('refuses to enable a channel without a period', () =>
  withPwm(async ({ sysfs }) => {
    await sysfs.write(`${CHIP}/export`, '0');
    assert.is(await sysfs.write(`${CHIP}/pwm0/enable`, '1').catch(errorCode), 'HAL_KERNEL_REFUSED');
  }));

test('gives out the ratio while it is enabled, and nothing else', () =>
  withPwm(async ({ sysfs, pwm }) => {
    assert.is(pwm.duty(0), 0);
    await run(sysfs);
    assert.is(pwm.duty(0), 0.25);
    await sysfs.write(`${CHIP}/pwm0/enable`, '0');
    assert.is(pwm.duty(0), 0);
  }));

test('runs on when the process that set it is gone', () =>
  withPwm(async ({ sysfs, pwm }, directory) => {
    await run(sysfs);
    pwm.stop();
    const next = start(directory);
    assert.is(next.pwm.duty(0), 0.25);
    assert.is(await next.sysfs.read(`${CHIP}/pwm0/duty_cycle`), '250');
    next.pwm.stop();
  }));

test('has files that can only be read', () =>
  withPwm(async ({ sysfs }) => {
    assert.is(await sysfs.read(`${CHIP}/npwm`), '2');
    assert.is(await sysfs.write(`${CHIP}/npwm`, '3').catch(errorCode), 'HAL_KERNEL_REFUSED');
  }));

test.run();
