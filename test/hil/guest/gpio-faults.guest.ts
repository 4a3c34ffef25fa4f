/** What goes wrong with lines in the field: somebody else has them, nobody may have them, a process died. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, readdirSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../../runtime/core/app-error.ts';
import { delay, systemClock } from '../../../runtime/core/clock.ts';
import type { GpioLine } from '../../../runtime/hal/gpio.ts';
import { HANGS_MS } from '../../contracts/gpio-bench.ts';
import { pi4File } from './linux-bench.ts';
import { pi4Chip } from './pi4-chip.ts';
import { openCdev, openOnoff } from './real-backends.ts';
import type { SimulatedChip } from './simulated-chip.ts';

const PROGRAM = '/boardtalk/dist/hold-line.program.js';
/** Of init.sh. */
const GUEST = { uid: 1000, gid: 1000 };
const GPIO_GROUP = 997;

interface Context {
  chip: SimulatedChip;
}

interface Holder {
  readonly child: ChildProcess;
  readonly said: string;
}

const test = suite<Context>('lines in the field');

test.before.each((context) => {
  context.chip = pi4Chip();
});
test.after.each(({ chip }) => {
  chip.remove();
});

async function hold(line: string, level: 0 | 1, user = {}): Promise<Holder> {
  const words = [PROGRAM, line, String(level)];
  const child = spawn('node', words, { ...user, stdio: ['ignore', 'pipe', 'inherit'] });
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: chunk.toString() };
}

async function kill({ child }: Holder): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

test('a line that another process holds is refused by both back ends', async () => {
  const holder = await hold('GPIO22', 1);
  assert.is(holder.said, 'ready\n');
  const options = { direction: 'out', consumer: 'us' } as const;
  const board = await pi4File();
  assert.throws(
    () => openCdev(board).open('GPIO22', options),
    (error: unknown) =>
      errorCode(error) === 'HAL_LINE_BUSY' && String(error).includes('another-process'),
  );
  assert.throws(
    () => openOnoff(board).open('GPIO22', options),
    (error: unknown) => errorCode(error) === 'HAL_LINE_BUSY',
  );
  await kill(holder);
});

// gpio_sim_free() of the kernel: a line that is released has the level that the world pulls it to.
test('the kernel releases the lines of a process that was killed, and their levels with them', async ({
  chip,
}) => {
  const holder = await hold('GPIO22', 1);
  assert.is(chip.level(22), true);
  await kill(holder);
  assert.is(chip.level(22), false);
  const line = openCdev(await pi4File()).open('GPIO22', { direction: 'out', consumer: 'us' });
  line.close();
});

test('where the chip belongs to nobody but root, the way to a group is told', async () => {
  const { said } = await hold('GPIO22', 1, GUEST);
  assert.match(said, /HAL_NO_PERMISSION/);
  assert.match(said, /udev/);
});

test('who may not use the chips hears which group to join', async () => {
  for (const name of readdirSync('/dev').filter((one) => one.startsWith('gpiochip'))) {
    chownSync(`/dev/${name}`, 0, GPIO_GROUP);
    chmodSync(`/dev/${name}`, 0o660);
  }
  const { said } = await hold('GPIO22', 1, GUEST);
  assert.match(said, /HAL_NO_PERMISSION/);
  assert.match(said, /usermod -aG gpio guest/);
});

test('a chip that is pulled out takes its line with it, and says so', async ({ chip }) => {
  const board = await pi4File();
  const line = openCdev(board).open('GPIO22', { direction: 'out', consumer: 'us' });
  chip.remove();
  assert.throws(
    () => {
      line.write(true);
    },
    (error: unknown) => errorCode(error) === 'HAL_LINE_GONE',
  );
  line.close();
});

for (const [kind, open] of [
  ['cdev', openCdev],
  ['onoff', openOnoff],
] as const)
  test(`a chip that is pulled out while its line is watched through ${kind} ends nobody, and comes back by itself`, async ({
    chip,
  }) => {
    const line = open(await pi4File()).open('GPIO27', { direction: 'in', consumer: 'us' });
    const levels: boolean[] = [];
    line.onEdge(({ level }) => levels.push(level));
    chip.drive(27, true);
    await soon(() => levels.length === 1);
    chip.remove();
    // onoff hears of it as of an edge.
    await delay(systemClock, 300);
    assert.is(codeOf(line), 'HAL_LINE_GONE');
    const again = pi4Chip();
    assert.is(codeOf(line), undefined);
    again.drive(27, true);
    await soon(() => levels.length === 2);
    assert.equal(levels, [true, true]);
    line.close();
    again.remove();
  });

/** Of what a reading throws; undefined when it brings a level. */
function codeOf(line: GpioLine): string | undefined {
  try {
    line.read();
    return undefined;
  } catch (error) {
    return errorCode(error);
  }
}

async function soon(isSo: () => boolean): Promise<void> {
  const until = performance.now() + HANGS_MS;
  while (!isSo() && performance.now() < until) await delay(systemClock, 20);
}

test.run();
