/** A machine read from files as the kernel has them: texts ended by zeros in a device tree, by a newline in DMI. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { readMachine, type Machine } from './read-machine.ts';

const test = suite('read-machine');

async function machineWith(files: Readonly<Record<string, string>>): Promise<Machine | undefined> {
  let machine: Machine | undefined;
  await inTempDirectory(async (root) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    machine = await readMachine(root);
  });
  return machine;
}

test('reads the names of a device tree, the most particular first', async () => {
  const machine = await machineWith({
    'proc/device-tree/compatible': 'raspberrypi,4-model-b\0brcm,bcm2711\0',
    'proc/device-tree/model': 'Raspberry Pi 4 Model B Rev 1.4\0',
  });
  assert.equal(machine, {
    compatible: ['raspberrypi,4-model-b', 'brcm,bcm2711'],
    dmi: {},
    model: 'Raspberry Pi 4 Model B Rev 1.4',
  });
});

test('reads the texts of a DMI table, and no serial number', async () => {
  const machine = await machineWith({
    'sys/class/dmi/id/sys_vendor': 'QEMU\n',
    'sys/class/dmi/id/product_name': 'Standard PC (Q35 + ICH9, 2009)\n',
    'sys/class/dmi/id/chassis_type': '1\n',
    'sys/class/dmi/id/board_name': '\n',
    'sys/class/dmi/id/product_serial': 'secret\n',
  });
  assert.equal(machine, {
    compatible: [],
    dmi: {
      chassis_type: '1',
      product_name: 'Standard PC (Q35 + ICH9, 2009)',
      sys_vendor: 'QEMU',
    },
    model: 'QEMU Standard PC (Q35 + ICH9, 2009)',
  });
});

test('says nothing of a machine that says nothing', async () => {
  assert.equal(await machineWith({}), { compatible: [], dmi: {} });
});

test.run();
