/**
 * A chip whose bytes stand behind register numbers, as on most I2C parts: the first byte written is
 * the register, what follows goes into it; what is read comes from it.
 */
import type { I2cBus } from './i2c.ts';

export class Registers {
  readonly #bus: I2cBus;
  readonly #address: number;

  constructor(bus: I2cBus, address: number) {
    this.#bus = bus;
    this.#address = address;
  }

  /** From this register on; whether the chip goes on to the next one is the chip's affair. @throws as the bus */
  async read(register: number, length: number): Promise<Buffer> {
    const bytes = await this.#bus.writeRead(this.#address, Uint8Array.of(register), length);
    return Buffer.from(bytes);
  }

  /** @throws as the bus */
  write(register: number, ...bytes: readonly number[]): Promise<void> {
    return this.#bus.write(this.#address, Uint8Array.of(register, ...bytes));
  }

  /** 8 bits. */
  async byte(register: number): Promise<number> {
    return (await this.read(register, 1)).readUInt8();
  }

  /** 16 bits, the most significant byte first. */
  async word(register: number): Promise<number> {
    return (await this.read(register, 2)).readUInt16BE();
  }

  /** 16 bits, the most significant byte first. */
  writeWord(register: number, word: number): Promise<void> {
    return this.write(register, word >> 8, word & 0xff);
  }
}
