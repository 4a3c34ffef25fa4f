/**
 * How an output is brought to a level by somebody outside this process, when the process is gone:
 * through a file, through the GPIO character device, or over I2C. Plain data, because the helper that
 * acts on it (`devices/safe-state-helper.sh`) is no JavaScript.
 */
import { formatAddress } from './claim.ts';

/** A register that is a file: of sysfs, or of the simulation. */
export interface FileWrite {
  readonly kind: 'file';
  readonly path: string;
  readonly text: string;
}

/** A line that has no file: requested through its chip's device. */
export interface LineWrite {
  readonly kind: 'line';
  /** `/dev/gpiochip0` */
  readonly chip: string;
  readonly offset: number;
  /** The electrical level: active-low is the caller's. `in`: it becomes an input, and drives nothing. */
  readonly level: boolean | 'in';
}

/** An output behind a chip on I2C: one transfer, or the change of some bits. */
export interface I2cWrite {
  readonly kind: 'i2c';
  /** `/dev/i2c-1` */
  readonly device: string;
  /** 7 bits */
  readonly address: number;
  /** Register and values, as the chip wants them. */
  readonly bytes: Uint8Array;
  /**
   * Only these bits of the last byte, which is one of at most two: what the other bits are is read
   * from the chip first, at that moment. For chips with many outputs in one byte.
   */
  readonly mask?: number;
}

export type RegisterWrite = FileWrite | LineWrite | I2cWrite;

/** The file that has to be there for it to be done. */
export function pathOf(write: RegisterWrite): string {
  switch (write.kind) {
    case 'file':
      return write.path;
    case 'line':
      return write.chip;
    case 'i2c':
      return write.device;
  }
}

/** The register by the name under which the helper reports it. */
export function registerName(write: RegisterWrite): string {
  switch (write.kind) {
    case 'file':
      return write.path;
    case 'line':
      return `${write.chip} ${String(write.offset)}`;
    case 'i2c':
      return `${write.device} ${formatAddress(write.address)}`;
  }
}

/** One line of what the helper is told: what to do, the value, the register. */
export function helperOrder(write: RegisterWrite): string {
  return `${VERBS[write.kind]} ${valueOf(write)} ${registerName(write)}\n`;
}

const VERBS: Readonly<Record<RegisterWrite['kind'], string>> = {
  file: 'set',
  line: 'line',
  i2c: 'i2c',
};

function valueOf(write: RegisterWrite): string {
  switch (write.kind) {
    case 'file':
      return write.text;
    case 'line':
      return write.level === 'in' ? 'in' : write.level ? '1' : '0';
    case 'i2c':
      return hex(write.bytes) + (write.mask === undefined ? '' : `/${hex([write.mask])}`);
  }
}

function hex(bytes: Iterable<number>): string {
  return Buffer.from([...bytes]).toString('hex');
}
