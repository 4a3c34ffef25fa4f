/**
 * A real board: the lines, buses and files that its kernel has, found as its file describes them.
 * What is missing takes only its own parts with it; nothing is ever simulated in its place.
 */
import type { BoardFile } from '../../config/board-file.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Service } from '../../core/service.ts';
import type { Board, HeaderPin } from '../board.ts';
import type { GpioBackend } from '../gpio.ts';
import { headerOf } from '../header.ts';
import type { I2cBus } from '../i2c.ts';
import type { ModbusBus, ModbusLink } from '../modbus.ts';
import type { SerialPort, SerialSettings } from '../serial.ts';
import type { SpiDevice, SpiSettings } from '../spi.ts';
import type { Sysfs } from '../sysfs.ts';
import { AbsentGpio } from './gpio/absent-gpio.ts';
import { chooseGpio, type GpioChoiceParts } from './gpio/choose-gpio.ts';
import { LinuxSysfs } from './linux-sysfs.ts';

/** What hangs on wires that several parts share. */
export type Buses = Pick<Board, 'i2c' | 'spi' | 'serial' | 'modbus'> & Service;

export interface LinuxBoardParts {
  /** With the header of its connector and the places of its lines already in it. */
  readonly file: BoardFile;
  readonly buses: Buses;
  readonly clock: Clock;
  readonly log: Log;
  readonly sysfs?: Sysfs;
  /** Default: what this machine has. */
  readonly chooseGpio?: (parts: GpioChoiceParts) => Promise<GpioBackend>;
}

export class LinuxBoard implements Board, Service {
  readonly id: string;
  readonly title: string;
  readonly simulated = false;
  readonly header: readonly HeaderPin[];
  readonly sysfs: Sysfs;
  readonly #parts: LinuxBoardParts;
  #gpio: GpioBackend = new AbsentGpio('the board has not started');

  constructor(parts: LinuxBoardParts) {
    const { file, sysfs = new LinuxSysfs() } = parts;
    this.id = file.id;
    this.title = file.title;
    this.header = headerOf(file);
    this.sysfs = sysfs;
    this.#parts = parts;
  }

  get gpio(): GpioBackend {
    return this.#gpio;
  }

  async start(signal: AbortSignal): Promise<void> {
    const { file, buses, clock, log } = this.#parts;
    this.#gpio = await (this.#parts.chooseGpio ?? chooseGpio)({ board: file, clock, log });
    await buses.start(signal);
    log.info({ board: this.id, gpio: this.#gpio.kind }, 'board is driven for real');
  }

  /** Lines and parts are closed by those who opened them. */
  stop(): Promise<void> {
    return this.#parts.buses.stop();
  }

  i2c(bus: string): I2cBus {
    return this.#parts.buses.i2c(bus);
  }

  spi(device: string, settings: SpiSettings): SpiDevice {
    return this.#parts.buses.spi(device, settings);
  }

  serial(port: string, settings: SerialSettings): SerialPort {
    return this.#parts.buses.serial(port, settings);
  }

  modbus(link: ModbusLink): ModbusBus {
    return this.#parts.buses.modbus(link);
  }
}
