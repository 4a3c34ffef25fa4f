/** An MCP23017 (DS20001952, IOCON.BANK = 0): directions, pull-ups, latches, and who drives its pins outside. */
import { RegisterChip } from '../../test/register-chip.ts';

const PORTS = [0, 1] as const;

export interface Mcp23017Outside {
  /** Bits of port A and B that something outside pulls to ground. */
  readonly pulledDown: readonly [number, number];
}

export function mcp23017Chip(
  outside: () => Mcp23017Outside = () => ({ pulledDown: [0, 0] }),
): RegisterChip {
  return new RegisterChip({
    // Table 3-2: all lines are inputs after reset, everything else is 0.
    reset: { 0x00: [0xff], 0x01: [0xff] },
    onRead: (chip, register) => {
      for (const port of PORTS) {
        if (register !== 0x12 + port) continue;
        const direction = chip.byte(port);
        const inputs = chip.byte(0x0c + port) & ~outside().pulledDown[port];
        chip.set(register, (chip.byte(0x14 + port) & ~direction) | (inputs & direction));
      }
    },
    // "Writing to this register modifies the Output Latch (OLAT) register".
    onWrite: (chip, register) => {
      if (register === 0x12 || register === 0x13) chip.set(register + 2, chip.byte(register));
    },
  });
}

/** One whose first two lines are outputs already, and low. */
export function drivenMcp23017Chip(): RegisterChip {
  const chip = mcp23017Chip();
  chip.set(0x00, 0xfc);
  return chip;
}
