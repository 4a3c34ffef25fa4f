/** Modbus against units that other people wrote, over a cable that can be pulled and over TCP. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { errorCode } from '../../runtime/core/app-error.ts';
import { systemClock } from '../../runtime/core/clock.ts';
import { LinuxBuses } from '../../runtime/hal/linux/buses/linux-buses.ts';
import { LinuxSysfs } from '../../runtime/hal/linux/linux-sysfs.ts';
import type { Board } from '../../runtime/hal/board.ts';
import type { ModbusBus, ModbusLink, ModbusRead } from '../../runtime/hal/modbus.ts';
import { blocksOf, readBlocks } from '../../runtime/hal/modbus-map.ts';
import { modbus } from '../../drivers/modbus/modbus.ts';
import { quantitiesOf } from '../../drivers/eastron-sdm/sdm-map.ts';
import { freePort } from '../hil/rig/free-port.ts';
import { ModbusUnit, unitProgram, type ModbusPeer } from './modbus-unit.ts';
import { soon } from './outside.ts';
import { ALONE } from '../sim-rig.ts';
import { hasCables, SerialCable } from './serial-cable.ts';

/** Whoever is silent is waited for a second; a lost bus is tried again within 7.5 s. */
const BACK_SOON_MS = 20_000;

/** As a technician copies it from the manual of a drive. */
const DRIVE = {
  setpoint: { table: 'holding', address: 10, scale: 0.1, range: [0, 100], writable: true },
  run: { table: 'coil', address: 6, writable: true },
  constant: { table: 'holding', address: 0 },
};

interface Bench {
  readonly bus: ModbusBus;
  /** The far end goes away and comes back: the cable, or the program that listens. */
  readonly pull: () => Promise<void>;
  readonly plug: () => Promise<void>;
}

function factsFor(kind: 'rtu' | 'tcp'): Readonly<Record<string, (bench: Bench) => Promise<void>>> {
  return {
    'reads each of its four tables': async ({ bus }) => {
      assert.deepEqual(await bus.read(at('holding', 0, 2)), [1234, 0xfffe]);
      assert.deepEqual(await bus.read(at('input', 0, 2)), [0x4366, 0x3333]);
      assert.deepEqual(await bus.read(at('coil', 0, 3)), [0, 1, 0]);
      assert.deepEqual(await bus.read(at('discrete', 1, 2)), [0, 1]);
    },

    'holds what was written, one value or several': async ({ bus }) => {
      await bus.write({ unit: 1, table: 'holding', address: 5, values: [77] });
      await bus.write({ unit: 1, table: 'holding', address: 6, values: [78, 0xffff] });
      assert.deepEqual(await bus.read(at('holding', 5, 3)), [77, 78, 0xffff]);
      await bus.write({ unit: 1, table: 'coil', address: 3, values: [1] });
      await bus.write({ unit: 1, table: 'coil', address: 4, values: [0, 1] });
      assert.deepEqual(await bus.read(at('coil', 3, 3)), [1, 0, 1]);
    },

    'answers the whole map of an energy meter': async ({ bus }) => {
      const sample = await readBlocks(bus, 1, blocksOf(quantitiesOf('sdm630')));
      assert.equal(sample['voltage-l1'], 230.2);
      assert.equal(Object.keys(sample).length, quantitiesOf('sdm630').length);
    },

    'refuses an address that it has not, and answers the next question': async ({ bus }) => {
      assert.equal(await codeOf(bus.read(at('holding', 9_000, 2))), 'HAL_MODBUS_EXCEPTION');
      assert.deepEqual(await bus.read(at('holding', 0, 1)), [1234]);
    },

    'answers many questions at once, each with its own answer': async ({ bus }) => {
      const addresses = [0, 1, 0, 1, 0, 1];
      const answers = await Promise.all(
        addresses.map((address) => bus.read(at('holding', address, 1))),
      );
      assert.deepEqual(answers.flat(), [1234, 0xfffe, 1234, 0xfffe, 1234, 0xfffe]);
    },

    ...BY_THE_DRIVER,
    ...(kind === 'rtu' ? ON_A_LINE : {}),

    'is gone when it is pulled, and reads again by itself when it is back': async (bench) => {
      const read = (): Promise<readonly number[]> => bench.bus.read(at('holding', 0, 1));
      assert.deepEqual(await read(), [1234]);
      await bench.pull();
      const told = new Set<string>();
      for (let question = 0; question < 3; question += 1) told.add(await codeOf(read()));
      for (const code of told)
        assert.match(code, /^HAL_(BUS_LOST|BUS_MISSING|UNREACHABLE|TIMEOUT)$/);
      await bench.plug();
      const tookMs = await soon('an answer', () =>
        read().then(
          () => true,
          () => false,
        ),
      );
      assert.ok(tookMs < BACK_SOON_MS, String(tookMs));
      assert.deepEqual(await read(), [1234]);
    },
  };
}

const BY_THE_DRIVER: ReturnType<typeof factsFor> = {
  'is read and written by the driver, with a register map': async ({ bus }) => {
    const board: Pick<Board, 'modbus'> = { modbus: () => bus };
    const part = await modbus.open(
      { ...ALONE, board: board as Board, clock: systemClock, name: 'drive' },
      { host: 'drive.lan', registers: DRIVE },
    );
    await part.write?.('setpoint', 21.5);
    await part.write?.('run', true);
    assert.deepEqual(await part.read(), { setpoint: 21.5, run: true, constant: 1234 });
    await part.write?.('run', false);
    assert.equal((await part.read())['run'], false);
  },
};

const ON_A_LINE: ReturnType<typeof factsFor> = {
  'costs a silent unit its patience, and the others nothing else': async ({ bus }) => {
    const silent = codeOf(bus.read({ ...at('holding', 0, 1), unit: 2 }));
    const next = bus.read(at('holding', 0, 1));
    assert.equal(await silent, 'HAL_TIMEOUT');
    assert.deepEqual(await next, [1234]);
  },
};

function at(table: ModbusRead['table'], address: number, count: number): ModbusRead {
  return { unit: 1, table, address, count };
}

async function withBench(
  kind: 'rtu' | 'tcp',
  program: readonly string[],
  prove: (bench: Bench) => Promise<void>,
): Promise<void> {
  const { link, ...far } = kind === 'rtu' ? await onACable(program) : await onAPort(program);
  const buses = new LinuxBuses({
    ...{ board: 'bench', i2c: [], spi: [], serial: [], sysfs: new LinuxSysfs() },
    ...{ clock: systemClock, random: Math.random },
  });
  try {
    await prove({ bus: buses.modbus(link), ...far });
  } finally {
    await buses.close();
    await far.remove();
  }
}

interface FarEnd extends Omit<Bench, 'bus'> {
  readonly link: ModbusLink;
  readonly remove: () => Promise<void>;
}

async function onACable(program: readonly string[]): Promise<FarEnd> {
  const cable = await new SerialCable().plug();
  let unit = await ModbusUnit.start(program, 'rtu', cable.far);
  return {
    link: { kind: 'rtu', port: cable.near, settings: { baudRate: 9_600 } },
    pull: async () => {
      await cable.pull();
      await unit.stop();
    },
    plug: async () => {
      await cable.plug();
      unit = await ModbusUnit.start(program, 'rtu', cable.far);
    },
    remove: async () => {
      await unit.stop();
      await cable.remove();
    },
  };
}

async function onAPort(program: readonly string[]): Promise<FarEnd> {
  const port = await freePort();
  const start = (): Promise<ModbusUnit> => ModbusUnit.start(program, 'tcp', String(port));
  let unit = await start();
  return {
    link: { kind: 'tcp', host: '127.0.0.1', port },
    pull: () => unit.stop(),
    plug: async () => {
      unit = await start();
    },
    remove: () => unit.stop(),
  };
}

function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'no error', errorCode);
}

const canWire = hasCables();

for (const peer of ['libmodbus', 'pymodbus'] satisfies ModbusPeer[]) {
  const program = unitProgram(peer);
  if (typeof program === 'string') process.stderr.write(`SKIPPED: ${peer}: ${program}\n`);
  for (const kind of ['rtu', 'tcp'] as const)
    for (const [sentence, prove] of Object.entries(factsFor(kind))) {
      const name = `${peer} over ${kind}: ${sentence}`;
      if (typeof program === 'string' || (kind === 'rtu' && !canWire)) test.skip(name);
      else test(name, () => withBench(kind, program, prove));
    }
}

test.run();
