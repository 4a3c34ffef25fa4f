/**
 * The simulated I2C bus: chips at addresses, and no answer where none is. Each transfer runs in one
 * go at the moment it is asked for, so transfers never overlap and need no queue.
 */
import { formatAddress } from '../claim.ts';
import { noAckOn, type HalError } from '../errors.ts';
import type { FoundChip, I2cBus } from '../i2c.ts';
import type { RegisterWrite } from '../register-write.ts';

/** A chip behind its address. Registers and timing are its own; CRCs are part of its bytes. */
export interface I2cChip {
  /** @returns false: not acknowledged */
  write(bytes: Uint8Array): boolean;
  /** @returns undefined: not acknowledged */
  read(length: number): Uint8Array | undefined;
}

export class SimI2cBus implements I2cBus {
  readonly id: string;
  readonly #chips = new Map<number, I2cChip>();

  constructor(id: string) {
    this.id = id;
  }

  attach(address: number, chip: I2cChip): void {
    this.#chips.set(address, chip);
  }

  detach(address: number): void {
    this.#chips.delete(address);
  }

  write(address: number, bytes: Uint8Array): Promise<void> {
    return this.#transfer(() => {
      this.#write(address, bytes);
    });
  }

  read(address: number, length: number): Promise<Uint8Array> {
    return this.#transfer(() => this.#read(address, length));
  }

  writeRead(address: number, bytes: Uint8Array, length: number): Promise<Uint8Array> {
    return this.#transfer(() => {
      this.#write(address, bytes);
      return this.#read(address, length);
    });
  }

  probe(address: number): Promise<FoundChip | undefined> {
    return Promise.resolve(this.#chips.has(address) ? { address } : undefined);
  }

  /** Simulated chips are gone with the process: whoever uses this finds no such device. */
  register(address: number, bytes: Uint8Array, mask?: number): RegisterWrite {
    const device = `/dev/${this.id}`;
    return { kind: 'i2c', device, address, bytes, ...(mask === undefined ? {} : { mask }) };
  }

  /** Runs at once; what it throws becomes a rejection. */
  #transfer<Result>(work: () => Result): Promise<Result> {
    return new Promise((resolve) => {
      resolve(work());
    });
  }

  #write(address: number, bytes: Uint8Array): void {
    if (this.#chips.get(address)?.write(bytes) !== true) throw this.#noAck(address);
  }

  #read(address: number, length: number): Uint8Array {
    const answer = this.#chips.get(address)?.read(length);
    if (answer === undefined) throw this.#noAck(address);
    return answer;
  }

  #noAck(address: number): HalError {
    return noAckOn(this.id, `${formatAddress(address)} on ${this.id}`);
  }
}
