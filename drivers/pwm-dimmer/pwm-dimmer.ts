/**
 * A dimmer, valve drive or fan behind one channel of a PWM chip, through the kernel's files.
 * Proof: what is read back is the register, not the lamp.
 */
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { pwmOptions } from '../../runtime/hal/driver-options.ts';
import { PwmChannel } from '../../runtime/hal/pwm-channel.ts';

const NS_PER_SECOND = 1_000_000_000;

export const pwmDimmer = defineDriver({
  id: 'pwm-dimmer',
  title: 'Dimmer or valve drive behind a PWM channel',
  about: {
    bus: 'pwm',
    wiring: { PWM: 'the channel of the PWM chip', GND: 'GND of the board and of the driver stage' },
    verified: {
      level: 'simulated',
      source: "the kernel's files in the simulated tree",
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    ...pwmOptions,
    frequency: z.number().min(1).max(100_000).default(1_000).describe('Hz'),
  }),
  channels: [{ name: 'duty', type: 'number', unit: '%', range: [0, 100], writable: true }],
  claims: ({ chip, channel }) => [formatClaim({ kind: 'pwm', chip, channel })],

  async open({ board: { sysfs }, name }, { frequency, ...place }) {
    const periodNs = Math.round(NS_PER_SECOND / frequency);
    // It stays as bright as it was found: the ratio is carried over to another period.
    const pwm = await PwmChannel.open(sysfs, place, {
      ns: periodNs,
      carry: (activeNs, oldPeriodNs) => dutyNs(dutyPercent(activeNs, oldPeriodNs), periodNs),
    });
    return {
      read: async () => ({ duty: dutyPercent(await pwm.activeNs(), periodNs) }),
      write: async (channel, value) => {
        if (channel !== 'duty' || typeof value !== 'number' || !(value >= 0 && value <= 100)) {
          const message = `${name}.${channel} cannot be ${String(value)}; "duty" can be 0 to 100 %`;
          throw new DriverError('DRIVER_BAD_WRITE', message);
        }
        await pwm.setActive(dutyNs(value, periodNs));
      },
      registers: (_channel, value) => [pwm.register(dutyNs(Number(value), periodNs))],
      close: () => Promise.resolve(),
    };
  },
});

export function dutyNs(percent: number, periodNs: number): number {
  return Math.round((percent / 100) * periodNs);
}

export function dutyPercent(activeNs: number, periodNs: number): number {
  return (activeNs / periodNs) * 100;
}
