/**
 * A BMP280 with the trimming and the measurement of its data sheet's example (§3.12), and a BME280
 * with the same and a humidity. After reset the data registers hold 0x80000 and 0x8000; a forced
 * measurement fills them.
 */
import { RegisterChip } from '../../test/register-chip.ts';

/** dig_T1 … dig_T3 and dig_P1 … dig_P9 of the example. */
const EXAMPLE_TRIM = [
  27_504, 26_435, -1_000, 36_477, -10_685, 3_024, 2_855, 140, -7, 15_500, -14_600, 6_000,
] as const;
/** adc_P = 415148 = 0x655AC, adc_T = 519888 = 0x7EED0. */
const EXAMPLE_DATA = [0x65, 0x5a, 0xc0, 0x7e, 0xed, 0x00] as const;
/** H1 75, H2 362, H3 0, H4 333, H5 50, H6 30: as a chip may have them. */
const HUMIDITY_TRIM = { h1: 75, rest: [0x6a, 0x01, 0x00, 0x14, 0x2d, 0x03, 0x1e] } as const;
const HUMIDITY_DATA = [0x61, 0xa8] as const;

const RESET_DATA = [0x80, 0x00, 0x00, 0x80, 0x00, 0x00, 0x80, 0x00] as const;
const CTRL_MEAS = 0xf4;
const DATA = 0xf7;

export function bmp280Chip(): RegisterChip {
  return chipWith(0x58, [...EXAMPLE_DATA]);
}

/** @param instead first register → what its measurement leaves there */
export function bme280Chip(
  instead: Readonly<Record<number, readonly number[]>> = {},
): RegisterChip {
  const data: number[] = [...EXAMPLE_DATA, ...HUMIDITY_DATA];
  for (const [register, bytes] of Object.entries(instead))
    data.splice(Number(register) - DATA, bytes.length, ...bytes);
  return chipWith(0x60, data);
}

function chipWith(id: number, data: readonly number[]): RegisterChip {
  const trim = Buffer.alloc(EXAMPLE_TRIM.length * 2);
  EXAMPLE_TRIM.forEach((word, index) => trim.writeUInt16LE(word & 0xffff, index * 2));
  return new RegisterChip({
    reset: {
      0xd0: [id],
      ...from(0x88, [...trim]),
      ...(id === 0x60 ? { 0xa1: [HUMIDITY_TRIM.h1], ...from(0xe1, HUMIDITY_TRIM.rest) } : {}),
      ...from(DATA, RESET_DATA.slice(0, data.length)),
    },
    onWrite: (chip, register) => {
      // Mode forced, 01b or 10b: one measurement.
      if (register !== CTRL_MEAS || (chip.byte(CTRL_MEAS) & 0b11) === 0) return;
      data.forEach((byte, offset) => {
        chip.set(DATA + offset, byte);
      });
      chip.set(CTRL_MEAS, chip.byte(CTRL_MEAS) & ~0b11);
    },
  });
}

function from(first: number, bytes: readonly number[]): Record<number, readonly number[]> {
  return Object.fromEntries(bytes.map((byte, offset) => [first + offset, [byte]]));
}
