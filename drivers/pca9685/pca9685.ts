/**
 * NXP PCA9685: sixteen PWM outputs of 12 bits, for LEDs, dimmers, drives.
 *
 * Bus: I2C, 0x40 to 0x7F by A5 … A0, without 0x70, to which all of them listen.
 * Data sheet: PCA9685 revision 4; its register and bit names are used below. One prescaler makes the
 * frequency of all sixteen, and can only be written while the oscillator sleeps.
 */
import { type Clock, delay } from '../../runtime/core/clock.ts';
import { Lane } from '../../runtime/core/lane.ts';
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver, type Sample } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { i2cAddressOption, i2cBusOption } from '../../runtime/hal/driver-options.ts';
import { Registers } from '../../runtime/hal/registers.ts';

/** §7.3, table 4. */
const REGISTER = { MODE1: 0x00, MODE2: 0x01, LED0: 0x06, PRE_SCALE: 0xfe } as const;
/** §7.3.1, table 5. */
const MODE1 = { RESTART: 1 << 7, AI: 1 << 5, SLEEP: 1 << 4 } as const;
/** §7.3.2, MODE2: outputs are inverted; 0 after reset. */
const INVRT = 1 << 4;
/** §7.3.3: bit 4 of LEDn_ON_H and of LEDn_OFF_H; "full OFF" wins. */
const FULL = 0x10;
/** Bits 7 to 5 of both are reserved, and read as 0. */
const RESERVED = 0xe0;
const STEPS = 4_096;
/** ON_L, ON_H, OFF_L, OFF_H. */
const BYTES = 4;
/** §7.3.5: the internal oscillator. */
const OSCILLATOR_HZ = 25_000_000;
/** §7.3.1, note 2: 500 µs at most until the oscillator runs. */
const WAKE_MS = 1;
const OUTPUTS = Array.from({ length: 16 }, (_, output) => `pwm${String(output)}`);
const ADDRESSES: readonly [number, ...number[]] = [
  0x40,
  ...Array.from({ length: 0x3f }, (_, index) => 0x41 + index).filter((address) => address !== 0x70),
];

export const pca9685 = defineDriver({
  id: 'pca9685',
  title: 'NXP PCA9685: sixteen PWM outputs',
  about: {
    bus: 'i2c',
    wiring: {
      VCC: '3V3',
      GND: 'GND',
      SDA: 'SDA',
      SCL: 'SCL',
      'V+': 'the supply of the loads, not of the board',
      OE: 'open or GND',
    },
    verified: {
      level: 'datasheet',
      source:
        'NXP PCA9685 revision 4: examples of prescaler and counts, on our own model of the chip; registers as in Linux pwm-pca9685.c',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    bus: i2cBusOption,
    address: i2cAddressOption(ADDRESSES),
    frequency: z.number().min(24).max(1_526).default(200).describe('Hz, of all sixteen outputs'),
  }),
  channels: OUTPUTS.map((name) => ({
    ...{ name, type: 'number', unit: '%', range: [0, 100], writable: true },
  })),
  claims: ({ bus, address }) => [formatClaim({ kind: 'i2c', bus, address })],

  open({ board, clock, name }, { bus: busId, address, frequency }) {
    const bus = board.i2c(busId);
    const chip = new Registers(bus, address);
    const lane = new Lane();
    return Promise.resolve({
      read: () => lane.run(() => readDuties(chip, name)),
      write: (channel, value) =>
        lane.run(async () => {
          const output = OUTPUTS.indexOf(channel);
          if (output < 0 || typeof value !== 'number' || !(value >= 0 && value <= 100)) {
            const message = `${name}.${channel} cannot be ${String(value)}; each output can be 0 to 100 %`;
            throw new DriverError('DRIVER_BAD_WRITE', message);
          }
          await wake(chip, clock, prescaleOf(frequency));
          await chip.write(REGISTER.LED0 + BYTES * output, ...countsOf(value));
        }),
      // One byte each: they mean the same whether the chip goes on to the next register or not.
      registers: (channel, value) => {
        const first = REGISTER.LED0 + BYTES * OUTPUTS.indexOf(channel);
        return countsOf(Number(value)).map((byte, index) =>
          bus.register(address, Uint8Array.of(first + index, byte)),
        );
      },
      close: () => Promise.resolve(),
    });
  },
});

/** §7.3.5: round(oscillator / (4096 × rate)) − 1; 3 at least. */
export function prescaleOf(frequencyHz: number): number {
  return Math.max(3, Math.min(255, Math.round(OSCILLATOR_HZ / (STEPS * frequencyHz)) - 1));
}

/** LEDn_ON_L, ON_H, OFF_L, OFF_H: from the beginning of the period on. */
export function countsOf(percent: number): readonly number[] {
  const steps = Math.round((percent / 100) * STEPS);
  if (steps === 0) return [0, 0, 0, FULL];
  if (steps === STEPS) return [0, FULL, 0, 0];
  return [0, 0, steps & 0xff, steps >> 8];
}

/** Whoever wrote them: the delay at the beginning may be any. */
export function dutyPercent([onLow = 0, onHigh = 0, offLow = 0, offHigh = 0]: Uint8Array): number {
  if ((offHigh & FULL) !== 0) return 0;
  if ((onHigh & FULL) !== 0) return 100;
  const on = (onHigh << 8) | onLow;
  const off = (offHigh << 8) | offLow;
  return (((off - on + STEPS) % STEPS) / STEPS) * 100;
}

/** An output that should pulse while the oscillator sleeps has no duty. @throws DriverError DRIVER_BAD_ANSWER */
async function readDuties(chip: Registers, name: string): Promise<Sample> {
  const mode = await chip.byte(REGISTER.MODE1);
  if (((await chip.byte(REGISTER.MODE2)) & INVRT) !== 0) {
    const message = `${name} inverts its outputs, as another program told it: its supply must be off for a moment`;
    throw new DriverError('DRIVER_BAD_ANSWER', message);
  }
  // Auto-increment changes no output, and makes one transfer of sixteen.
  if ((mode & MODE1.AI) === 0) await chip.write(REGISTER.MODE1, (mode | MODE1.AI) & ~MODE1.RESTART);
  const bytes = await chip.read(REGISTER.LED0, BYTES * OUTPUTS.length);
  // A bus that is stuck high would read as sixteen outputs that are off.
  if (bytes.some((byte, index) => index % 2 === 1 && (byte & RESERVED) !== 0)) {
    const message = `${name} sent ${bytes.toString('hex')}, with bits that are always 0`;
    throw new DriverError('DRIVER_BAD_ANSWER', message);
  }
  const isAsleep = (mode & MODE1.SLEEP) !== 0;
  const sample: Record<string, number> = {};
  OUTPUTS.forEach((channel, output) => {
    const duty = dutyPercent(bytes.subarray(BYTES * output, BYTES * (output + 1)));
    if (!isAsleep || duty === 0 || duty === 100) sample[channel] = duty;
  });
  return sample;
}

/** Does nothing to a chip that is awake at the right frequency. */
async function wake(chip: Registers, clock: Clock, prescale: number): Promise<void> {
  const mode = (await chip.byte(REGISTER.MODE1)) & ~MODE1.RESTART;
  const isAwake = (mode & MODE1.SLEEP) === 0 && (mode & MODE1.AI) !== 0;
  if (isAwake && (await chip.byte(REGISTER.PRE_SCALE)) === prescale) return;
  await chip.write(REGISTER.MODE1, mode | MODE1.SLEEP | MODE1.AI);
  await chip.write(REGISTER.PRE_SCALE, prescale);
  await chip.write(REGISTER.MODE1, (mode | MODE1.AI) & ~MODE1.SLEEP);
  await delay(clock, WAKE_MS);
  // §7.3.1.1: outputs that pulsed before go on; on a chip that had not slept in between it does nothing.
  await chip.write(REGISTER.MODE1, ((mode | MODE1.AI) & ~MODE1.SLEEP) | MODE1.RESTART);
}
