/** The contract of an I2C bus. Transfers on one bus never overlap; the implementation queues them. */
import type { RegisterWrite } from './register-write.ts';

export interface I2cBus {
  readonly id: string;
  /** @throws HalError HAL_NO_ACK, and what says that the whole bus is not there: HAL_BUS_MISSING, HAL_NO_PERMISSION */
  write(address: number, bytes: Uint8Array): Promise<void>;
  /** @throws HalError as `write`; HAL_ADDRESS_BUSY where a driver of the kernel has the part */
  read(address: number, length: number): Promise<Uint8Array>;
  /** Write, repeated start, read: nothing comes between the two. @throws HalError as `read` */
  writeRead(address: number, bytes: Uint8Array, length: number): Promise<Uint8Array>;
  /**
   * Who is at an address; undefined: nobody. Changes nothing in any known part.
   * @throws HalError when the bus itself cannot be used
   */
  probe(address: number): Promise<FoundChip | undefined>;
  /**
   * How a helper outside this process sends the same bytes when the process is gone.
   * @param mask which bits of the last byte it may change: see `I2cWrite`
   */
  register(address: number, bytes: Uint8Array, mask?: number): RegisterWrite;
}

export interface FoundChip {
  readonly address: number;
  /** The driver of the kernel that has it: parts of a configuration cannot. */
  readonly heldBy?: string;
}
