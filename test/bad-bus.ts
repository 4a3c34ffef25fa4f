/** A simulated board whose I2C buses go wrong as real ones do: a transfer that nobody answers, a line that hangs. */
import type { Board } from '../runtime/hal/board.ts';
import { noAckOn } from '../runtime/hal/errors.ts';
import type { I2cBus } from '../runtime/hal/i2c.ts';

export class BadBus {
  readonly board: Board;
  /** Its data line hangs high: whatever is written is acknowledged, whatever is read is ones. */
  isStuck = false;
  #transfers = 0;
  #failing = Infinity;

  constructor(board: Board) {
    const { id, title, simulated, header, gpio, sysfs } = board;
    this.board = {
      ...{ id, title, simulated, header, gpio, sysfs },
      i2c: (name) => this.#worsen(board.i2c(name)),
      spi: (device, settings) => board.spi(device, settings),
      serial: (port, settings) => board.serial(port, settings),
      modbus: (link) => board.modbus(link),
    };
  }

  get transfers(): number {
    return this.#transfers;
  }

  /** The transfer of this number, counted from now on, is not acknowledged; those after it are. */
  failAfter(count: number): void {
    this.#failing = this.#transfers + count;
  }

  #worsen(bus: I2cBus): I2cBus {
    const ones = (length: number): Uint8Array => new Uint8Array(length).fill(0xff);
    return {
      id: bus.id,
      write: (...write) => this.#transfer(bus, () => bus.write(...write), undefined),
      read: (address, length) => this.#transfer(bus, () => bus.read(address, length), ones(length)),
      writeRead: (address, bytes, length) =>
        this.#transfer(bus, () => bus.writeRead(address, bytes, length), ones(length)),
      probe: (address) => bus.probe(address),
      register: (...place) => bus.register(...place),
    };
  }

  #transfer<Result>(bus: I2cBus, work: () => Promise<Result>, stuck: Result): Promise<Result> {
    this.#transfers += 1;
    if (this.#transfers === this.#failing) return Promise.reject(noAckOn(bus.id, 'its address'));
    return this.isStuck ? Promise.resolve(stuck) : work();
  }
}
