/** The options that say where a Modbus unit is: on which serial line or at which host, and its number. */
import { z } from '../core/schema.ts';
import { formatClaim } from './claim.ts';
import { modbusBusId, type ModbusLink } from './modbus.ts';
import { baudOption, parityOption, portOption, stopBitsOption } from './serial-options.ts';

/** IANA: mbap. */
const TCP_PORT = 502;
/** Modbus over Serial Line V1.02 §2.2: 1–247; 255 is what many TCP peers call themselves (Messaging on TCP/IP §4.4.2). */
const LAST_UNIT = 255;

export const modbusOptions = {
  port: portOption.optional(),
  host: z
    .string()
    .regex(
      /^[\w.-]+(:\d{1,5})?$/,
      'a host is a name or an IPv4 address, with the TCP port where it is not 502',
    )
    .optional()
    .describe('The TCP peer: 192.168.1.20 or meter.lan:1502'),
  unit: z.number().int().min(1).max(LAST_UNIT).default(1).describe('The number of the unit'),
  baud: baudOption.default(9_600),
  parity: parityOption.default('none'),
  stopBits: stopBitsOption.default(1),
};

export interface ModbusOptions {
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly unit: number;
  readonly baud: number;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
}

/** For `refine`: exactly one way leads to a unit. */
export const hasOneWay = ({ port, host }: Pick<ModbusOptions, 'port' | 'host'>): boolean =>
  (port === undefined) !== (host === undefined);

export const ONE_WAY = 'a unit has either a port, as in /dev/ttyUSB0, or a host';

export function modbusLink({ port, host, baud, parity, stopBits }: ModbusOptions): ModbusLink {
  if (port !== undefined)
    return { kind: 'rtu', port, settings: { baudRate: baud, parity, stopBits } };
  const [name = '', tcpPort = TCP_PORT] = (host ?? '').split(':');
  return { kind: 'tcp', host: name, port: Number(tcpPort) };
}

export function modbusClaim(options: ModbusOptions): string {
  return formatClaim({ kind: 'modbus', bus: modbusBusId(modbusLink(options)), unit: options.unit });
}
