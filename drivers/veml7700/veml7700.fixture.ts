/** A VEML7700 in a light: it counts by gain while it is awake (data sheet, "Command Register Format"). */
import { RegisterChip } from '../../test/register-chip.ts';

/** Counts a lux and 100 ms, at gain 1: the inverse of 0.0672 lx a count. */
const COUNTS_PER_LX = 1 / 0.0672;
const GAINS = [1, 2, 1 / 8, 1 / 4] as const;

/** @param lux as the chip feels it, before the correction for bright light */
export function veml7700Chip(lux: () => number): RegisterChip {
  return new RegisterChip({
    width: 2,
    isIncrementing: () => false,
    // Reset: shut down.
    reset: { 0x00: [0x01, 0x00], 0x04: [0, 0], 0x07: [0x81, 0xc4] },
    onRead: (chip, register) => {
      const [low = 0, high = 0] = chip.get(0x00);
      if (register !== 0x04 || (low & 1) === 1) return;
      const gain = GAINS[(high >> 3) & 0b11] ?? 0;
      const counts = Math.min(0xffff, Math.round(lux() * COUNTS_PER_LX * gain));
      chip.set(0x04, counts & 0xff, counts >> 8);
    },
  });
}
