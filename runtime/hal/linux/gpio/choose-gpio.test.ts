/** Which way to the lines is taken on which machine; the kernel's answers are made up, its files are real. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Gpio } from 'onoff';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../../test/fake-clock.ts';
import { inTempDirectory } from '../../../../test/temp-directory.ts';
import { errorCode, errorMessage } from '../../../core/app-error.ts';
import { silentLog } from '../../../core/log.ts';
import type { GpioBackend } from '../../gpio.ts';
import { chooseGpio } from './choose-gpio.ts';
import type { CdevAddon } from './cdev/addon.ts';

const test = suite('choice of GPIO');

/** Nobody opens a line here. */
const ONOFF = {} as unknown as typeof Gpio;

interface Machine {
  readonly chips?: number;
  readonly hasSysfs?: boolean;
  /** What the kernel answers when it is asked for a chip; absent: the addon is not built. */
  readonly answer?: 'a chip' | 'ENOTTY' | 'EACCES';
  readonly hasOnoff?: boolean;
}

async function choose(machine: Machine): Promise<GpioBackend> {
  const chosen: GpioBackend[] = [];
  await inTempDirectory(async (devices) => {
    for (let chip = 0; chip < (machine.chips ?? 0); chip += 1)
      await writeFile(join(devices, `gpiochip${String(chip)}`), '');
    const sysfs = join(devices, 'sys');
    await mkdir(sysfs);
    if (machine.hasSysfs === true) await writeFile(join(sysfs, 'export'), '');
    const backend = await chooseGpio({
      board: { simulated: false, header: [], lines: { GPIO1: { chip: ['a'], offset: 1 } } },
      ...{ clock: new FakeClock(), log: silentLog, devices, sysfs },
      loadCdev: () => addonOf(machine),
      loadOnoff: () => Promise.resolve(machine.hasOnoff === true ? ONOFF : undefined),
    });
    chosen.push(backend);
  });
  const [backend] = chosen;
  assert.ok(backend);
  return backend;
}

function addonOf({ answer }: Machine): CdevAddon | undefined {
  if (answer === undefined) return undefined;
  const describeChip = (): ReturnType<CdevAddon['describeChip']> => {
    if (answer === 'a chip') return { name: 'gpiochip0', label: 'a', lines: [] };
    throw Object.assign(new Error(answer), { code: answer });
  };
  return { describeChip } as unknown as CdevAddon;
}

test('takes the character device where it is', async () => {
  const { kind } = await choose({ chips: 1, answer: 'a chip', hasSysfs: true, hasOnoff: true });
  assert.is(kind, 'cdev');
});

test('takes it too where a group is all that is missing: onoff would be refused as well', async () => {
  const { kind } = await choose({ chips: 1, answer: 'EACCES', hasSysfs: true, hasOnoff: true });
  assert.is(kind, 'cdev');
});

test('takes onoff on an old kernel, without the addon, and without devices', async () => {
  const old = { chips: 1, answer: 'ENOTTY', hasSysfs: true, hasOnoff: true } as const;
  assert.is((await choose(old)).kind, 'onoff');
  assert.is((await choose({ chips: 1, hasSysfs: true, hasOnoff: true })).kind, 'onoff');
  assert.is((await choose({ answer: 'a chip', hasSysfs: true, hasOnoff: true })).kind, 'onoff');
});

test('says what is missing for both where there is neither, and never pretends', async () => {
  const machines: readonly (readonly [Machine, RegExp])[] = [
    [{ answer: 'a chip' }, /the kernel has no .*gpiochip\*, and the kernel has no .*sys/],
    [{ chips: 1, hasSysfs: true }, /native part for \w+ is not built, and the package onoff/],
    [{ chips: 1, answer: 'ENOTTY' }, /older than 5\.10, and the kernel has no/],
  ];
  for (const [machine, told] of machines) {
    const backend = await choose(machine);
    assert.is(backend.kind, 'none');
    for (const call of [
      () => backend.open('GPIO1', { direction: 'in', consumer: 'test' }),
      () => backend.register('GPIO1', false),
    ])
      assert.throws(
        call,
        (error: unknown) =>
          errorCode(error) === 'HAL_NO_GPIO' &&
          told.test(errorMessage(error)) &&
          error instanceof Error &&
          /CONFIG_GPIO_CDEV/.test('hint' in error ? String(error.hint) : ''),
      );
  }
});

test.run();
