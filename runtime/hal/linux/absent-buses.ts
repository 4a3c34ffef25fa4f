/** A board whose buses nothing drives yet: each part on one says so, and the lines work all the same. */
import { HalError } from '../errors.ts';
import type { Buses } from './linux-board.ts';

export class AbsentBuses implements Buses {
  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  i2c(bus: string): never {
    throw new HalError(
      'HAL_NO_SUCH_BUS',
      `this version drives no I2C bus of a real board (${bus})`,
    );
  }

  spi(device: string): never {
    throw new HalError('HAL_NO_SUCH_BUS', `this version drives no SPI of a real board (${device})`);
  }

  serial(port: string): never {
    throw new HalError('HAL_NO_SUCH_BUS', `this version drives no serial port (${port})`);
  }

  modbus(): never {
    throw new HalError('HAL_NO_SUCH_BUS', 'this version drives no Modbus line of a real board');
  }
}
