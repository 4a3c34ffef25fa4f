/** Which addresses of an I2C bus answer, asked so that nothing is written to a memory or a clock. */
import type { FoundChip, I2cBus } from './i2c.ts';

/** I2C-bus specification (UM10204) §3.1.12: 0x00–0x07 and 0x78–0x7f are reserved. */
const FIRST = 0x08;
const LAST = 0x77;

/**
 * As `i2cdetect` chooses (i2c-tools, manual page): the memories at 0x30–0x37 and 0x50–0x5f could take
 * an empty write for one of theirs, and are read; many others answer a read in no useful way, or lose
 * what they held ready, and get an empty write.
 */
export type ProbeMethod = 'empty-write' | 'read-byte';

export function probeMethod(address: number): ProbeMethod {
  const isMemory = (address >= 0x30 && address <= 0x37) || (address >= 0x50 && address <= 0x5f);
  return isMemory ? 'read-byte' : 'empty-write';
}

/** In the order of their addresses. @throws HalError when the bus itself cannot be used */
export async function scanI2c(bus: I2cBus): Promise<readonly FoundChip[]> {
  const found: FoundChip[] = [];
  for (let address = FIRST; address <= LAST; address += 1) {
    const chip = await bus.probe(address);
    if (chip !== undefined) found.push(chip);
  }
  return found;
}
