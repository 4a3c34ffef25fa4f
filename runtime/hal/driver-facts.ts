/** What people are told of a driver before they wire its part: `boardtalk driver info`, docs/hardware.md. */

/** Where its parts hang; `none` for what is no part of a board, as a camera in the network. */
export type DriverBus =
  | 'gpio'
  | 'i2c'
  | 'spi'
  | 'pwm'
  | 'onewire'
  | 'serial'
  | 'modbus'
  | 'iio'
  | 'hwmon'
  | 'led'
  | 'none';

/**
 * What answered when it was tested. `datasheet`: the bytes and formulas that the sheet prints ·
 * `simulated`: only our own model of the part · `peer`: another program, over a real line or network ·
 * `kernel`: the kernel's own driver or simulator · `hardware`: the part itself, held in hand.
 */
export type DriverProofLevel = 'simulated' | 'datasheet' | 'peer' | 'kernel' | 'hardware';

export interface DriverFacts {
  readonly bus: DriverBus;
  /** Pin of the part → where it goes, in the part's own words: `{ VDD: '3V3', SDA: 'SDA of the bus' }`. Empty where nothing is wired. */
  readonly wiring: Readonly<Record<string, string>>;
  /**
   * Only on I2C: bytes of a register's number, before it is read. `none`: the part has no registers, and
   * takes the same byte for a command or for levels. Absent: 1.
   */
  readonly registers?: 1 | 2 | 'none';
  readonly verified: {
    readonly level: DriverProofLevel;
    /** Title and section, program and version: where it can be looked up. */
    readonly source: string;
    /** When it was compared last: 2026-11-26. */
    readonly date: string;
  };
}
