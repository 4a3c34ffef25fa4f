/** The two ways to a Modbus unit: a serial line that many share, and a connection to one TCP peer. */
import { errorMessage } from '../../../core/app-error.ts';
import { delay, type Clock } from '../../../core/clock.ts';
import { Lifeline } from '../../../core/lifeline.ts';
import { HalError } from '../../errors.ts';
import { modbusBusId, type ModbusLink } from '../../modbus.ts';
import type { SerialPort } from '../../serial.ts';
import { packageError } from './bus-error.ts';
import type { ModbusClient, ModbusConnection, ModbusTransport } from './linux-modbus.ts';
import { Reopening } from './reopening.ts';
import { RtuPort } from './rtu-port.ts';

/** Modbus over Serial Line V1.02 §2.4.1: "1s to several seconds at 9600 bps"; a good unit takes 20–100 ms. */
const ANSWER_MS = 1_000;
/** §2.5.1.1: 3.5 characters of silence between frames, 1.75 ms above 19,200 bit/s. A character has 11 bits (§2.5.1). */
const GAP_BITS = 3.5 * 11;
const SHORTEST_GAP_MS = 1.75;

type RtuLink = Extract<ModbusLink, { kind: 'rtu' }>;
type TcpLink = Extract<ModbusLink, { kind: 'tcp' }>;

/** @param serial the port that this line is from now on the only user of */
export function rtuTransport(link: RtuLink, serial: SerialPort, clock: Clock): ModbusTransport {
  const gapMs = Math.max((GAP_BITS * 1_000) / link.settings.baudRate, SHORTEST_GAP_MS);
  let connection: ModbusConnection | undefined;
  return {
    id: modbusBusId(link),
    nonsense: 'DRIVER_BAD_CRC',
    connect: async () => {
      await serial.open();
      connection ??= await connectRtu(serial);
      return connection;
    },
    // The port knows by itself when it is gone; a silent unit says nothing about it.
    lose: () => Promise.resolve(),
    rest: () => delay(clock, gapMs),
    close: () => serial.close(),
  };
}

export function tcpTransport(
  link: TcpLink,
  { clock, random }: { readonly clock: Clock; readonly random: () => number },
): ModbusTransport {
  const id = modbusBusId(link);
  const connection: Reopening<ModbusConnection> = new Reopening({
    open: () => connectTcp(link, (lost) => void connection.lose(lost)),
    close: ({ client }) => destroy(client),
    clock,
    random,
  });
  return {
    id,
    nonsense: 'DRIVER_BAD_ANSWER',
    connect: () => connection.get(),
    // A peer that lost its supply does not say goodbye: only a new connection tells.
    lose: (lost) => connection.lose(lost),
    rest: () => Promise.resolve(),
    close: () => connection.close(),
  };
}

async function connectRtu(serial: SerialPort): Promise<ModbusConnection> {
  const port = new RtuPort(serial, ANSWER_MS);
  const client = await newClient(port);
  await new Promise<void>((resolve) => {
    client.open(resolve);
  });
  return { client, guard: (answer) => port.guard(answer) };
}

async function connectTcp(
  { host, port }: TcpLink,
  onLost: (connection: ModbusConnection) => void,
): Promise<ModbusConnection> {
  const client = await newClient();
  client.setTimeout(ANSWER_MS);
  try {
    await client.connectTCP(host, { port });
  } catch (error) {
    await destroy(client);
    const message = `${host}:${port} cannot be reached: ${errorMessage(error)}`;
    throw new HalError('HAL_UNREACHABLE', message, { cause: error });
  }
  const lifeline = new Lifeline();
  const connection: ModbusConnection = { client, guard: (answer) => lifeline.hold(answer) };
  const lose = (): void => {
    lifeline.cut(new HalError('HAL_UNREACHABLE', `${host}:${port} ended the connection`));
    onLost(connection);
  };
  client.on('error', lose);
  client.on('close', lose);
  return connection;
}

async function newClient(port?: RtuPort): Promise<ModbusClient> {
  const { default: modbus } = await import('modbus-serial').catch((error: unknown) => {
    throw packageError('modbus-serial', error);
  });
  return new modbus.default(port);
}

/** Closing politely waits for the other side, which may be gone. */
function destroy(client: ModbusClient): Promise<void> {
  return new Promise((resolve) => {
    client.destroy(resolve);
  });
}
