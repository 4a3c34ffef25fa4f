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
import type { Driver, DriverEnvironment, Part, Sample } from '../../runtime/hal/driver.ts';
import { ALONE, type SimRig, withSimBoard } from '../sim-rig.ts';

/** Options under which the simulated board has the part. */
type Options = Readonly<Record<string, unknown>>;

type Surroundings = Partial<DriverEnvironment>;

interface Bench {
  readonly surroundings: Surroundings;
  readonly driver: Driver;
  readonly options: Options;
  readonly rig: SimRig;
}

type Facts = Readonly<Record<string, (bench: Bench) => Promise<void> | void>>;

/** @param surroundings what else the part needs: another part, a model */
export function driverContract(
  test: Test,
  driver: Driver,
  options: Options,
  surroundings: Surroundings = {},
): void {
  const facts = {
    ...EVERY_DRIVER,
    ...(channelsOf(driver.channels, options).some(({ writable }) => writable)
      ? WRITING_DRIVERS
      : {}),
    ...(isOnABus(driver, options) ? DRIVERS_ON_A_BUS : {}),
  };
  for (const [sentence, prove] of Object.entries(facts))
    test(sentence, () =>
      withSimBoard(async (rig) => prove({ driver, options, surroundings, rig })),
    );
}

const EVERY_DRIVER: Facts = {
  'takes its options and refuses one that it does not know': ({ driver, options }) => {
    assert.ok(driver.options.safeParse(options).success);
    assert.not(driver.options.safeParse({ ...options, colour: 'blue' }).success);
  },

  'claims places that can be read back': ({ driver, options }) => {
    const claims = driver.claims(options);
    // A camera and what looks through it occupy no place of the board.
    const isOff = driver.takesPictures === true || driver.looksThrough !== undefined;
    assert.is(claims.length > 0, !isOff);
    for (const claim of claims) assert.ok(parseClaim(claim), claim);
  },

  'samples every channel it declares, with its type and in its range': async (bench) => {
    const part = await open(bench);
    const sample = await bench.rig.finish(part.read());
    const channels = channelsOf(bench.driver.channels, bench.options);
    assert.equal(Object.keys(sample).sort(), channels.map(({ name }) => name).sort());
    for (const channel of channels) assertFits(channel, sample[channel.name]);
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

  'can name the registers of every channel it writes': async (bench) => {
    const part = await open(bench);
    for (const { channel, value } of writes(bench))
      assert.ok((part.registers?.(channel, value) ?? []).length > 0, channel);
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
    disconnect(bench, 'disconnect');
    const part = await open(bench);
    const error = await bench.rig.finish(failureOf(part.read()));
    assert.instance(error, AppError);
    assert.match(errorCode(error), /^(HAL|DRIVER)_/);
    disconnect(bench, 'clear');
    assert.ok(await bench.rig.finish(part.read()));
    await part.close();
  },
};

function open({ driver, options, surroundings, rig }: Bench): Promise<Part> {
  const { board, clock } = rig;
  return rig.finish(
    driver.open({ ...ALONE, ...surroundings, board, clock, name: 'part' }, options),
  );
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

function disconnect({ driver, options, rig }: Bench, kind: 'disconnect' | 'clear'): void {
  for (const claim of driver.claims(options))
    assert.is(rig.board.faults.inject(claim, undefined, kind), undefined);
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
