/**
 * An INA219 that measures the example of its data sheet (SBOS448F, table 3): 10 A, 12 V, 2 mohm.
 * Current and power are 0 while the calibration register is, as table 4 says.
 */
import { RegisterChip } from '../../test/register-chip.ts';

export function ina219Chip(): RegisterChip {
  return new RegisterChip({
    width: 2,
    isIncrementing: () => false,
    reset: { 0x00: [0x39, 0x9f], 0x01: [0x07, 0xd0], 0x02: [0x5d, 0x98] },
    onWrite: (chip, register) => {
      if (register !== 0x05) return;
      const [calibration, shunt, bus] = [
        word(chip, 0x05) & 0xfffe,
        word(chip, 0x01),
        word(chip, 0x02),
      ];
      const current = Math.trunc((shunt * calibration) / 4096);
      const power = Math.trunc((current * (bus >> 3)) / 5000);
      chip.set(0x05, calibration >> 8, calibration & 0xff);
      chip.set(0x04, (current >> 8) & 0xff, current & 0xff);
      chip.set(0x03, power >> 8, power & 0xff);
    },
  });
}

function word(chip: RegisterChip, register: number): number {
  const [high = 0, low = 0] = chip.get(register);
  return (high << 8) | low;
}
