/**
 * Any Modbus unit: a drive, a meter, a remote I/O module. What it has stands in the options of the
 * part, copied from the register map in its manual.
 *
 * Bus: Modbus RTU over a serial port, or Modbus TCP.
 * Source: Modbus Application Protocol V1.1b3, Modbus over Serial Line V1.02.
 * What is written is read back from the unit before it counts as written.
 */
import type { ChannelSpec } from '../../runtime/core/channel.ts';
import type { Value } from '../../runtime/core/reading.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import type { ModbusBus } from '../../runtime/hal/modbus.ts';
import { blocksOf, encode, isBit, readBlocks } from '../../runtime/hal/modbus-map.ts';
import { modbusClaim, modbusLink } from '../../runtime/hal/modbus-options.ts';
import { mapOptions, type MapOptions, type MappedRegister } from './map-options.ts';

/** A block of 60 words at 9,600 bit/s takes 160 ms on the wire; what is beyond the usual two seconds. */
const BLOCK_MS = 300;
const USUAL_MS = 2_000;

type Target = MappedRegister & { readonly name: string };

export const modbus = defineDriver({
  id: 'modbus',
  title: 'Modbus RTU or TCP unit, by its register map',
  about: {
    bus: 'modbus',
    wiring: {
      A: 'A of the RS-485 adapter',
      B: 'B of the RS-485 adapter',
      GND: 'ground of the adapter',
    },
    verified: {
      level: 'peer',
      source: 'libmodbus and pymodbus over TCP, and over a PTY pair whose cable was pulled',
      date: '2026-11-26',
    },
  },
  options: mapOptions,
  channels: ({ registers }) => Object.entries(registers).map(([name, each]) => channel(name, each)),
  claims: (options) => [modbusClaim(options)],

  open({ board, name }, options) {
    const bus = board.modbus(modbusLink(options));
    const targets = targetsOf(options);
    const blocks = blocksOf(targets);
    return Promise.resolve({
      patienceMs: USUAL_MS + BLOCK_MS * blocks.length,
      read: () => readBlocks(bus, options.unit, blocks),
      write: async (channelName, value) => {
        const target = targets.find((each) => each.writable && each.name === channelName);
        if (target === undefined || !fits(target, value))
          throw new DriverError(
            'DRIVER_BAD_WRITE',
            `${name}.${channelName} cannot be ${String(value)}`,
          );
        await write({ bus, unit: options.unit, name }, target, value);
      },
      close: () => Promise.resolve(),
    });
  },
});

interface Unit {
  readonly bus: ModbusBus;
  readonly unit: number;
  readonly name: string;
}

async function write({ bus, unit, name }: Unit, target: Target, value: Value): Promise<void> {
  const { table, address } = target;
  const values = encode(target, value, name);
  await bus.write({ unit, table: table === 'coil' ? 'coil' : 'holding', address, values });
  const held = await bus.read({ unit, table, address, count: values.length });
  if (held.join(' ') === values.join(' ')) return;
  const message = `${name}.${target.name} was sent ${values.join(' ')} and holds ${held.join(' ')}`;
  throw new DriverError('DRIVER_NOT_TAKEN', message);
}

function targetsOf({ registers }: MapOptions): readonly Target[] {
  return Object.entries(registers).map(([name, register]) => ({ ...register, name }));
}

function channel(name: string, register: MappedRegister): ChannelSpec {
  const { unit, range, writable } = register;
  if (isBit(register)) return { name, type: 'boolean', writable };
  return { name, type: 'number', writable, ...(unit && { unit }), ...(range && { range }) };
}

function fits({ range: [low, high] = [-Infinity, Infinity] }: Target, value: Value): boolean {
  return typeof value !== 'number' || (value >= low && value <= high);
}
