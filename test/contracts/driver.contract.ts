/**
 * What every driver owes the rooms above it, chosen by what it declares. Run over the simulated
 * board for each entry of the catalogue.
 */
import { readFileSync } from 'node:fs';
import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError, errorCode } from '../../runtime/core/app-error.ts';
import { channelsOf, type ChannelSpec } from '../../runtime/core/channel.ts';
import type { Value } from '../../runtime/core/reading.ts';
import { parseClaim } from '../../runtime/hal/claim.ts';
import type { Board } from '../../runtime/hal/board.ts';
import type { Driver, DriverEnvironment, Part, Sample } from '../../runtime/hal/driver.ts';
import { BadBus } from '../bad-bus.ts';
import type { PluggedPart } from '../plugged-part.ts';
import { ALONE, type SimRig, withSimBoard } from '../sim-rig.ts';

/** Options under which the simulated board has the part. */
type Options = Readonly<Record<string, unknown>>;

type Surroundings = Partial<DriverEnvironment>;

/** How a part hangs on the simulated board. */
export interface Example {
  readonly options: Options;
  /** What else it needs: another part, a model. */
  readonly surroundings?: Surroundings | undefined;
  /** Its answers are protected by one. */
  readonly hasChecksum?: boolean;
  /** It has nothing by which an answer could be told from ones: its one byte is its lines. */
  readonly anyByteIsTrue?: boolean;
  /** It hangs on no board: it has no place on it, and nothing outside this process can write it. */
  readonly isElsewhere?: boolean;
  /** Plugs it in, where the simulated plant does not have it. */
  readonly plug?: ((rig: SimRig) => PluggedPart) | undefined;
}

interface Bench {
  readonly plugged: PluggedPart | undefined;
  readonly surroundings: Surroundings;
  readonly driver: Driver;
  readonly options: Options;
  readonly rig: SimRig;
}

type Facts = Readonly<Record<string, (bench: Bench) => Promise<void> | void>>;

export function driverContract(test: Test, driver: Driver, example: Example): void {
  const { options, surroundings = {}, plug } = example;
  const { hasChecksum = false, isElsewhere = false, anyByteIsTrue = false } = example;
  const facts = {
    ...EVERY_DRIVER,
    ...(channelsOf(driver.channels, options).some(({ writable }) => writable)
      ? { ...WRITING_DRIVERS, ...(isElsewhere ? {} : GUARDED_DRIVERS) }
      : {}),
    ...(isOnABus(driver, options) ? DRIVERS_ON_A_BUS : {}),
    ...(isI2c(driver, options) ? I2C_DRIVERS : {}),
    ...(isI2c(driver, options) && !anyByteIsTrue ? I2C_DRIVERS_THAT_CAN_TELL : {}),
    ...(hasChecksum ? DRIVERS_WITH_A_CHECKSUM : {}),
  };
  for (const [sentence, prove] of Object.entries(facts))
    test(sentence, () =>
      withSimBoard(async (rig) =>
        prove({ driver, options, surroundings, rig, plugged: plug?.(rig) }),
      ),
    );
}

const EVERY_DRIVER: Facts = {
  'takes its options and refuses one that it does not know': ({ driver, options }) => {
    assert.ok(driver.options.safeParse(options).success);
    assert.not(driver.options.safeParse({ ...options, colour: 'blue' }).success);
  },

  'asks nothing of its part when it is opened': async (bench) => {
    const part = await open(bench);
    assert.is(bench.plugged?.transfers ?? 0, 0);
    await part.close();
  },

  'samples every channel it declares, with its type and in its range': async (bench) => {
    const part = await open(bench);
    const sample = await bench.rig.finish(part.read());
    const channels = channelsOf(bench.driver.channels, bench.options);
    assert.equal(Object.keys(sample).sort(), channels.map(({ name }) => name).sort());
    for (const channel of channels) assertFits(channel, sample[channel.name]);
    await part.close();
  },

  // What hangs on no board is true on a simulated one, too.
  'claims places that can be read back, or says that it hangs on no board': async (bench) => {
    const part = await open(bench);
    const claims = bench.driver.claims(bench.options);
    assert.is(part.isElsewhere === true, claims.length === 0);
    for (const claim of claims) assert.ok(parseClaim(claim), claim);
    await part.close();
  },

  'releases what it claims when it is closed, and leaves no timer behind': async (bench) => {
    const timers = bench.rig.clock.pending;
    const first = await open(bench);
    await first.close();
    assert.is(bench.rig.clock.pending, timers);
    const second = await open(bench);
    await second.close();
  },
};

const GUARDED_DRIVERS: Facts = {
  'can name the registers of every channel it writes': async (bench) => {
    const part = await open(bench);
    // Nobody outside this process talks Modbus: such a unit has a time limit of its own.
    if (kindOf(bench) !== 'modbus')
      for (const { channel, value } of writes(bench))
        assert.ok((part.registers?.(channel, value) ?? []).length > 0, channel);
    await part.close();
  },
};

const WRITING_DRIVERS: Facts = {
  'reads back what it wrote, and holds it in the registers it names': async (bench) => {
    const part = await open(bench);
    for (const { channel, value } of writes(bench)) {
      await bench.rig.finish(write(part, channel, value));
      assert.is((await bench.rig.finish(part.read()))[channel], value);
      for (const register of part.registers?.(channel, value) ?? [])
        if (register.kind === 'file')
          assert.is(readFileSync(register.path, 'latin1').trim(), register.text);
    }
    await part.close();
  },

  'leaves an output as it was found when it is opened again': async (bench) => {
    for (const { channel, value } of writes(bench)) {
      const before = await open(bench);
      await bench.rig.finish(write(before, channel, value));
      await before.close();
      const after = await open(bench);
      assert.is((await bench.rig.finish(after.read()))[channel], value);
      await after.close();
    }
  },

  'refuses a number beyond the range of its channel': async (bench) => {
    const part = await open(bench);
    const channels = channelsOf(bench.driver.channels, bench.options);
    for (const { name, range } of channels.filter(({ writable }) => writable))
      for (const value of range === undefined ? [] : [range[0] - 1, range[1] + 1, NaN])
        assert.is(await codeOf(write(part, name, value)), 'DRIVER_BAD_WRITE');
    await part.close();
  },

  'refuses to write what it has not, or what does not fit': async (bench) => {
    const part = await open(bench);
    const channels = channelsOf(bench.driver.channels, bench.options);
    for (const { name } of channels.filter(({ writable }) => writable)) {
      assert.is(await codeOf(write(part, name, 'sideways')), 'DRIVER_BAD_WRITE');
      assert.is(await codeOf(write(part, 'colour', true)), 'DRIVER_BAD_WRITE');
    }
    await part.close();
  },
};

/** A broken wire to a contact or a relay cannot be told from a level; a missing chip can. */
const DRIVERS_ON_A_BUS: Facts = {
  'opens a part that does not answer, and says so when it is read': async (bench) => {
    setConnected(bench, false);
    const part = await open(bench);
    const error = await bench.rig.finish(failureOf(part.read()));
    assert.instance(error, AppError);
    assert.match(errorCode(error), silenceOf(bench));
    setConnected(bench, true);
    assert.ok(await bench.rig.finish(part.read()));
    await part.close();
  },
};

const I2C_DRIVERS: Facts = {
  'says that nobody answered, whichever transfer of a reading that was, and reads again afterwards':
    async (bench) => {
      const bus = new BadBus(bench.rig.board);
      const part = await open(bench, bus.board);
      await bench.rig.finish(part.read());
      const usual = bus.transfers;
      await bench.rig.finish(part.read());
      const again = bus.transfers - usual;
      for (let transfer = 1; transfer <= again; transfer += 1) {
        bus.failAfter(transfer);
        const error = await bench.rig.finish(failureOf(part.read()));
        assert.is(errorCode(error), 'HAL_NO_ACK', `transfer ${String(transfer)}`);
        assert.ok(await bench.rig.finish(part.read()));
      }
      await part.close();
    },
};

/** A data line that hangs high reads as ones, and nothing on the bus is wrong. */
const I2C_DRIVERS_THAT_CAN_TELL: Facts = {
  'has no value when everything that it reads is ones': async (bench) => {
    const bus = new BadBus(bench.rig.board);
    bus.isStuck = true;
    const part = await open(bench, bus.board);
    const sample = bench.rig.finish(part.read()).then((read) => JSON.stringify(read));
    assert.match(await sample.catch(errorCode), /^(DRIVER_[A-Z_]+|\{\})$/);
    await part.close();
  },
};

const DRIVERS_WITH_A_CHECKSUM: Facts = {
  'has no value when the bytes were damaged on the way, and one again afterwards': async (
    bench,
  ) => {
    const part = await open(bench);
    damage(bench, true);
    assert.is(errorCode(await bench.rig.finish(failureOf(part.read()))), 'DRIVER_BAD_CRC');
    damage(bench, false);
    assert.ok(await bench.rig.finish(part.read()));
    await part.close();
  },
};

function open(
  { driver, options, surroundings, rig: { clock, finish, ...rig } }: Bench,
  board: Board = rig.board,
): Promise<Part> {
  return finish(driver.open({ ...ALONE, ...surroundings, board, clock, name: 'part' }, options));
}

function write(part: Part, channel: string, value: Value): Promise<void> {
  return part.write?.(channel, value) ?? Promise.reject(new Error(`no write for ${channel}`));
}

function writes({ driver, options }: Bench): { channel: string; value: Value }[] {
  return channelsOf(driver.channels, options)
    .filter(({ writable }) => writable)
    .flatMap(({ name, type, range: [low, high] = [0, 1] }) =>
      (type === 'boolean' ? [true, false] : [high, (low + high) / 2, low]).map((value) => ({
        channel: name,
        value,
      })),
    );
}

function assertFits({ name, type, range }: ChannelSpec, value: Sample[string] | undefined): void {
  assert.type(value, type, name);
  const [low, high] = range ?? [-Infinity, Infinity];
  assert.ok(Number(value) >= low && Number(value) <= high, `${name}: ${String(value)}`);
}

function isOnABus(driver: Driver, options: Options): boolean {
  return driver.claims(options).some((claim) => !/^(gpio|pwm):/.test(claim));
}

function isI2c(driver: Driver, options: Options): boolean {
  return driver.claims(options).some((claim) => parseClaim(claim)?.kind === 'i2c');
}

/** What a missing part is called: no acknowledgement, no answer, or no file behind a kernel driver. */
function silenceOf(bench: Bench): RegExp {
  if (bench.plugged === undefined) return /^(HAL|DRIVER)_/;
  switch (kindOf(bench)) {
    case 'i2c':
      return /^HAL_NO_ACK$/;
    case 'serial':
    case 'modbus':
      return /^HAL_TIMEOUT$/;
    // It has no acknowledge: what comes is nothing that the part sends.
    case 'spi':
      return /^DRIVER_BAD_ANSWER$/;
    default:
      return /^HAL_NO_SUCH_FILE$/;
  }
}

function kindOf({ driver, options }: Bench): string | undefined {
  const [claim = ''] = driver.claims(options);
  return parseClaim(claim)?.kind;
}

function setConnected({ driver, options, rig, plugged }: Bench, isConnected: boolean): void {
  if (plugged !== undefined) {
    if (isConnected) plugged.plug();
    else plugged.unplug();
    return;
  }
  const kind = isConnected ? 'clear' : 'disconnect';
  for (const claim of driver.claims(options))
    assert.is(rig.board.faults.inject(claim, undefined, kind), undefined);
}

function damage({ driver, options, rig, plugged }: Bench, isDamaged: boolean): void {
  if (plugged !== undefined) {
    if (!('damage' in plugged)) assert.unreachable('a fixture whose checksums can be damaged');
    plugged.damage?.(isDamaged);
    return;
  }
  for (const claim of driver.claims(options))
    assert.is(
      rig.board.faults.inject(claim, undefined, isDamaged ? 'bad-crc' : 'clear'),
      undefined,
    );
}

function codeOf(work: Promise<unknown>): Promise<string> {
  return failureOf(work).then(errorCode);
}

function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}
