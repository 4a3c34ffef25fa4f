/** The simulated GPIO chip against the contract of every backend, and against a shell. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { HELPER_SCRIPT } from '../../../test/board-site.ts';
import { gpioContract } from '../../../test/contracts/gpio.contract.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { turn } from '../../../test/real-work.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { SimGpio } from './sim-gpio.ts';

const test = suite('simulated GPIO');

const board = {
  simulated: true,
  header: [
    { pin: 11, line: 'GPIO17' },
    { pin: 18, line: 'GPIO24' },
  ],
  lines: { GPIO17: { chip: ['sim'], offset: 17, also: ['PUMP'] } },
};

async function withGpio(
  use: (gpio: SimGpio, directory: string, clock: FakeClock) => Promise<void>,
): Promise<void> {
  await inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    const gpio = new SimGpio({ board, directory, clock });
    try {
      await use(gpio, directory, clock);
    } finally {
      gpio.close();
    }
  });
}

const everything = { lossless: true, bias: true, debounceHw: false, ownership: true };

gpioContract(test, everything, (use) =>
  withGpio((gpio, _directory, clock) =>
    use({
      backend: gpio,
      output: 'GPIO17',
      input: 'GPIO24',
      spellings: ['pin:11', 'sim/17', 'PUMP', 'line:PUMP'],
      outside: {
        drive: (line, level) => {
          gpio.pin(line).drive(level);
        },
        level: (line) => gpio.pin(line).output,
      },
      pass: async (ms) => {
        await turn();
        await clock.advance(ms);
      },
      block: () => undefined,
      helper: { script: HELPER_SCRIPT, writer: '/nowhere/safe-write' },
    }),
  ),
);

test('sees at once what another process wrote to the register', () =>
  withGpio((gpio) => {
    const line = gpio.open('GPIO17', { direction: 'out', consumer: 'test', initial: true });
    const { path, text } = gpio.register('GPIO17', false);
    writeFileSync(path, `${text}\n`);
    assert.is(line.read(), false);
    line.write(true);
    assert.is(line.read(), true);
    return Promise.resolve();
  }));

test('holds the level of an output while nobody has it open', () =>
  withGpio((gpio) => {
    const options = { direction: 'out', consumer: 'test' } as const;
    gpio.open('GPIO17', { ...options, initial: true }).close();
    assert.is(gpio.open('GPIO17', options).read(), true);
    return Promise.resolve();
  }));

test('lets a shell switch an output off after the process that held it is gone', () =>
  withGpio(async (gpio, directory) => {
    gpio.open('GPIO17', { direction: 'out', consumer: 'pump', initial: true });
    gpio.close();
    const { path, text } = gpio.register('GPIO17', false);
    execFileSync('sh', ['-c', 'printf %s "$1" > "$2"', 'sh', text, path]);
    const next = new SimGpio({ board, directory, clock: new FakeClock() });
    assert.is(next.open('GPIO17', { direction: 'out', consumer: 'pump' }).read(), false);
    next.close();
    return Promise.resolve();
  }));

test('offers the nearest line for one that it does not have', () =>
  withGpio((gpio) => {
    assert.throws(
      () => gpio.open('gpio17', { direction: 'in', consumer: 'test' }),
      (error: unknown) =>
        error instanceof Error && 'hint' in error && error.hint === 'did you mean GPIO17?',
    );
    return Promise.resolve();
  }));

test.run();
