/**
 * Any sensor or converter that the kernel drives as industrial I/O: whatever the chip, by the name
 * of their device and the names of their channels.
 *
 * Kernel ABI: Documentation/ABI/testing/sysfs-bus-iio. The kernel knows the chip; this driver knows
 * only how its files are called and in which units they are.
 */
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { kernelDeviceOption } from '../../runtime/hal/driver-options.ts';
import { IIO_CHANNEL, iioUnit, readIio } from '../../runtime/hal/iio-channel.ts';
import { IIO, KernelDevice } from '../../runtime/hal/kernel-device.ts';

export const iio = defineDriver({
  id: 'iio',
  title: 'Any sensor that the kernel drives as industrial I/O',
  about: {
    bus: 'iio',
    wiring: {},
    verified: {
      level: 'kernel',
      source:
        'iio_dummy of Linux 6.1 in a virtual machine; units by Documentation/ABI/testing/sysfs-bus-iio',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    device: kernelDeviceOption.describe(
      'Its name, as /sys/bus/iio/devices/*/name says, or where it hangs: i2c/1-0076',
    ),
    channels: z
      .array(z.string().regex(IIO_CHANNEL, 'write it as the files begin: in_temp, in_voltage0'))
      .min(1)
      .describe('As its files begin: in_temp, in_voltage0'),
  }),
  channels: ({ channels }) =>
    channels.map((name) => {
      const unit = iioUnit(name);
      return { name, type: 'number', ...(unit && { unit }), writable: false };
    }),
  claims: ({ device }) => [formatClaim({ kind: 'iio', id: device })],

  open({ board: { sysfs } }, { device, channels }) {
    const chip = new KernelDevice(sysfs, IIO, device);
    return Promise.resolve({
      read: async () => {
        const sample: Record<string, number> = {};
        for (const channel of channels) sample[channel] = await readIio(chip, channel);
        return sample;
      },
      close: () => Promise.resolve(),
    });
  },
});
