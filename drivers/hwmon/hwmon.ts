/**
 * Any chip that the kernel drives for hardware monitoring: thermometers, supply monitors, fans, the
 * processor's own temperature, by the name of the chip and the names of its channels.
 *
 * Kernel ABI: Documentation/hwmon/sysfs-interface.rst. The kernel knows the chip; this driver knows
 * only how its files are called and in which units they are.
 */
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { kernelDeviceOption } from '../../runtime/hal/driver-options.ts';
import { HWMON, KernelDevice } from '../../runtime/hal/kernel-device.ts';

/** "Sysfs attributes", the unit of each type: millivolt, milliampere, microwatt, microjoule, … */
const TYPES = {
  temp: { unit: 'Cel', factor: 1e-3 },
  in: { unit: 'V', factor: 1e-3 },
  curr: { unit: 'A', factor: 1e-3 },
  power: { unit: 'W', factor: 1e-6 },
  energy: { unit: 'J', factor: 1e-6 },
  humidity: { unit: '%RH', factor: 1e-3 },
  fan: { unit: '1/min', factor: 1 },
} as const;

const CHANNEL = /^(temp|in|curr|power|energy|humidity|fan)\d+$/;

export const hwmon = defineDriver({
  id: 'hwmon',
  title: 'Any chip that the kernel drives for hardware monitoring',
  about: {
    bus: 'hwmon',
    wiring: {},
    verified: {
      level: 'kernel',
      source:
        'lm75 of Linux 6.1 over i2c-stub, in a virtual machine; units and fault files by Documentation/hwmon/sysfs-interface.rst',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    device: kernelDeviceOption.describe(
      'The name of the chip, as /sys/class/hwmon/*/name says, or where it hangs: i2c/1-0048',
    ),
    channels: z
      .array(z.string().regex(CHANNEL, 'write it as the files begin: temp1, in0, curr1, power1'))
      .min(1)
      .describe('As its files begin: temp1, in0, curr1, power1, energy1, humidity1, fan1'),
  }),
  channels: ({ channels }) =>
    channels.map((name) => ({ name, type: 'number', unit: typeOf(name).unit, writable: false })),
  claims: ({ device }) => [formatClaim({ kind: 'hwmon', id: device })],

  open({ board: { sysfs }, name }, { device, channels }) {
    const chip = new KernelDevice(sysfs, HWMON, device);
    const faults = new Map<string, DriverError>();
    return Promise.resolve({
      read: async () => {
        faults.clear();
        const sample: Record<string, number> = {};
        for (const channel of channels) {
          const value = (await chip.number(`${channel}_input`)) * typeOf(channel).factor;
          if (await isFaulty(chip, channel)) faults.set(channel, fault(name, channel));
          else sample[channel] = value;
        }
        return sample;
      },
      trouble: (channel) => faults.get(channel),
      close: () => Promise.resolve(),
    });
  },
});

/** "When this boolean has value 1, the measurement for that channel should not be trusted": an open diode, a fan pulled off. */
async function isFaulty(chip: KernelDevice, channel: string): Promise<boolean> {
  const file = `${channel}_fault`;
  return (await chip.has(file)) && (await chip.number(file)) !== 0;
}

function fault(name: string, channel: string): DriverError {
  const message = `${name}.${channel}: its chip says that nothing, or something broken, hangs there`;
  return new DriverError('DRIVER_BAD_ANSWER', message);
}

function typeOf(channel: string): (typeof TYPES)[keyof typeof TYPES] {
  const [, name = ''] = CHANNEL.exec(channel) ?? [];
  return Object.entries(TYPES).find(([type]) => type === name)?.[1] ?? TYPES.temp;
}
