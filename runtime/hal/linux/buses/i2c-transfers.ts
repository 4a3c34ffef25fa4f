/**
 * Transfers on an I2C bus in what its adapter can do. A full adapter takes any bytes; the SMBus
 * adapters of PCs take only the forms of the System Management Bus, whose bytes on the wire are the
 * same where a form exists (Documentation/i2c/smbus-protocol.rst).
 */
import type { I2CBus, I2CFuncs } from 'i2c-bus';
import { HalError } from '../../errors.ts';
import { probeMethod } from '../../i2c-scan.ts';

/** Of one SMBus block, and of the kernel's I2C block forms (I2C_SMBUS_BLOCK_MAX). */
const LONGEST_BLOCK = 32;

export class I2cTransfers {
  readonly #bus: ReturnType<I2CBus['promisifiedBus']>;
  #abilities: I2CFuncs | undefined;

  constructor(bus: I2CBus) {
    this.#bus = bus.promisifiedBus();
  }

  /** Rejects, as all here do, with the kernel's error. */
  async probe(address: number): Promise<void> {
    const { smbusQuick } = await this.#can();
    // The third argument is there for the types only: they know one more than the function has.
    if (smbusQuick && probeMethod(address) === 'empty-write')
      await this.#bus.writeQuick(address, 0, 0);
    else await this.#bus.receiveByte(address);
  }

  async write(address: number, bytes: Uint8Array): Promise<void> {
    const [register = 0, ...values] = bytes;
    if ((await this.#can()).i2c)
      await this.#bus.i2cWrite(address, bytes.length, Buffer.from(bytes));
    else if (values.length === 0) await this.#bus.sendByte(address, register);
    else if (values.length > LONGEST_BLOCK) throw tooMuch(bytes.length, LONGEST_BLOCK + 1);
    else await this.#bus.writeI2cBlock(address, register, values.length, Buffer.from(values));
  }

  async read(address: number, length: number): Promise<Uint8Array> {
    if (!(await this.#can()).i2c) {
      if (length > 1) throw tooMuch(length, 1);
      return Uint8Array.of(await this.#bus.receiveByte(address));
    }
    return whole(await this.#bus.i2cRead(address, length, Buffer.alloc(length)), length);
  }

  /** One register byte: with a repeated start. More, or a longer answer: a stop comes between the two. */
  async writeRead(address: number, bytes: Uint8Array, length: number): Promise<Uint8Array> {
    const [register, ...others] = bytes;
    if (register === undefined || others.length > 0 || length > LONGEST_BLOCK) {
      await this.write(address, bytes);
      return this.read(address, length);
    }
    const buffer = Buffer.alloc(length);
    return whole(await this.#bus.readI2cBlock(address, register, length, buffer), length);
  }

  close(): Promise<void> {
    return this.#bus.close();
  }

  /** What the adapter is able to; asked once. */
  async #can(): Promise<I2CFuncs> {
    this.#abilities ??= await this.#bus.i2cFuncs();
    return this.#abilities;
  }
}

/** A short answer is none: the rest of the buffer is not from the chip. */
function whole(
  { bytesRead, buffer }: { readonly bytesRead: number; readonly buffer: Buffer },
  length: number,
): Uint8Array {
  if (bytesRead === length) return buffer;
  throw new HalError('HAL_NO_ACK', `the answer ended after ${bytesRead} of ${length} bytes`);
}

function tooMuch(length: number, most: number): HalError {
  const message = `this adapter moves at most ${most} bytes at once, and not ${length}`;
  const hint = 'Use a full I2C adapter: that of a board, or one on USB.';
  return new HalError('HAL_KERNEL_REFUSED', message, { hint });
}
