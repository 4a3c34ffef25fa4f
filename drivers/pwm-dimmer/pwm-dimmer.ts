/**
 * A dimmer, valve drive or fan behind one channel of a PWM chip, through the kernel's files.
 *
 * Kernel ABI: Documentation/driver-api/pwm.rst, "Using PWMs with the sysfs interface". All times
 * are nanoseconds; a duty cycle longer than the period is refused, so the order of writes matters.
 * Proof: what is read back is the register, not the lamp.
 */
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import type { Sysfs } from '../../runtime/hal/sysfs.ts';

const NS_PER_SECOND = 1_000_000_000;

export const pwmDimmer = defineDriver({
  id: 'pwm-dimmer',
  title: 'Dimmer or valve drive behind a PWM channel',
  options: z.strictObject({
    chip: z.string().min(1).describe('The chip, as the board file names it: pwmchip0'),
    channel: z.number().int().nonnegative(),
    frequency: z.number().min(1).max(100_000).default(1_000).describe('Hz'),
  }),
  channels: [{ name: 'duty', type: 'number', unit: '%', range: [0, 100], writable: true }],
  claims: ({ chip, channel }) => [formatClaim({ kind: 'pwm', chip, channel })],

  async open({ board: { sysfs }, name }, { chip, channel, frequency }) {
    const path = `class/pwm/${chip}/pwm${channel}`;
    const periodNs = Math.round(NS_PER_SECOND / frequency);
    await exportChannel(sysfs, chip, channel);
    await setPeriod(sysfs, path, periodNs);
    return {
      read: async () => ({
        duty: dutyPercent(Number(await sysfs.read(`${path}/duty_cycle`)), periodNs),
      }),
      write: async (channelName, value) => {
        if (channelName !== 'duty' || typeof value !== 'number' || !(value >= 0 && value <= 100)) {
          const message = `${name}.${channelName} cannot be ${String(value)}; "duty" can be 0 to 100 %`;
          throw new DriverError('DRIVER_BAD_WRITE', message);
        }
        await sysfs.write(`${path}/duty_cycle`, String(dutyNs(value, periodNs)));
      },
      registers: (_channel, value) => [
        {
          kind: 'file',
          path: sysfs.resolve(`${path}/duty_cycle`),
          text: String(dutyNs(Number(value), periodNs)),
        },
      ],
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

/** A channel that is exported already refuses a second time, so look first. */
async function exportChannel(sysfs: Sysfs, chip: string, channel: number): Promise<void> {
  const files = await sysfs.list(`class/pwm/${chip}`);
  if (!files.includes(`pwm${channel}`))
    await sysfs.write(`class/pwm/${chip}/export`, String(channel));
}

/** Leaves the brightness as it was found: the ratio is carried over to another period. */
async function setPeriod(sysfs: Sysfs, path: string, periodNs: number): Promise<void> {
  const oldPeriodNs = Number(await sysfs.read(`${path}/period`));
  if (oldPeriodNs !== periodNs) {
    const oldDutyNs = Number(await sysfs.read(`${path}/duty_cycle`));
    const percent = oldPeriodNs === 0 ? 0 : dutyPercent(oldDutyNs, oldPeriodNs);
    await sysfs.write(`${path}/duty_cycle`, '0');
    await sysfs.write(`${path}/period`, String(periodNs));
    await sysfs.write(`${path}/duty_cycle`, String(dutyNs(percent, periodNs)));
  }
  await sysfs.write(`${path}/enable`, '1');
}
