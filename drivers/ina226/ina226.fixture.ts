/**
 * An INA226 that measures the example of its data sheet (SBOS547, "Calculate Current and Power"):
 * 10 A, 12 V, 2 mohm. Current and power are 0 while the calibration register is.
 */
import { RegisterChip } from '../../test/register-chip.ts';

export function ina226Chip(): RegisterChip {
  return new RegisterChip({
    width: 2,
    isIncrementing: () => false,
    reset: {
      0x00: [0x41, 0x27],
      0x01: [0x1f, 0x40],
      0x02: [0x25, 0x70],
      0xfe: [0x54, 0x49],
      0xff: [0x22, 0x60],
    },
    onWrite: (chip, register) => {
      if (register !== 0x05) return;
      const current = Math.trunc((word(chip, 0x01) * word(chip, 0x05)) / 2048);
      const power = Math.trunc((current * word(chip, 0x02)) / 20_000);
      chip.set(0x04, (current >> 8) & 0xff, current & 0xff);
      chip.set(0x03, power >> 8, power & 0xff);
    },
  });
}

function word(chip: RegisterChip, register: number): number {
  const [high = 0, low = 0] = chip.get(register);
  return (high << 8) | low;
}
