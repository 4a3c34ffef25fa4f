/** The contract of an I2C bus. Transfers on one bus never overlap; the implementation queues them. */
export interface I2cBus {
  readonly id: string;
  /** @throws HalError HAL_NO_ACK, HAL_TIMEOUT */
  write(address: number, bytes: Uint8Array): Promise<void>;
  /** @throws HalError HAL_NO_ACK, HAL_TIMEOUT */
  read(address: number, length: number): Promise<Uint8Array>;
  /** Write, repeated start, read: nothing comes between the two. */
  writeRead(address: number, bytes: Uint8Array, length: number): Promise<Uint8Array>;
}
