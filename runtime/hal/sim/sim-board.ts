/**
 * A board simulated at bus level, so that the real drivers run on it unchanged: GPIO lines, I2C
 * chips with registers, the kernel's 1-wire and PWM files, and a small greenhouse under them.
 * Output registers are files under `directory`; they outlive the process, as hardware does.
 */
import { join } from 'node:path';
import type { BoardFile } from '../../config/board-file.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Service } from '../../core/service.ts';
import type { Board, HeaderPin } from '../board.ts';
import { HalError } from '../errors.ts';
import { headerOf } from '../header.ts';
import { modbusBusId, type ModbusBus, type ModbusLink } from '../modbus.ts';
import type { SerialPort } from '../serial.ts';
import type { SpiDevice } from '../spi.ts';
import { Plant } from './plant/plant.ts';
import { Wiring } from './plant/wiring.ts';
import { SimFaults } from './sim-faults.ts';
import { SimGpio } from './sim-gpio.ts';
import { SimI2cBus } from './sim-i2c.ts';
import { SimPwm } from './sim-pwm.ts';
import { SimSysfs } from './sim-sysfs.ts';

export interface SimBoardDependencies {
  /** With the header of its connector already in it. */
  readonly file: BoardFile;
  /** The board's own; made when it is first written. */
  readonly directory: string;
  readonly clock: Clock;
  /** 0 ≤ x < 1, as Math.random. */
  readonly random: () => number;
  readonly log: Log;
}

export class SimBoard implements Board, Service {
  readonly id: string;
  readonly title: string;
  readonly simulated = true;
  readonly header: readonly HeaderPin[];
  readonly gpio: SimGpio;
  readonly sysfs: SimSysfs;
  readonly faults: SimFaults;
  readonly #log: Log;
  readonly #i2c: ReadonlyMap<string, SimI2cBus>;
  readonly #pwm: ReadonlyMap<string, SimPwm>;
  readonly #plant: Plant;

  /** @throws HalError HAL_BOARD_FILE, HAL_NO_SUCH_LINE when the plant is wired to what the board does not have */
  constructor({ file, directory, clock, random, log }: SimBoardDependencies) {
    this.id = file.id;
    this.title = file.title;
    this.#log = log;
    this.header = headerOf(file);
    this.gpio = new SimGpio({ board: file, directory: join(directory, 'gpio'), clock });
    const sysfs = new SimSysfs(join(directory, 'sys'));
    this.sysfs = sysfs;
    this.#i2c = new Map(file.i2c.map(({ id }) => [id, new SimI2cBus(id)]));
    this.#pwm = new Map(
      file.pwm.map(({ chip, channels }) => [chip, new SimPwm({ chip, channels, sysfs })]),
    );
    const ports = { gpio: this.gpio, sysfs, i2c: this.#i2c, pwm: this.#pwm };
    this.#plant = new Plant({ wiring: new Wiring(file.plant, ports), clock, random });
    this.faults = new SimFaults(this.#plant.elements);
  }

  async start(): Promise<void> {
    for (const pwm of this.#pwm.values()) pwm.start();
    await this.#plant.start();
    const elements = this.#plant.elements.length;
    this.#log.debug({ board: this.id, elements }, 'simulated plant runs');
  }

  /** The plant stands still; what the output registers hold stays. */
  async stop(): Promise<void> {
    await this.#plant.stop();
    for (const pwm of this.#pwm.values()) pwm.stop();
    this.gpio.close();
  }

  i2c(bus: string): SimI2cBus {
    const found = this.#i2c.get(bus);
    if (found !== undefined) return found;
    return this.#noSuchBus(bus);
  }

  spi(device: string): SpiDevice {
    return this.#noSuchBus(device);
  }

  serial(port: string): SerialPort {
    return this.#noSuchBus(port);
  }

  modbus(link: ModbusLink): ModbusBus {
    return this.#noSuchBus(modbusBusId(link));
  }

  #noSuchBus(bus: string): never {
    const known = [...this.#i2c.keys()].join(', ');
    throw new HalError('HAL_NO_SUCH_BUS', `${this.id} has no bus ${bus}; it has: ${known}`);
  }
}
