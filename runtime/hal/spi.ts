/** The contract of an SPI device: one chip select of one bus. Transfers on it never overlap. */
export interface SpiSettings {
  /** CPOL and CPHA, as data sheets number them. */
  readonly mode: 0 | 1 | 2 | 3;
  readonly maxHz: number;
}

export interface SpiDevice {
  /** `spi0-0`: bus, chip select. */
  readonly id: string;
  /**
   * Sends the bytes and brings as many that came meanwhile; the chip is selected from the first to
   * the last. SPI has no acknowledge: a missing chip answers with zeros or ones.
   * @throws HalError HAL_BUS_MISSING, HAL_NO_PERMISSION
   */
  transfer(bytes: Uint8Array): Promise<Uint8Array>;
}
