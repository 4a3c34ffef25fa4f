/** hwmon: the ABI's files as kernel drivers show them, and what they mean in our units. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import { channelsOf } from '../../runtime/core/channel.ts';
import { plugFiles } from '../../test/plugged-part.ts';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { hwmon } from './hwmon.ts';

const test = suite('hwmon');

test('reads 25500 millidegrees as 25.5 °C, as lm75 showed them on Debian 6.1', () =>
  withSimBoard(async (rig) => {
    plugFiles(rig, {
      'class/hwmon/hwmon3/name': 'lm75\n',
      'class/hwmon/hwmon3/temp1_input': '25500\n',
    });
    const options = { device: 'lm75', channels: ['temp1'] };
    const part = await hwmon.open({ ...ALONE, ...rig, name: 'board' }, options);
    assert.equal(await part.read(), { temp1: 25.5 });
  }));

test('turns the units of the ABI into ours: mV, mA, µW, milli %RH, revolutions', () =>
  withSimBoard(async (rig) => {
    const folder = 'class/hwmon/hwmon0';
    plugFiles(rig, {
      [`${folder}/name`]: 'ina226\n',
      [`${folder}/in1_input`]: '11980\n',
      [`${folder}/curr1_input`]: '-10000\n',
      [`${folder}/power1_input`]: '119800000\n',
      [`${folder}/humidity1_input`]: '47500\n',
      [`${folder}/fan1_input`]: '1450\n',
    });
    const channels = ['in1', 'curr1', 'power1', 'humidity1', 'fan1'];
    const options = { device: 'ina226', channels };
    const part = await hwmon.open({ ...ALONE, ...rig, name: 'supply' }, options);
    const sample = Object.values(await part.read()).map((value) => Number(value).toFixed(3));
    assert.equal(sample, ['11.980', '-10.000', '119.800', '47.500', '1450.000']);
    assert.equal(
      channelsOf(hwmon.channels, options).map(({ unit }) => unit),
      ['V', 'A', 'W', '%RH', '1/min'],
    );
  }));

test('has no value of a channel whose chip says that it is broken, and goes on with the others', () =>
  withSimBoard(async (rig) => {
    const folder = 'class/hwmon/hwmon0';
    let isOpen = true;
    plugFiles(rig, {
      [`${folder}/name`]: 'lm90\n',
      [`${folder}/temp1_input`]: '25000\n',
      [`${folder}/temp2_input`]: '127000\n',
      [`${folder}/temp2_fault`]: { read: () => (isOpen ? '1\n' : '0\n') },
    });
    const options = { device: 'lm90', channels: ['temp1', 'temp2'] };
    const part = await hwmon.open({ ...ALONE, ...rig, name: 'board' }, options);
    assert.equal(await part.read(), { temp1: 25 });
    assert.is(errorCode(part.trouble?.('temp2')), 'DRIVER_BAD_ANSWER');
    isOpen = false;
    assert.equal(await part.read(), { temp1: 25, temp2: 127 });
    assert.is(part.trouble?.('temp2'), undefined);
  }));

test('refuses a channel that is no measurement', () => {
  for (const channel of ['pwm1', 'temp', 'temp1_input', '../name'])
    assert.not(hwmon.options.safeParse({ device: 'lm75', channels: [channel] }).success, channel);
});

test.run();
