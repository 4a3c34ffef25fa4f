/**
 * A Modbus bus through the package `modbus-serial`, loaded with the first request. One queue for all
 * units on it; a unit that is silent costs the others its patience, and nothing else.
 */
import type modbus from 'modbus-serial';
import { errorMessage } from '../../../core/app-error.ts';
import { Lane } from '../../../core/lane.ts';
import { DriverError } from '../../driver-errors.ts';
import { HalError } from '../../errors.ts';
import type { ModbusBus, ModbusRead, ModbusWrite } from '../../modbus.ts';

/** The package is CommonJS with its class under `default`, too: only there do types and runtime agree. */
export type ModbusClient = InstanceType<typeof modbus.default>;

/** One connection to a line or a peer, as long as it lasts. */
export interface ModbusConnection {
  readonly client: ModbusClient;
  /** Brings the answer to what was asked just now; rejects when the way is lost before it comes, which the client would wait out for ever. */
  readonly guard: <Answer>(answer: Promise<Answer>) => Promise<Answer>;
}

export interface ModbusTransport {
  readonly id: string;
  /** Opened when it is not. @throws HalError */
  connect(): Promise<ModbusConnection>;
  /** After a request that brought nothing. */
  lose(connection: ModbusConnection): Promise<void>;
  /** After each request: what the line needs before the next one. */
  rest(): Promise<void>;
  /** What an answer is that breaks the protocol: damaged bytes on a line, a wrong peer on TCP. */
  readonly nonsense: 'DRIVER_BAD_CRC' | 'DRIVER_BAD_ANSWER';
  close(): Promise<void>;
}

type Request = ModbusRead | ModbusWrite;

export class LinuxModbusBus implements ModbusBus {
  readonly id: string;
  readonly #transport: ModbusTransport;
  readonly #lane = new Lane();

  constructor(transport: ModbusTransport) {
    this.id = transport.id;
    this.#transport = transport;
  }

  async read(request: ModbusRead): Promise<readonly number[]> {
    const { data } = await this.#ask(request, (client) => ask(client, request));
    // Bits come in whole bytes: what is beyond the last one asked for is padding.
    return data.slice(0, request.count).map(Number);
  }

  async write(request: ModbusWrite): Promise<void> {
    await this.#ask(request, (client) => tell(client, request));
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  #ask<Answer>(request: Request, ask: (client: ModbusClient) => Promise<Answer>): Promise<Answer> {
    return this.#lane.run(async () => {
      const connection = await this.#transport.connect();
      const { client, guard } = connection;
      try {
        client.setID(request.unit);
        return await guard(ask(client));
      } catch (error) {
        const failure = this.#failure(error, request);
        if (failure.code === 'HAL_TIMEOUT') await this.#transport.lose(connection);
        throw failure;
      } finally {
        await this.#transport.rest();
      }
    });
  }

  #failure(error: unknown, request: Request): HalError | DriverError {
    const { unit, table, address } = request;
    const what = `unit ${unit} on ${this.id}`;
    if (error instanceof HalError)
      return error.code === 'HAL_TIMEOUT'
        ? new HalError('HAL_TIMEOUT', `${what} does not answer`, { cause: error })
        : error;
    const { modbusCode, errno } = factsOf(error);
    if (modbusCode !== undefined) {
      const message = `${what} refused ${table} ${address}: ${reasonOf(modbusCode)}`;
      return new HalError('HAL_MODBUS_EXCEPTION', message, { cause: error });
    }
    // `modbus-serial` sets `errno` where it could not ask or heard nothing, and nothing else.
    if (errno !== undefined)
      return new HalError('HAL_TIMEOUT', `${what} does not answer`, { cause: error });
    const message = `${what} answered ${table} ${address} wrongly: ${errorMessage(error)}`;
    return new DriverError(this.#transport.nonsense, message, { cause: error });
  }
}

type Answer = Promise<{ data: readonly (number | boolean)[] }>;

function ask(client: ModbusClient, { table, address, count }: ModbusRead): Answer {
  switch (table) {
    case 'coil':
      return client.readCoils(address, count);
    case 'discrete':
      return client.readDiscreteInputs(address, count);
    case 'input':
      return client.readInputRegisters(address, count);
    case 'holding':
      return client.readHoldingRegisters(address, count);
  }
}

/** One value with the function for one, which every unit knows; several in one request. */
function tell(client: ModbusClient, { table, address, values }: ModbusWrite): Promise<unknown> {
  const [first = 0, ...others] = values;
  if (table === 'coil')
    return others.length === 0
      ? client.writeCoil(address, first !== 0)
      : client.writeCoils(
          address,
          values.map((value) => value !== 0),
        );
  return others.length === 0
    ? client.writeRegister(address, first)
    : client.writeRegisters(address, [...values]);
}

interface ModbusFacts {
  readonly modbusCode?: number;
  readonly errno?: unknown;
}

function factsOf(error: unknown): ModbusFacts {
  // Some of its errors are no `Error`.
  if (typeof error !== 'object' || error === null) return {};
  const modbusCode = 'modbusCode' in error ? error.modbusCode : undefined;
  return {
    ...(typeof modbusCode === 'number' ? { modbusCode } : {}),
    ...('errno' in error ? { errno: error.errno } : {}),
  };
}

/** Modbus Application Protocol V1.1b3 §7. */
const REASONS: Readonly<Record<number, string>> = {
  1: 'it does not know this function (1)',
  2: 'it has no such address (2)',
  3: 'it does not take this value (3)',
  4: 'it failed (4)',
  5: 'it needs more time (5)',
  6: 'it is busy (6)',
  8: 'its memory has an error (8)',
  10: 'the gateway has no way to it (10)',
  11: 'it does not answer the gateway (11)',
};

function reasonOf(code: number): string {
  return REASONS[code] ?? `exception ${code}`;
}
