/** Finding a device of the kernel by what stands fast, in a tree where its number moves. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../core/app-error.ts';
import { HWMON, IIO, KernelDevice } from './kernel-device.ts';
import { SimSysfs } from './sim/sim-sysfs.ts';

const test = suite('kernel-device');

function treeOf(files: Readonly<Record<string, string>>): SimSysfs {
  const sysfs = new SimSysfs('/sys');
  for (const [path, text] of Object.entries(files)) sysfs.add(path, { read: () => text });
  return sysfs;
}

const TWO_LM75 = {
  'class/hwmon/hwmon0/name': 'cpu_thermal\n',
  'class/hwmon/hwmon1/name': 'lm75\n',
  'class/hwmon/hwmon1/temp1_input': '25500\n',
  'class/hwmon/hwmon2/name': 'lm75\n',
  'bus/i2c/devices/1-0048/hwmon/hwmon1/temp1_input': '25500\n',
  'bus/i2c/devices/1-0049/hwmon/hwmon2/temp1_input': '19000\n',
};

test('finds a device by the name that its driver gives it', async () => {
  const sysfs = treeOf({
    'bus/iio/devices/iio:device0/name': 'ads1015\n',
    'bus/iio/devices/iio:device1/name': 'dht11@4\n',
    'bus/iio/devices/iio:device1/in_temp_input': '21300\n',
    'bus/iio/devices/trigger0/name': 'dht11@4\n',
  });
  assert.is(await new KernelDevice(sysfs, IIO, 'dht11@4').number('in_temp_input'), 21_300);
});

test('tells two devices of one name by where they hang', async () => {
  const sysfs = treeOf(TWO_LM75);
  assert.is(await new KernelDevice(sysfs, HWMON, 'i2c/1-0049').number('temp1_input'), 19_000);
});

test('refuses a name that two devices have, and says how to tell them apart', async () => {
  const error = await new KernelDevice(treeOf(TWO_LM75), HWMON, 'lm75')
    .number('temp1_input')
    .catch((reason: unknown) => reason);
  assert.is(errorCode(error), 'HAL_NO_SUCH_FILE');
  assert.match(String(error), /i2c\/1-0048/);
});

test('finds a device again that came back under another number', async () => {
  const sysfs = treeOf({
    'class/hwmon/hwmon1/name': 'lm75',
    'class/hwmon/hwmon1/temp1_input': '1',
  });
  const device = new KernelDevice(sysfs, HWMON, 'lm75');
  await device.number('temp1_input');
  sysfs.remove('class/hwmon/hwmon1/name');
  sysfs.remove('class/hwmon/hwmon1/temp1_input');
  assert.is(await device.number('temp1_input').catch(errorCode), 'HAL_NO_SUCH_FILE');
  sysfs.add('class/hwmon/hwmon7/name', { read: () => 'lm75' });
  sysfs.add('class/hwmon/hwmon7/temp1_input', { read: () => '2' });
  assert.is(await device.number('temp1_input'), 2);
});

test('takes no text for a number', async () => {
  const sysfs = treeOf({ 'class/hwmon/hwmon1/name': 'lm75', 'class/hwmon/hwmon1/temp1_input': '' });
  const device = new KernelDevice(sysfs, HWMON, 'lm75');
  assert.is(await device.number('temp1_input').catch(errorCode), 'HAL_KERNEL_REFUSED');
});

test.run();
