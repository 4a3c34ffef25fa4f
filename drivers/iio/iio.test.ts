/** IIO: the ABI's files as kernel drivers show them, and what they mean in our units. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { channelsOf } from '../../runtime/core/channel.ts';
import type { Sample } from '../../runtime/hal/driver.ts';
import { plugFiles } from '../../test/plugged-part.ts';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { iio } from './iio.ts';

const test = suite('iio');

function read(
  device: string,
  files: Readonly<Record<string, string>>,
  channels: readonly string[],
  use: (sample: Sample) => void,
): Promise<void> {
  return withSimBoard(async (rig) => {
    const folder = 'bus/iio/devices/iio:device0';
    const paths = Object.entries({ name: `${device}\n`, ...files });
    plugFiles(rig, Object.fromEntries(paths.map(([name, text]) => [`${folder}/${name}`, text])));
    const part = await iio.open({ ...ALONE, ...rig, name: 'adc' }, { device, channels });
    use(await part.read());
  });
}

test('scales raw values with the scale that the channel shares with its type', () =>
  // What iio_dummy showed on Debian 6.1: in_voltage0_raw 73, in_voltage0_scale 0.001333, offset 7.
  read(
    'iio_dummy_part_no',
    { in_voltage0_raw: '73\n', in_voltage_scale: '0.001333\n', in_voltage0_offset: '7\n' },
    ['in_voltage0'],
    (sample) => {
      assert.equal(sample, { in_voltage0: (73 + 7) * 0.001333 * 1e-3 });
    },
  ));

test('prefers what the kernel has processed itself, and turns its units into ours', () =>
  // The units of drivers/iio/pressure/bmp280-core.c: milli °C, milli %RH, kPa.
  read(
    'bme280',
    {
      in_temp_input: '22480\n',
      in_humidityrelative_input: '47119\n',
      in_pressure_input: '98.517527343\n',
      in_temp_raw: '1\n',
    },
    ['in_temp', 'in_humidityrelative', 'in_pressure'],
    (sample) => {
      const [temperature, humidity, pressure] = Object.values(sample).map(Number);
      assert.ok(Math.abs((temperature ?? 0) - 22.48) < 1e-9);
      assert.ok(Math.abs((humidity ?? 0) - 47.119) < 1e-9);
      assert.ok(Math.abs((pressure ?? 0) - 98_517.527_343) < 1e-6);
    },
  ));

test('knows the units of channels by their type, also of differential ones', () => {
  const channels = ['in_voltage0-voltage1', 'in_illuminance', 'in_accel_x', 'in_proximity'];
  const specs = channelsOf(iio.channels, { device: 'ads1015', channels });
  assert.equal(
    specs.map(({ unit }) => unit),
    ['V', 'lx', undefined, undefined],
  );
});

test('refuses a device that leads elsewhere in the tree, and a channel that is none', () => {
  for (const device of ['../../class/gpio', 'i2c/..', '..'])
    assert.not(iio.options.safeParse({ device, channels: ['in_temp'] }).success, device);
  for (const channel of ['temp', 'in_temp/../name', 'out_voltage0'])
    assert.not(iio.options.safeParse({ device: 'x', channels: [channel] }).success, channel);
});

test.run();
