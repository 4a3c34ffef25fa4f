/**
 * ROHM BH1750FVI: illuminance, about as bright as the eye finds it.
 *
 * Bus: I2C, 0x23 with ADDR low, 0x5C with ADDR high (technical note 2009.04 rev. B, page 10).
 * It has no checksum and gives its old result until a measurement has ended, so waiting long
 * enough is all that keeps a reading true. A full counter may stand for any light: it is no value.
 */
import { delay } from '../../runtime/core/clock.ts';
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { i2cAddressOption, i2cBusOption } from '../../runtime/hal/driver-options.ts';

/** Page 5: "One Time H-Resolution Mode"; the chip powers itself down afterwards. */
const ONE_TIME_H_RESOLUTION = Uint8Array.of(0b0010_0000);
/**
 * Page 5, "Change Measurement time", and page 11: the register's default, 69, high and low bits. What
 * another program left there would make every count mean another illuminance.
 */
const DEFAULT_MEASUREMENT_TIME = [Uint8Array.of(0b0100_0010), Uint8Array.of(0b0110_0101)];
/** Page 2: H-resolution mode takes 120 ms, at most 180 ms. */
const MEASUREMENT_MS = 180;
/** Beyond it the chip counts no further. */
const FULL_COUNTER = 0xffff;

export const bh1750 = defineDriver({
  id: 'bh1750',
  title: 'ROHM BH1750: illuminance',
  about: {
    bus: 'i2c',
    registers: 'none',
    wiring: { VCC: '3V3', GND: 'GND', SDA: 'SDA', SCL: 'SCL', ADDR: 'GND for 0x23, 3V3 for 0x5c' },
    verified: {
      level: 'datasheet',
      source:
        'ROHM technical note 2009.04 rev. B: its example; opcodes and scale as in Linux bh1750.c',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({ bus: i2cBusOption, address: i2cAddressOption([0x23, 0x5c]) }),
  channels: [
    { name: 'illuminance', type: 'number', unit: 'lx', range: [0, 54_613], writable: false },
  ],
  claims: ({ bus, address }) => [formatClaim({ kind: 'i2c', bus, address })],

  open({ board, clock, name }, { bus: busId, address }) {
    const bus = board.i2c(busId);
    return Promise.resolve({
      read: async () => {
        for (const half of DEFAULT_MEASUREMENT_TIME) await bus.write(address, half);
        await bus.write(address, ONE_TIME_H_RESOLUTION);
        await delay(clock, MEASUREMENT_MS);
        return { illuminance: illuminanceLx(await bus.read(address, 2), name) };
      },
      close: () => Promise.resolve(),
    });
  },
});

/** Page 10: high byte first, 1.2 counts per lux. @throws DriverError DRIVER_BEYOND_RANGE when it is saturated */
export function illuminanceLx([high = 0, low = 0]: Uint8Array, name: string): number {
  const counts = (high << 8) | low;
  if (counts < FULL_COUNTER) return counts / 1.2;
  const message = `${name} is saturated: there are 54612 lx or more`;
  throw new DriverError('DRIVER_BEYOND_RANGE', message);
}
