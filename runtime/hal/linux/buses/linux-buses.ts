/**
 * The buses of a real board: those its file declares, serial adapters by their device, and Modbus
 * over both and over TCP. A bus is opened by its first transfer; `close` ends all.
 */
import type { Clock } from '../../../core/clock.ts';
import { HalError } from '../../errors.ts';
import { modbusBusId, type ModbusLink } from '../../modbus.ts';
import type { SerialPort, SerialSettings } from '../../serial.ts';
import type { SpiDevice, SpiSettings } from '../../spi.ts';
import type { Sysfs } from '../../sysfs.ts';
import type { Board } from '../../board.ts';
import type { BusPlace } from './bus-error.ts';
import { LinuxI2cBus } from './linux-i2c.ts';
import { LinuxModbusBus } from './linux-modbus.ts';
import { LinuxSerialPort } from './linux-serial.ts';
import { LinuxSpiDevice } from './linux-spi.ts';
import { rtuTransport, tcpTransport } from './modbus-transport.ts';

/** A bus as the board file declares it. */
export interface DeclaredBus {
  readonly id: string;
  readonly device?: string | undefined;
  readonly enable?: string | undefined;
}

export interface LinuxBusesParts {
  /** The board's id, for messages. */
  readonly board: string;
  readonly i2c: readonly DeclaredBus[];
  readonly spi: readonly DeclaredBus[];
  readonly serial: readonly DeclaredBus[];
  readonly sysfs: Sysfs;
  readonly clock: Clock;
  /** 0 ≤ x < 1, as Math.random. */
  readonly random: () => number;
}

interface ModbusLine {
  readonly bus: LinuxModbusBus;
  readonly link: ModbusLink;
}

export class LinuxBuses implements Pick<Board, 'i2c' | 'spi' | 'serial' | 'modbus'> {
  readonly #parts: LinuxBusesParts;
  readonly #i2c = new Map<string, LinuxI2cBus>();
  readonly #spi = new Map<string, LinuxSpiDevice>();
  readonly #serial = new Map<string, LinuxSerialPort>();
  readonly #modbus = new Map<string, ModbusLine>();

  constructor(parts: LinuxBusesParts) {
    this.#parts = parts;
  }

  i2c(id: string): LinuxI2cBus {
    const { i2c, sysfs } = this.#parts;
    const bus = this.#i2c.get(id) ?? new LinuxI2cBus({ place: this.#place(i2c, id), sysfs });
    this.#i2c.set(id, bus);
    return bus;
  }

  spi(id: string, settings: SpiSettings): SpiDevice {
    const place = this.#place(this.#parts.spi, id);
    const device = new LinuxSpiDevice(place, settings);
    void this.#spi.get(id)?.close();
    this.#spi.set(id, device);
    return device;
  }

  serial(id: string, settings: SerialSettings): SerialPort {
    const place = this.#serialPlace(id);
    if (this.#serial.has(place.device))
      throw new HalError('HAL_BUS_BUSY', `${id} is already used by another part or Modbus line`);
    const { clock, random } = this.#parts;
    const onClosed = (): void => void this.#serial.delete(place.device);
    const port = new LinuxSerialPort({ place, settings, clock, random, onClosed });
    this.#serial.set(place.device, port);
    return port;
  }

  modbus(link: ModbusLink): LinuxModbusBus {
    const id = modbusBusId(link);
    const line = this.#modbus.get(id) ?? { link, bus: this.#openModbus(link) };
    if (!isSame(line.link, link))
      throw new HalError('HAL_BUS_BUSY', `${id} already runs ${speedOf(line.link)}`, {
        hint: 'All units on one line have the same speed and parity: write the same in all parts.',
      });
    this.#modbus.set(id, line);
    return line.bus;
  }

  async close(): Promise<void> {
    const lines = [...this.#modbus.values()].map(({ bus }) => bus);
    const all = [...this.#i2c.values(), ...this.#spi.values(), ...lines, ...this.#serial.values()];
    for (const known of [this.#i2c, this.#spi, this.#modbus, this.#serial]) known.clear();
    await Promise.allSettled(all.map((bus) => bus.close()));
  }

  #openModbus(link: ModbusLink): LinuxModbusBus {
    const { clock, random } = this.#parts;
    if (link.kind === 'tcp') return new LinuxModbusBus(tcpTransport(link, { clock, random }));
    return new LinuxModbusBus(rtuTransport(link, this.serial(link.port, link.settings), clock));
  }

  #serialPlace(id: string): BusPlace {
    if (id.startsWith('/')) return { id, device: id };
    return this.#place(this.#parts.serial, id);
  }

  /** @throws HalError HAL_NO_SUCH_BUS */
  #place(declared: readonly DeclaredBus[], id: string): BusPlace {
    const found = declared.find((bus) => bus.id === id);
    if (found?.device !== undefined) return { id, device: found.device, enable: found.enable };
    const known = declared.map((bus) => bus.id).join(', ') || 'none of this kind';
    throw new HalError(
      'HAL_NO_SUCH_BUS',
      `${this.#parts.board} has no bus ${id}; it has: ${known}`,
    );
  }
}

function isSame(left: ModbusLink, right: ModbusLink): boolean {
  return speedOf(left) === speedOf(right);
}

/** `9600 8N1`, as it is written on the parts. */
function speedOf(link: ModbusLink): string {
  if (link.kind === 'tcp') return 'over TCP';
  const { baudRate, dataBits = 8, parity = 'none', stopBits = 1 } = link.settings;
  return `at ${baudRate} ${dataBits}${parity.charAt(0).toUpperCase()}${stopBits}`;
}
