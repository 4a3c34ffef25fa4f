/** A PCA9685 after power-up (revision 4, table 4): asleep, 200 Hz, all outputs full off. */
import { RegisterChip } from '../../test/register-chip.ts';

const [MODE1, LED0_OFF_H, PRE_SCALE] = [0x00, 0x09, 0xfe] as const;
const [RESTART, AI, SLEEP] = [0x80, 0x20, 0x10] as const;

export function pca9685Chip(): RegisterChip {
  let prescale = 0x1e;
  return new RegisterChip({
    reset: {
      [MODE1]: [0x11],
      0x01: [0x04],
      [PRE_SCALE]: [prescale],
      ...Object.fromEntries(
        Array.from({ length: 16 }, (_, output) => [LED0_OFF_H + 4 * output, [0x10]]),
      ),
    },
    isIncrementing: (chip) => (chip.byte(MODE1) & AI) !== 0,
    onWrite: (chip, register) => {
      // "Writes to PRE_SCALE register are blocked when SLEEP bit is logic 0."
      if (register === PRE_SCALE) {
        if ((chip.byte(MODE1) & SLEEP) !== 0) prescale = Math.max(3, chip.byte(PRE_SCALE));
        chip.set(PRE_SCALE, prescale);
      }
      // RESTART reads as 0 once it has been written.
      if (register === MODE1) chip.set(MODE1, chip.byte(MODE1) & ~RESTART);
    },
  });
}
