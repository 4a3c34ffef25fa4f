/**
 * What every GPIO backend owes its callers. Run against the simulated board, and against the real
 * ones where there are lines to run them on; chosen by the capabilities that a backend declares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import type { Edge, GpioBackend, GpioCapabilities, GpioLine } from '../../runtime/hal/gpio.ts';

export interface GpioBench {
  readonly backend: GpioBackend;
  /** Two lines that nothing else uses. */
  readonly output: string;
  readonly input: string;
  /** Puts an electrical level on the input from outside, or lets go of it. */
  readonly drive: (level: boolean | undefined) => void;
}

export function gpioContract(
  test: Test,
  { lossless, bias, ownership }: GpioCapabilities,
  withBench: (use: (bench: GpioBench) => Promise<void>) => Promise<void>,
): void {
  const facts = {
    ...EVERY_BACKEND,
    ...(bias ? WITH_BIAS : {}),
    ...(lossless ? LOSSLESS : {}),
    ...(ownership ? WITH_OWNERSHIP : {}),
  };
  for (const [sentence, prove] of Object.entries(facts))
    test(sentence, () => withBench(async (bench) => prove(bench)));
}

type Facts = Readonly<Record<string, (bench: GpioBench) => Promise<void> | void>>;

const EVERY_BACKEND: Facts = {
  'reads back what was written to an output': ({ backend, output }) => {
    const line = backend.open(output, { direction: 'out', consumer: 'test' });
    assert.is(line.read(), false);
    line.write(true);
    assert.is(line.read(), true);
    line.close();
  },

  'opens an output at the level that was asked for': ({ backend, output }) => {
    const line = backend.open(output, { direction: 'out', consumer: 'test', initial: true });
    assert.is(line.read(), true);
    line.close();
  },

  'keeps the level of an output that is opened again': ({ backend, output }) => {
    const before = backend.open(output, { direction: 'out', consumer: 'before', initial: true });
    before.close();
    const after = backend.open(output, { direction: 'out', consumer: 'after' });
    assert.is(after.read(), true);
    after.close();
  },

  'opens an active-low output that never held a level as off': ({ backend, output }) => {
    const line = backend.open(output, { direction: 'out', consumer: 'test', activeLow: true });
    assert.is(line.read(), false);
    assert.is(registerOf(backend, output), '1');
    line.close();
  },

  'holds the electrical level in the register that it names': ({ backend, output }) => {
    const line = backend.open(output, { direction: 'out', consumer: 'test', activeLow: true });
    line.write(true);
    assert.is(registerOf(backend, output), backend.register(output, false).text);
    line.write(false);
    assert.is(registerOf(backend, output), backend.register(output, true).text);
    line.close();
  },

  'sees at once what another process wrote to the register': ({ backend, output }) => {
    const line = backend.open(output, { direction: 'out', consumer: 'test', initial: true });
    const { path, text } = backend.register(output, false);
    writeFileSync(path, `${text}\n`);
    assert.is(line.read(), false);
    line.write(true);
    assert.is(line.read(), true);
    line.close();
  },

  'reads the level of an input, and its opposite where active-low': ({ backend, input, drive }) => {
    for (const activeLow of [false, true]) {
      const line = backend.open(input, { direction: 'in', consumer: 'test', activeLow });
      drive(true);
      assert.is(line.read(), !activeLow);
      drive(false);
      assert.is(line.read(), activeLow);
      line.close();
    }
  },

  'tells no edge to a listener that stopped listening': async ({ backend, input, drive }) => {
    drive(false);
    const line = backend.open(input, { direction: 'in', consumer: 'test' });
    const levels: boolean[] = [];
    const stop = line.onEdge(({ level }) => levels.push(level));
    stop();
    const heard = hear(line, 1);
    drive(true);
    await heard;
    assert.equal(levels, []);
    line.close();
  },

  'refuses a line that the board does not have, and a bare number': ({ backend }) => {
    for (const name of ['GPIO999', '17']) {
      assert.throws(
        () => backend.open(name, { direction: 'in', consumer: 'test' }),
        (error: unknown) => errorCode(error) === 'HAL_NO_SUCH_LINE',
      );
    }
  },

  'refuses to write an input and a closed output': ({ backend, input, output }) => {
    const read = backend.open(input, { direction: 'in', consumer: 'test' });
    const closed = backend.open(output, { direction: 'out', consumer: 'test' });
    closed.close();
    for (const line of [read, closed]) {
      assert.throws(
        () => {
          line.write(true);
        },
        (error: unknown) => errorCode(error) === 'HAL_NOT_AN_OUTPUT',
      );
    }
    read.close();
  },
};

const WITH_BIAS: Facts = {
  'pulls an input that nobody drives': ({ backend, input, drive }) => {
    for (const bias of ['pull-up', 'pull-down'] as const) {
      const line = backend.open(input, { direction: 'in', consumer: 'test', bias });
      drive(undefined);
      assert.is(line.read(), bias === 'pull-up');
      line.close();
    }
  },
};

const LOSSLESS: Facts = {
  'tells every edge in order, even while the line is read': async ({ backend, input, drive }) => {
    drive(false);
    const line = backend.open(input, { direction: 'in', consumer: 'test' });
    const heard = hear(line, 200);
    for (let pulse = 0; pulse < 100; pulse += 1) {
      drive(true);
      line.read();
      drive(false);
      line.read();
    }
    const edges = await heard;
    assert.equal(
      edges.map(({ level }) => level),
      edges.map((_, index) => index % 2 === 0),
    );
    const first = edges[0]?.sequence ?? 0;
    assert.equal(
      edges.map(({ sequence }) => sequence),
      edges.map((_, index) => first + index),
    );
    assert.ok(
      edges.every(({ timestampNs }, index) => timestampNs >= (edges[index - 1]?.timestampNs ?? 0n)),
    );
    line.close();
  },
};

const WITH_OWNERSHIP: Facts = {
  'refuses a line that is held, and names the holder': ({ backend, output }) => {
    const line = backend.open(output, { direction: 'out', consumer: 'pump-relay' });
    assert.throws(
      () => backend.open(output, { direction: 'out', consumer: 'other' }),
      (error: unknown) => errorCode(error) === 'HAL_LINE_BUSY' && /pump-relay/.test(String(error)),
    );
    line.close();
    backend.open(output, { direction: 'in', consumer: 'other' }).close();
  },
};

function registerOf(backend: GpioBackend, line: string): string {
  return readFileSync(backend.register(line, false).path, 'latin1').trim();
}

/** Resolves when so many edges were heard. */
function hear(line: GpioLine, count: number): Promise<readonly Edge[]> {
  return new Promise((resolve) => {
    const edges: Edge[] = [];
    line.onEdge((edge) => {
      edges.push(edge);
      if (edges.length === count) resolve(edges);
    });
  });
}
