/**
 * The contract of a serial port: a UART of the board or a stick that can be pulled at any moment. A
 * port opens when it is first used. One that is gone fails, and opens again at a later use by itself.
 */
export interface SerialSettings {
  readonly baudRate: number;
  /** Default 8. */
  readonly dataBits?: 7 | 8;
  /** Default `none`. */
  readonly parity?: 'none' | 'even' | 'odd';
  /** Default 1. */
  readonly stopBits?: 1 | 2;
}

export interface SerialPort {
  /** `uart0` where the board file names it, otherwise the device: `/dev/ttyUSB0`. */
  readonly id: string;
  /**
   * Resolves while the port is open, and opens it when it is not.
   * @throws HalError HAL_BUS_MISSING, HAL_NO_PERMISSION, HAL_BUS_BUSY, HAL_BUS_LOST
   */
  open(): Promise<void>;
  /**
   * Sends, and brings the answer; what had come before is thrown away.
   * @throws HalError as `open`, and HAL_TIMEOUT when fewer came within `withinMs`
   */
  exchange(request: Uint8Array, answer: SerialAnswer): Promise<Uint8Array>;
  /**
   * Closes the device; whoever listens goes on, and the next use opens it anew. For those that only
   * listen and hear nothing any more: of a stick that was pulled, the kernel often tells only who writes.
   */
  reset(): Promise<void>;
  /** Hears every byte from now on, whenever the port is open. Returns how to stop. */
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  close(): Promise<void>;
}

export interface SerialAnswer {
  /** In bytes; where the answer itself says so, from what of it has come. */
  readonly length: number | ((soFar: Uint8Array) => number);
  readonly withinMs: number;
}
