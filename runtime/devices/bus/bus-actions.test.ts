/** Scanning and reading a bus: whose each address is, what is refused, what is said with it. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { driverCatalog } from '../../../drivers/catalog.ts';
import { RegisterChip } from '../../../test/register-chip.ts';
import type { ActionResult } from '../../actions/action.ts';
import type { Language } from '../../actions/asker.ts';
import type { SitePart } from '../../config/site.ts';
import type { Board } from '../../hal/board.ts';
import { HalError } from '../../hal/errors.ts';
import type { FoundChip } from '../../hal/i2c.ts';
import { SimI2cBus } from '../../hal/sim/sim-i2c.ts';
import { busActions } from './bus-actions.ts';
import type { BusBench } from './bus-bench.ts';
import { takesAddress } from './parts-at.ts';

const test = suite('bus');

const drivers = await Promise.all(Object.values(driverCatalog).map((load) => load()));

function part(name: string, driver: string, claim: string): SitePart {
  return { name, driver, options: {}, claims: [claim] };
}

const PARTS = [
  part('climate-sensor', 'sht31', 'i2c1:0x44'),
  part('level-input', 'ads1115', 'i2c1:0x48/ain0'),
  part('flow-input', 'ads1115', 'i2c1:0x48/ain1'),
  part('far-sensor', 'bh1750', 'i2c5:0x23'),
];

/** Of an MCP23017 with a relay on it. */
const RELAYS = { bus: 'i2c1', address: 0x20, outputs: ['a0'] };

interface Bench {
  readonly bus: SimI2cBus;
  readonly loads: () => number;
  readonly run: (name: string, args: object, language?: Language) => Promise<ActionResult>;
}

/** 0x44 and 0x48 are parts of the configuration; only 0x0e, 0x44 and 0x76 are on the wires. */
function bench(more: Partial<BusBench> = {}): Bench {
  const bus = new SimI2cBus('i2c1');
  bus.attach(0x44, new RegisterChip({ reset: { 0x00: [0xbe, 0xef] } }));
  bus.attach(0x76, new RegisterChip({ reset: { 0xd0: [0x60] } }));
  bus.attach(0x0e, new RegisterChip({ reset: {} }));
  let loads = 0;
  const board: Pick<Board, 'i2c'> = {
    i2c: (id) => {
      if (id === 'i2c1') return bus;
      throw new HalError('HAL_NO_SUCH_BUS', `this board has no bus ${id}`);
    },
  };
  const actions = busActions({
    board: () => board,
    parts: () => PARTS,
    buses: () => ['i2c1'],
    drivers: () => {
      loads += 1;
      return Promise.resolve(drivers);
    },
    ...more,
  });
  const asker = {
    person: 'ann',
    role: 'technician',
    via: 'test',
    words: '',
    chat: 'test',
  } as const;
  return {
    bus,
    loads: () => loads,
    run: (name, args, language = 'en') => {
      const action = actions.find((each) => each.name === name);
      if (action === undefined) throw new Error(`there is no ${name}`);
      return action.run(args, { ...asker, language });
    },
  };
}

test('scan says whose each address is, what a stranger may be, and who does not answer', async () => {
  const { text } = await bench().run('bus-scan', { bus: 'i2c1' });
  assert.equal(text.split('\n'), [
    'i2c1: 3 addresses answer',
    "0x0e  nobody's; no driver here has this address",
    '0x44  climate-sensor (sht31)',
    '0x48  level-input (ads1115), flow-input (ads1115): DOES NOT ANSWER',
    "0x76  nobody's; may be: bme280, pca9685",
  ]);
});

test('scan says the same in Chinese', async () => {
  const { text } = await bench().run('bus-scan', {}, 'zh');
  assert.match(
    text,
    /^i2c1：3 个地址有应答\n0x0e {2}未配置；没有驱动使用此地址\n0x44 {2}climate-sensor（sht31）\n/,
  );
  assert.match(text, /0x48 {2}level-input（ads1115）、flow-input（ads1115）：没有应答/);
  assert.match(text, /0x76 {2}未配置；可能是：bme280、pca9685/);
});

test('scan of an empty bus says so', async () => {
  const nothing = bench({ parts: () => [] });
  for (const address of [0x0e, 0x44, 0x76]) nothing.bus.detach(address);
  assert.match((await nothing.run('bus-scan', {})).text, /^i2c1: nobody answers/);
});

test('scan loads the drivers only where there is something to guess', async () => {
  const known = bench();
  for (const address of [0x0e, 0x76]) known.bus.detach(address);
  await known.run('bus-scan', {});
  assert.is(known.loads(), 0);
});

test('scan names the driver of the kernel that has an address', async () => {
  const held = bench();
  holdByKernel(held.bus);
  const { text } = await held.run('bus-scan', {});
  assert.match(text, /0x76 {2}held by the kernel's driver bmp280/);
});

test('read brings the bytes as they are, and warns of what reading does', async () => {
  const { bus, run } = bench();
  bus.attach(0x48, new RegisterChip({ reset: { 0x00: [0xbe, 0xef] } }));
  const { text, ...result } = await run('bus-read', {
    ...{ bus: 'i2c1', address: '0x48', register: '0x00', length: 2 },
  });
  assert.ok(result.ok && JSON.stringify(result.data).includes('[190,239]'));
  assert.equal(text.split('\n'), [
    'i2c1 0x48 register 0x00: be ef; big-endian -16657, little-endian -4162',
    'level-input, flow-input uses the same chip: its next reading may be disturbed.',
    'Reading some chips has effects: it clears flags, or takes a value out of a queue.',
  ]);
});

test('read of one byte says no number, and names no part where there is none', async () => {
  const args = { bus: 'i2c1', address: '0x76', register: '0xD0' };
  const { text } = await bench().run('bus-read', args, 'zh');
  assert.is(
    text,
    'i2c1 0x76 寄存器 0xd0：60\n读取某些芯片会有副作用：清除标志，或从队列取走一个值。',
  );
});

for (const [address, register, reason] of [
  ['0x20', '0x00', /relays, which drives outputs/],
  ['0x20', '0x14ff', /relays, which drives outputs/],
  ['0x27', '0x00', /may be a pcf8574, which has no registers/],
  ['0x44', '0x30', /0x44 on i2c1 \(sht31\) has registers of 2 bytes/],
  [
    '0x48',
    '0x01ff',
    /0x48 on i2c1 \(ads1115\) has registers of 1 byte, and would take others for a value/,
  ],
  ['0x0e', '0x1234', /Nobody knows what 0x0e on i2c1 is/],
] as const)
  test(`read of ${register} at ${address} would write, and is refused before anything is sent`, async () => {
    const relays = part('relays', 'mcp23017', 'i2c1:0x20');
    const careful = bench({ parts: () => [...PARTS, { ...relays, options: RELAYS }] });
    careful.bus.writeRead = () => {
      throw new Error('it was asked');
    };
    const result = await careful.run('bus-read', { bus: 'i2c1', address, register });
    assert.is(codeOf(result), 'HAL_NO_RAW_READ');
    assert.match(result.text, reason);
  });

test('a chip that answers, and not to this register, is not called absent', async () => {
  const { bus, run } = bench();
  bus.writeRead = () => Promise.reject(new HalError('HAL_NO_ACK', 'nothing answers'));
  const result = await run('bus-read', { bus: 'i2c1', address: '0x44', register: '0x2c06' });
  assert.match(result.text, /0x44 on i2c1 answers, but not to register 0x2c06/);
});

test('read refuses an address of a driver of the kernel, and asks the chip nothing', async () => {
  const held = bench();
  holdByKernel(held.bus);
  held.bus.writeRead = () => {
    throw new Error('it was asked');
  };
  const args = { bus: 'i2c1', address: '0x76', register: '0xd0' };
  assert.is(codeOf(await held.run('bus-read', args)), 'HAL_ADDRESS_BUSY');
});

test('read of nobody offers the scan', async () => {
  const args = { bus: 'i2c1', address: '0x0f', register: '0x00' };
  const result = await bench().run('bus-read', args);
  assert.is(codeOf(result), 'HAL_NO_ACK');
  assert.match(result.text, /boardtalk bus scan i2c1/);
});

test('read refuses what is no address, no register, or too long, and says how it is written', async () => {
  const good = { bus: 'i2c1', address: '0x44', register: '0x00' };
  for (const bad of [
    { address: '0x07' },
    { address: '0x78' },
    { address: '44' },
    { register: '0' },
    { register: '0x00000' },
    { length: 0 },
    { length: 33 },
  ]) {
    const result = await bench().run('bus-read', { ...good, ...bad });
    assert.is(codeOf(result), 'ACTION_BAD_ARGUMENTS', JSON.stringify(bad));
  }
  assert.match(
    (await bench().run('bus-read', { ...good, address: '44' })).text,
    /write the address as in 0x48/,
  );
});

test('that is not there is refused with the buses there are', async () => {
  const result = await bench().run('bus-scan', { bus: 'i2c9' });
  assert.is(codeOf(result), 'HAL_NO_SUCH_BUS');
  assert.match(result.text, /The I2C buses of this board are: i2c1\./);
  assert.is(codeOf(await bench({ buses: () => [] }).run('bus-scan', {})), 'DEVICE_UNKNOWN');
});

test('of a node without a board are none', async () => {
  const result = await bench({ board: () => undefined }).run('bus-scan', {});
  assert.is(codeOf(result), 'DEVICE_NO_PLAN');
});

test('whose adapter is gone is refused with what to do', async () => {
  const gone = bench();
  gone.bus.probe = () => Promise.reject(new HalError('HAL_BUS_LOST', 'i2c1 is gone'));
  assert.is(codeOf(await gone.run('bus-scan', {})), 'HAL_BUS_LOST');
});

test('addresses of each driver are those of its own options', () => {
  const legal = (id: string): readonly string[] => {
    const driver = drivers.find((each) => each.id === id);
    const all = Array.from({ length: 0x80 }, (_, address) => address);
    return all
      .filter((address) => driver !== undefined && takesAddress(driver, 'i2c1', address))
      .map((address) => `0x${address.toString(16)}`);
  };
  assert.equal(legal('sht31'), ['0x44', '0x45']);
  assert.equal(legal('ssd1306'), ['0x3c', '0x3d']);
  assert.equal(legal('relay'), []);
  for (const { id } of drivers.filter(({ about }) => about?.bus === 'i2c')) {
    const count = legal(id).length;
    assert.ok(count >= 1 && count < 0x70, `${id}: ${String(count)}`);
  }
});

function holdByKernel(bus: SimI2cBus): void {
  const probe = bus.probe.bind(bus);
  bus.probe = async (address): Promise<FoundChip | undefined> => {
    const found = await probe(address);
    return found !== undefined && address === 0x76 ? { ...found, heldBy: 'bmp280' } : found;
  };
}

function codeOf(result: ActionResult): string | undefined {
  return result.ok ? undefined : result.refusal.code;
}

test.run();
