/**
 * Aosong DHT22 (AM2302) and DHT11: air temperature and humidity over one wire of their own, through
 * the kernel.
 *
 * Bus: one GPIO line; its bits are told apart by pulses of 26 and 70 µs (AM2302 manual, §7), which a
 * program under Linux cannot time and the kernel's driver can: module `dht11`, which knows both.
 * It answers EIO where a pulse was lost or the checksum is wrong (drivers/iio/humidity/dht11.c).
 */
import { errorCode } from '../../runtime/core/app-error.ts';
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { kernelDeviceOption } from '../../runtime/hal/driver-options.ts';
import { readIio } from '../../runtime/hal/iio-channel.ts';
import { IIO, KernelDevice } from '../../runtime/hal/kernel-device.ts';

export const dht22 = defineDriver({
  id: 'dht22',
  title: 'Aosong DHT22 and DHT11: temperature and humidity',
  about: {
    bus: 'iio',
    wiring: {
      VCC: '3V3',
      DATA: 'the line that the overlay names, with 10 kohm to 3V3',
      GND: 'GND',
    },
    verified: {
      level: 'datasheet',
      source: 'AM2302 manual: its example, as Linux dht11.c shows it, in files of our own',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    device: kernelDeviceOption.describe('As /sys/bus/iio/devices/*/name says: dht11@4'),
  }),
  channels: [
    { name: 'temperature', type: 'number', unit: 'Cel', range: [-40, 80], writable: false },
    { name: 'humidity', type: 'number', unit: '%RH', range: [0, 100], writable: false },
  ],
  claims: ({ device }) => [formatClaim({ kind: 'iio', id: device })],

  open({ board: { sysfs }, name }, { device }) {
    const chip = new KernelDevice(sysfs, IIO, device);
    return Promise.resolve({
      // The kernel measures once for both: it keeps a measurement for two seconds.
      read: async () => {
        try {
          const temperature = await readIio(chip, 'in_temp');
          const humidity = await readIio(chip, 'in_humidityrelative');
          refuseZeros(temperature, humidity, name);
          return { temperature, humidity };
        } catch (cause) {
          if (errorCode(cause) !== 'HAL_NO_ACK') throw cause;
          const message = `${name} lost a pulse, or its checksum is wrong`;
          throw new DriverError('DRIVER_BAD_CRC', message, { cause });
        }
      },
      close: () => Promise.resolve(),
    });
  },
});

/** The checksum of four zero bytes is zero and right, and a line that is held low has no others. */
function refuseZeros(temperature: number, humidity: number, name: string): void {
  if (temperature !== 0 || humidity !== 0) return;
  const message = `${name} sent nothing but zeros; is the data line shorted?`;
  throw new DriverError('DRIVER_BAD_ANSWER', message);
}
