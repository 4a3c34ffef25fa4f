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
import { LinuxBuses } from './buses/linux-buses.ts';
import { LinuxSysfs } from './linux-sysfs.ts';

export interface LinuxBoardParts {
  /** With the header of its connector and the places of its lines already in it. */
  readonly file: BoardFile;
  readonly clock: Clock;
  /** 0 ≤ x < 1, as Math.random. */
  readonly random: () => number;
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
  readonly #buses: LinuxBuses;
  #gpio: GpioBackend = new AbsentGpio('the board has not started');

  constructor(parts: LinuxBoardParts) {
    const { file, sysfs = new LinuxSysfs(), clock, random } = parts;
    this.id = file.id;
    this.title = file.title;
    this.header = headerOf(file);
    this.sysfs = sysfs;
    this.#parts = parts;
    const { i2c, spi, serial } = file;
    this.#buses = new LinuxBuses({ board: file.id, i2c, spi, serial, sysfs, clock, random });
  }

  get gpio(): GpioBackend {
    return this.#gpio;
  }

  async start(): Promise<void> {
    const { file, clock, log } = this.#parts;
    this.#gpio = await (this.#parts.chooseGpio ?? chooseGpio)({ board: file, clock, log });
    log.info({ board: this.id, gpio: this.#gpio.kind }, 'board is driven for real');
  }

  /** Lines are closed by the parts that opened them. */
  stop(): Promise<void> {
    return this.#buses.close();
  }

  i2c(bus: string): I2cBus {
    return this.#buses.i2c(bus);
  }

  spi(device: string, settings: SpiSettings): SpiDevice {
    return this.#buses.spi(device, settings);
  }

  serial(port: string, settings: SerialSettings): SerialPort {
    return this.#buses.serial(port, settings);
  }

  modbus(link: ModbusLink): ModbusBus {
    return this.#buses.modbus(link);
  }
}
