/**
 * HC-SR04 and SRF04: distance by ultrasound, through the kernel.
 *
 * Bus: two GPIO lines, trigger and echo. A millimetre is 5.8 µs of echo: a program under Linux
 * cannot time that, the interrupt of the kernel's driver can (module `srf04`,
 * drivers/iio/proximity/srf04.c: a pulse of 10 µs, then the time of the echo at 343.5 m/s, in mm).
 */
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { kernelDeviceOption } from '../../runtime/hal/driver-options.ts';
import { readIio } from '../../runtime/hal/iio-channel.ts';
import { IIO, KernelDevice } from '../../runtime/hal/kernel-device.ts';

export const hcSr04 = defineDriver({
  id: 'hc-sr04',
  title: 'HC-SR04: distance by ultrasound',
  about: {
    bus: 'iio',
    wiring: {
      VCC: '5V',
      TRIG: 'the line that the overlay names',
      ECHO: 'the other one, through a divider to 3.3 V',
      GND: 'GND',
    },
    verified: {
      level: 'datasheet',
      source:
        'what Linux srf04.c shows for an echo, by its source and the data sheet, in files of our own',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    device: kernelDeviceOption
      .default('srf04')
      .describe('As /sys/bus/iio/devices/*/name says: srf04; with several: platform/ and its node'),
  }),
  // The part's data sheet: 2 to 400 cm. Without an echo it holds its line for 38 ms, which would be 6.5 m.
  channels: [{ name: 'distance', type: 'number', unit: 'm', range: [0.02, 4], writable: false }],
  claims: ({ device }) => [formatClaim({ kind: 'iio', id: device })],

  open({ board: { sysfs } }, { device }) {
    const chip = new KernelDevice(sysfs, IIO, device);
    return Promise.resolve({
      read: async () => ({ distance: await readIio(chip, 'in_distance') }),
      close: () => Promise.resolve(),
    });
  },
});
