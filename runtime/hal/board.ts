/**
 * A board as drivers see it: lines, buses and the kernel's files. What a board *is* stands as data
 * in `boards/<id>/board.yaml`; who opens it is decided in `app.ts`.
 */
import type { GpioBackend } from './gpio.ts';
import type { I2cBus } from './i2c.ts';
import type { ModbusBus, ModbusLink } from './modbus.ts';
import type { SerialPort, SerialSettings } from './serial.ts';
import type { SpiDevice, SpiSettings } from './spi.ts';
import type { Sysfs } from './sysfs.ts';

export interface Board {
  readonly id: string;
  readonly title: string;
  /** Readings of a simulated board are marked so, everywhere. */
  readonly simulated: boolean;
  readonly header: readonly HeaderPin[];
  readonly gpio: GpioBackend;
  readonly sysfs: Sysfs;
  /** @throws HalError HAL_NO_SUCH_BUS */
  i2c(bus: string): I2cBus;
  /** @param device bus and chip select: `spi0-0`. @throws HalError HAL_NO_SUCH_BUS */
  spi(device: string, settings: SpiSettings): SpiDevice;
  /** @param port as the board file names it, or a device under `/dev/`. @throws HalError HAL_NO_SUCH_BUS */
  serial(port: string, settings: SerialSettings): SerialPort;
  /** Parts with the same link share it. @throws HalError HAL_NO_SUCH_BUS; HAL_BUS_BUSY when its settings differ */
  modbus(link: ModbusLink): ModbusBus;
}

export interface HeaderPin {
  /** The number printed on the board, from 1. */
  readonly pin: number;
  /** `3V3`, `GND`, `GPIO17` … */
  readonly label: string;
  /** The line's name where the pin is a GPIO line. */
  readonly line?: string;
  /** `P9`, where the board has several connectors. */
  readonly connector?: string;
  /** The buses that take the line while a part uses them: `i2c1`. */
  readonly buses?: readonly string[];
  /** Why it must not be used, where that is so. */
  readonly reserved?: string;
}
