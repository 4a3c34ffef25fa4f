/** A PCF8574 (NXP revision 5, "Quasi-bidirectional I/Os"): what is written, and who pulls lines down outside. */
import type { I2cChip } from '../../runtime/hal/sim/sim-i2c.ts';

export class Pcf8574Chip implements I2cChip {
  /** After power-up all lines are high. */
  latch = 0xff;
  /** Bits that something outside pulls to ground. */
  pulledDown = 0;

  write(bytes: Uint8Array): boolean {
    for (const byte of bytes) this.latch = byte;
    return true;
  }

  read(length: number): Uint8Array {
    return new Uint8Array(length).fill(this.latch & ~this.pulledDown);
  }
}
