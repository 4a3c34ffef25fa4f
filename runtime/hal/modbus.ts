/**
 * The contract of a Modbus bus: an RS-485 line with many units, or one TCP peer. Requests on it never
 * overlap. Addresses are those of the protocol, from 0 (Modbus Application Protocol V1.1b3, §4.4).
 */
import type { SerialSettings } from './serial.ts';

export type ModbusLink =
  | { readonly kind: 'rtu'; readonly port: string; readonly settings: SerialSettings }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** §4.3: the four tables of a unit. Coils and discrete inputs are bits, the others 16-bit words. */
export type ModbusTable = 'coil' | 'discrete' | 'input' | 'holding';

export interface ModbusRead {
  /** 1 to 247 on a line; 255 or 1 for most TCP peers. */
  readonly unit: number;
  readonly table: ModbusTable;
  readonly address: number;
  /** At most 125 words or 2,000 bits (§6.1–6.4). */
  readonly count: number;
}

export interface ModbusWrite {
  readonly unit: number;
  readonly table: 'coil' | 'holding';
  readonly address: number;
  /** 0 or 1 for a coil, unsigned words otherwise; at most 123 words (§6.12). */
  readonly values: readonly number[];
}

export interface ModbusBus {
  /** The port or `host:port`, as in claims. */
  readonly id: string;
  /**
   * @throws HalError HAL_TIMEOUT when the unit is silent, HAL_MODBUS_EXCEPTION when it refuses, what
   * `SerialPort.open` throws; DriverError DRIVER_BAD_CRC, DRIVER_BAD_ANSWER
   */
  read(request: ModbusRead): Promise<readonly number[]>;
  /** Resolves when the unit has confirmed. @throws as `read` */
  write(request: ModbusWrite): Promise<void>;
}

/** How a link is called in claims: its parts share one queue. */
export function modbusBusId(link: ModbusLink): string {
  return link.kind === 'rtu' ? link.port : `${link.host}:${String(link.port)}`;
}
