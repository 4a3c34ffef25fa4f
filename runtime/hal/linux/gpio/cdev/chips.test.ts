/** Which chips there are, and which of those that may not be opened could be the wanted one. The files are real, the kernel's answers are made up. */
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../../../../../test/temp-directory.ts';
import type { CdevAddon } from './addon.ts';
import { findChips, suspects, type DeniedChip, type FoundChips } from './chips.ts';

const test = suite('chips of the character device');

interface ChipOfKernel {
  readonly device: string;
  /** As `/sys/class/gpio` shows it; absent on a kernel without. */
  readonly label?: string;
  readonly mayOpen: boolean;
}

async function find(kernel: Readonly<Record<string, ChipOfKernel>>): Promise<FoundChips> {
  let found: FoundChips = { chips: [], denied: [] };
  await inTempDirectory(async (root) => {
    const [devices, sysfs] = [join(root, 'dev'), join(root, 'sys')];
    await mkdir(devices);
    await mkdir(join(sysfs, 'bus/gpio/devices'), { recursive: true });
    for (const [name, { device, label }] of Object.entries(kernel)) {
      const home = join(sysfs, 'devices/platform', device);
      await mkdir(join(home, name), { recursive: true });
      await symlink(join(home, name), join(sysfs, 'bus/gpio/devices', name));
      await writeFile(join(devices, name), '');
      if (label === undefined) continue;
      await mkdir(join(home, 'gpio/gpiochip512'), { recursive: true });
      await writeFile(join(home, 'gpio/gpiochip512/label'), `${label}\n`);
    }
    found = findChips(addonOf(kernel), devices, sysfs);
  });
  return found;
}

function addonOf(kernel: Readonly<Record<string, ChipOfKernel>>): CdevAddon {
  const describeChip = (path: string): ReturnType<CdevAddon['describeChip']> => {
    const name = path.replace(/.*\//, '');
    const chip = kernel[name];
    if (chip?.mayOpen === true) return { name, label: chip.label ?? '', lines: [] };
    throw Object.assign(new Error('Permission denied'), { code: 'EACCES' });
  };
  return { describeChip } as unknown as CdevAddon;
}

function namesOf(chips: readonly DeniedChip[]): readonly string[] {
  return chips.map(({ path }) => path.replace(/.*\//, ''));
}

const EXPANDER = { device: '1-0020', label: 'pca9535', mayOpen: false };
const SOC = { device: 'fe200000.gpio', label: 'pinctrl-bcm2711', mayOpen: false };

test('knows the label of a chip that may not be opened, where the old interface shows it', async () => {
  const { denied } = await find({ gpiochip0: EXPANDER, gpiochip1: SOC });
  assert.equal(namesOf(suspects(denied, ['pinctrl-bcm2711'])), ['gpiochip1']);
  assert.equal(namesOf(suspects(denied, ['fe200000.gpio'])), ['gpiochip1'], 'by its device');
});

test('suspects nobody when the labels of all are seen, and none is the wanted one', async () => {
  const { denied } = await find({ gpiochip0: EXPANDER });
  assert.equal(namesOf(suspects(denied, ['pinctrl-bcm2711'])), []);
});

test('suspects each whose label cannot be seen, and all where only the kernel knows the line', async () => {
  const unlabelled = { device: '1-0020', mayOpen: false };
  const { denied } = await find({ gpiochip0: unlabelled, gpiochip1: { ...SOC, label: 'other' } });
  assert.equal(namesOf(suspects(denied, ['pinctrl-bcm2711'])), ['gpiochip0']);
  assert.equal(namesOf(suspects(denied, [])), ['gpiochip0', 'gpiochip1']);
});

test('does not count those that may be opened among them', async () => {
  const { chips, denied } = await find({
    gpiochip0: { ...SOC, mayOpen: true },
    gpiochip1: EXPANDER,
  });
  assert.equal(
    [chips.map(({ label }) => label), namesOf(denied)],
    [['pinctrl-bcm2711'], ['gpiochip1']],
  );
});

test.run();
