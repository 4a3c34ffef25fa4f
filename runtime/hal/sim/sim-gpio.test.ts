/** The simulated GPIO chip against the contract of every backend, and against a shell. */
import { execFileSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { gpioContract } from '../../../test/contracts/gpio.contract.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { SimGpio } from './sim-gpio.ts';

const test = suite('simulated GPIO');

async function withGpio(use: (gpio: SimGpio, directory: string) => Promise<void>): Promise<void> {
  await inTempDirectory(async (directory) => {
    const gpio = new SimGpio({ lines: ['GPIO17', 'GPIO24'], directory, clock: new FakeClock() });
    try {
      await use(gpio, directory);
    } finally {
      gpio.close();
    }
  });
}

const everything = { lossless: true, bias: true, debounceHw: false, ownership: true };

gpioContract(test, everything, (use) =>
  withGpio((gpio) =>
    use({
      backend: gpio,
      output: 'GPIO17',
      input: 'GPIO24',
      drive: (level) => {
        gpio.pin('GPIO24').drive(level);
      },
    }),
  ),
);

test('lets a shell switch an output off after the process that held it is gone', () =>
  withGpio(async (gpio, directory) => {
    gpio.open('GPIO17', { direction: 'out', consumer: 'pump', initial: true });
    gpio.close();
    const { path, text } = gpio.register('GPIO17', false);
    execFileSync('sh', ['-c', 'printf %s "$1" > "$2"', 'sh', text, path]);
    const next = new SimGpio({ lines: ['GPIO17'], directory, clock: new FakeClock() });
    assert.is(next.open('GPIO17', { direction: 'out', consumer: 'pump' }).read(), false);
    next.close();
    return Promise.resolve();
  }));

test('offers the nearest line for one that it does not have', () =>
  withGpio((gpio) => {
    assert.throws(
      () => gpio.open('gpio17', { direction: 'in', consumer: 'test' }),
      (error: unknown) =>
        error instanceof Error && 'hint' in error && error.hint === 'Did you mean GPIO17?',
    );
    return Promise.resolve();
  }));

test.run();
