/**
 * What every GPIO backend owes its callers. Run against the simulated board, and against the real
 * ones where there are lines to run them on: in a virtual machine with the kernel's gpio-sim. Chosen
 * by the capabilities that a backend declares.
 */
import { join } from 'node:path';
import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import type { Edge, GpioCapabilities, GpioLine } from '../../runtime/hal/gpio.ts';
import { inTempDirectory } from '../temp-directory.ts';
import {
  codeOf,
  HANGS_MS,
  HELD_BY_TEST,
  makeSafe,
  onWire,
  openInput,
  openOutput,
  tellHelper,
  type GpioBench,
} from './gpio-bench.ts';

export function gpioContract(
  test: Test,
  { lossless, bias, ownership }: GpioCapabilities,
  withBench: (use: (bench: GpioBench) => Promise<void>) => Promise<void>,
): void {
  const facts = {
    ...EVERY_BACKEND,
    ...(bias ? WITH_BIAS : WITHOUT_BIAS),
    ...(lossless ? LOSSLESS : {}),
    ...(ownership ? WITH_OWNERSHIP : {}),
  };
  for (const [sentence, prove] of Object.entries(facts))
    test(sentence, () => withBench(async (bench) => prove(bench)));
}

type Facts = Readonly<Record<string, (bench: GpioBench) => Promise<void> | void>>;

const EVERY_BACKEND: Facts = {
  'brings an output to the level that was written, and reads it back': (bench) => {
    const line = openOutput(bench, { initial: false });
    for (const level of [true, false]) {
      line.write(level);
      assert.equal([line.read(), onWire(bench)], [level, level]);
    }
    line.close();
  },

  'opens an output at the level that was asked for': (bench) => {
    for (const initial of [true, false]) {
      const line = openOutput(bench, { initial });
      assert.equal([line.read(), onWire(bench)], [initial, initial]);
      line.close();
    }
  },

  'opens an output at the level it has already': (bench) => {
    openOutput(bench, { initial: true }).close();
    const before = onWire(bench);
    const after = openOutput(bench, {});
    assert.equal([after.read(), onWire(bench)], [before, before]);
    after.close();
  },

  'opens an active-low line that was no output as off': (bench) => {
    bench.backend.open(bench.output, { ...HELD_BY_TEST, direction: 'in' }).close();
    const line = openOutput(bench, { activeLow: true });
    assert.equal([line.read(), onWire(bench)], [false, true]);
    line.close();
  },

  'turns the levels of an active-low output round': (bench) => {
    const line = openOutput(bench, { activeLow: true, initial: true });
    assert.equal([line.read(), onWire(bench)], [true, false]);
    line.write(false);
    assert.equal([line.read(), onWire(bench)], [false, true]);
    line.close();
  },

  'reads the level of an input, and its opposite where active-low': (bench) => {
    const { outside, input } = bench;
    for (const activeLow of [false, true]) {
      const line = openInput(bench, { activeLow });
      outside.drive(input, true);
      assert.is(line.read(), !activeLow);
      outside.drive(input, false);
      assert.is(line.read(), activeLow);
      line.close();
    }
  },

  'tells each edge with its level, later than the one before': async (bench) => {
    for (const activeLow of [false, true]) {
      bench.outside.drive(bench.input, false);
      const line = openInput(bench, { activeLow });
      const edges: Edge[] = [];
      for (const electrical of [true, false, true]) {
        const heard = hear(line, 1);
        bench.outside.drive(bench.input, electrical);
        edges.push(...(await heard));
      }
      assert.equal(
        edges.map(({ level }) => level),
        [true, false, true].map((electrical) => electrical !== activeLow),
      );
      assert.equal(
        edges.map(({ sequence }) => sequence),
        [1, 2, 3],
      );
      assertInTime(edges);
      line.close();
    }
  },

  'tells no edge to a listener that stopped listening': async (bench) => {
    bench.outside.drive(bench.input, false);
    const line = openInput(bench, {});
    const levels: boolean[] = [];
    line.onEdge(({ level }) => levels.push(level))();
    const heard = hear(line, 1);
    bench.outside.drive(bench.input, true);
    await heard;
    assert.equal(levels, []);
    line.close();
  },

  'tells no edge when it is closed': async (bench) => {
    bench.outside.drive(bench.input, false);
    const line = openInput(bench, {});
    const levels: boolean[] = [];
    line.onEdge(({ level }) => levels.push(level));
    bench.outside.drive(bench.input, true);
    line.close();
    const other = openInput(bench, {});
    const heard = hear(other, 1);
    bench.outside.drive(bench.input, false);
    await heard;
    assert.equal(
      levels.filter((level) => !level),
      [],
    );
    other.close();
  },

  'tells an edge once the level has stood as long as it should': async (bench) => {
    bench.outside.drive(bench.input, false);
    const line = openInput(bench, { debounceMs: 100 });
    const levels: boolean[] = [];
    line.onEdge(({ level }) => levels.push(level));
    for (const level of [true, false, true, false]) bench.outside.drive(bench.input, level);
    await bench.pass(400);
    assert.equal(levels, [], 'a contact that bounces and falls back');
    bench.outside.drive(bench.input, true);
    await bench.pass(400);
    assert.equal(levels, [true]);
    line.close();
  },

  'opens the same line by each of its spellings': (bench) => {
    for (const spelling of [bench.output, ...bench.spellings]) {
      const line = bench.backend.open(spelling, { ...HELD_BY_TEST, direction: 'out' });
      line.write(true);
      assert.ok(onWire(bench), spelling);
      line.write(false);
      assert.not(onWire(bench), spelling);
      for (const other of [bench.output, ...bench.spellings])
        assert.is(codeOf(bench, other), 'HAL_LINE_BUSY', `${other} while ${spelling} is open`);
      line.close();
    }
  },

  'refuses a line that the board does not have, and a bare number': (bench) => {
    for (const name of ['GPIO999', '17', 'no-such-chip/3'])
      assert.is(codeOf(bench, name), 'HAL_NO_SUCH_LINE', name);
  },

  'refuses a line that is open already, and names who holds it': ({ backend, output }) => {
    const line = backend.open(output, { direction: 'out', consumer: 'pump-relay' });
    assert.throws(
      () => backend.open(output, { direction: 'out', consumer: 'other' }),
      (error: unknown) => errorCode(error) === 'HAL_LINE_BUSY' && /pump-relay/.test(String(error)),
    );
    line.close();
    backend.open(output, { direction: 'in', consumer: 'other' }).close();
  },

  'can be closed twice': (bench) => {
    const line = openOutput(bench, {});
    line.close();
    const next = openOutput(bench, {});
    line.close();
    assert.is(codeOf(bench, bench.output), 'HAL_LINE_BUSY', 'the second one is still open');
    next.close();
  },

  'refuses to write an input and a closed output': (bench) => {
    const read = openInput(bench, {});
    const closed = openOutput(bench, {});
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

  'names how an output is made safe by others when its process is gone': async (bench) => {
    for (const level of [true, false]) {
      const line = openOutput(bench, { initial: !level });
      // What the kernel does when a process is killed; a register that is a file stays.
      if (bench.backend.register(bench.output, level).kind === 'line') line.close();
      await inTempDirectory((directory) => makeSafe(bench, level, join(directory, 'report')));
      line.close();
    }
  },

  'tells which way a line goes': (bench) => {
    const { backend, output } = bench;
    for (const direction of ['out', 'in'] as const) {
      const line = backend.open(output, { ...HELD_BY_TEST, direction });
      assert.is(backend.directionOf(output), direction);
      line.close();
    }
  },

  'names how an output is made an input by others when its process is gone': async (bench) => {
    const { backend, output } = bench;
    const line = openOutput(bench, { initial: true });
    const write = backend.release(output);
    if (write.kind === 'line') line.close();
    await inTempDirectory((directory) => {
      const report = join(directory, 'report');
      return tellHelper(bench, {
        ...{ write, report },
        isDone: () => backend.directionOf(output) === 'in',
      });
    });
    line.close();
  },
};

const WITH_BIAS: Facts = {
  'pulls an input that nobody drives': (bench) => {
    for (const bias of ['pull-up', 'pull-down'] as const) {
      const line = openInput(bench, { bias });
      bench.outside.drive(bench.input, undefined);
      assert.is(line.read(), bias === 'pull-up');
      line.close();
    }
  },
};

const WITHOUT_BIAS: Facts = {
  'refuses a bias, since it cannot set one': (bench) => {
    for (const bias of ['pull-up', 'pull-down'] as const)
      assert.throws(
        () => openInput(bench, { bias }),
        (error: unknown) => errorCode(error) === 'HAL_NO_BIAS',
      );
    openInput(bench, {}).close();
  },
};

const LOSSLESS: Facts = {
  'tells every edge in order, though the line is read before it is heard': async (bench) => {
    bench.outside.drive(bench.input, false);
    const line = openInput(bench, {});
    const edges: Edge[] = [];
    for (let count = 0; count < 200; count += 1) {
      const level = count % 2 === 0;
      const heard = hear(line, 1);
      bench.outside.drive(bench.input, level);
      assert.is(line.read(), level);
      edges.push(...(await heard));
    }
    assertGapless(edges);
    line.close();
  },

  // On a busy host the simulated interrupt itself may melt two edges into one, which nobody can tell
  // from outside; a back end that loses edges by itself does so each time.
  'tells every edge of a burst that came while the event loop was blocked': async (bench) => {
    const counts: number[] = [];
    while (counts.length < BURSTS && !counts.includes(40)) counts.push(await burst(bench));
    assert.ok(counts.includes(40), `heard ${counts.join(', ')} edges of 40`);
  },
};

/** How often a burst is tried. */
const BURSTS = 3;

/** How many edges of 20 pulses were heard; those that were are in order. */
async function burst(bench: GpioBench): Promise<number> {
  bench.outside.drive(bench.input, false);
  const line = openInput(bench, {});
  const edges: Edge[] = [];
  line.onEdge((edge) => edges.push(edge));
  for (let count = 0; count < 40; count += 1) {
    bench.outside.drive(bench.input, count % 2 === 0);
    bench.block(10);
  }
  assert.is(edges.length, bench.backend.kind === 'sim' ? 40 : 0, 'the loop was blocked');
  const until = performance.now() + HANGS_MS;
  while (edges.length < 40 && performance.now() < until) await bench.pass(20);
  line.close();
  if (edges.length === 40) assertGapless(edges);
  return edges.length;
}

const WITH_OWNERSHIP: Facts = {
  'refuses a line that somebody else holds, and names the holder': ({ backend, taken }) => {
    if (taken === undefined) return;
    assert.throws(
      () => backend.open(taken.line, { ...HELD_BY_TEST, direction: 'in' }),
      (error: unknown) =>
        errorCode(error) === 'HAL_LINE_BUSY' && String(error).includes(taken.holder),
    );
  },
};

/** Resolves when so many edges were heard. */
function hear(line: GpioLine, count: number): Promise<readonly Edge[]> {
  return new Promise((resolve, reject) => {
    const edges: Edge[] = [];
    const timer = setTimeout(() => {
      reject(new Error(`heard ${String(edges.length)} edges of ${String(count)}`));
    }, HANGS_MS);
    const stop = line.onEdge((edge) => {
      edges.push(edge);
      if (edges.length < count) return;
      clearTimeout(timer);
      stop();
      resolve(edges);
    });
  });
}

function assertGapless(edges: readonly Edge[]): void {
  assert.equal(
    edges.map(({ level }) => level),
    edges.map((_, index) => index % 2 === 0),
  );
  assert.equal(
    edges.map(({ sequence }) => sequence),
    edges.map((_, index) => index + 1),
  );
  assertInTime(edges);
}

function assertInTime(edges: readonly Edge[]): void {
  assert.ok(
    edges.every(({ timestampNs }, index) => timestampNs >= (edges[index - 1]?.timestampNs ?? 0n)),
  );
}
