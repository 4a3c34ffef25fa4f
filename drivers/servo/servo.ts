/**
 * A hobby servo on one channel of a PWM chip: the length of a pulse every 20 ms is the angle.
 *
 * Part: any servo with the usual three wires. 1.5 ms is the middle; how far it goes from there, and
 * with which pulses, differs from servo to servo.
 * Proof: what is read back is the register; a servo does not tell where it stands.
 */
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { pwmOptions } from '../../runtime/hal/driver-options.ts';
import { PwmChannel } from '../../runtime/hal/pwm-channel.ts';

const NS_PER_US = 1_000;
/** 50 Hz. */
const PERIOD_NS = 20_000 * NS_PER_US;

/** All a servo may be told; more presses many against their stops. */
const pulse = z.number().min(500).max(2_500);

export const servo = defineDriver({
  id: 'servo',
  title: 'Servo on a PWM channel',
  about: {
    bus: 'pwm',
    wiring: {
      orange: 'the channel of the PWM chip',
      red: '5V of a supply of its own',
      brown: 'GND of that supply and of the board',
    },
    verified: {
      level: 'simulated',
      source: "the kernel's files in the simulated tree",
      date: '2026-11-26',
    },
  },
  options: z
    .strictObject({
      ...pwmOptions,
      minPulse: pulse.default(1_000).describe('Microseconds at 0°'),
      maxPulse: pulse.default(2_000).describe('Microseconds at the largest angle'),
      range: z.number().positive().max(360).default(90).describe('The largest angle, in degrees'),
    })
    .refine(({ minPulse, maxPulse }) => minPulse < maxPulse, 'minPulse must be below maxPulse'),
  channels: ({ range }) => [
    { name: 'angle', type: 'number', unit: 'deg', range: [0, range], writable: true },
  ],
  claims: ({ chip, channel }) => [formatClaim({ kind: 'pwm', chip, channel })],

  async open({ board: { sysfs }, name }, { minPulse, maxPulse, range, ...place }) {
    const travel = { minPulse, maxPulse, range };
    // The angle is the length of the pulse, whatever the period was.
    const carry = (activeNs: number): number => Math.min(activeNs, PERIOD_NS);
    const pwm = await PwmChannel.open(sysfs, place, { ns: PERIOD_NS, carry });
    return {
      read: async () => {
        const pulseNs = await pwm.activeNs();
        // Without pulses a servo is slack, and stands where it was pushed to.
        return pulseNs === 0 ? {} : { angle: angleDegrees(pulseNs, travel) };
      },
      write: async (channel, value) => {
        if (channel !== 'angle' || typeof value !== 'number' || !(value >= 0 && value <= range)) {
          const message = `${name}.${channel} cannot be ${String(value)}; "angle" can be 0 to ${String(range)}°`;
          throw new DriverError('DRIVER_BAD_WRITE', message);
        }
        await pwm.setActive(servoPulseNs(value, travel));
      },
      registers: (_channel, value) => [pwm.register(servoPulseNs(Number(value), travel))],
      close: () => Promise.resolve(),
    };
  },
});

interface Travel {
  /** µs */
  readonly minPulse: number;
  /** µs */
  readonly maxPulse: number;
  /** Degrees between the two. */
  readonly range: number;
}

export function servoPulseNs(degrees: number, { minPulse, maxPulse, range }: Travel): number {
  return Math.round((minPulse + (degrees / range) * (maxPulse - minPulse)) * NS_PER_US);
}

export function angleDegrees(pulseNs: number, { minPulse, maxPulse, range }: Travel): number {
  return ((pulseNs / NS_PER_US - minPulse) / (maxPulse - minPulse)) * range;
}
