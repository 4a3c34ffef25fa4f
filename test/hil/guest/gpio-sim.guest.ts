/** The contract of GPIO back ends, for the simulation on the same board, with real time. */
import { suite } from 'uvu';
import { delay, systemClock } from '../../../runtime/core/clock.ts';
import { SimGpio } from '../../../runtime/hal/sim/sim-gpio.ts';
import { gpioContract } from '../../contracts/gpio.contract.ts';
import { inTempDirectory } from '../../temp-directory.ts';
import { pi4File, sleep } from './linux-bench.ts';

const test = suite('the simulation on a kernel');

const capabilities = { lossless: true, bias: true, debounceHw: false, ownership: true };

gpioContract(test, capabilities, (use) =>
  inTempDirectory(async (directory) => {
    const board = { ...(await pi4File()), simulated: true };
    const gpio = new SimGpio({ board, directory, clock: systemClock });
    await use({
      backend: gpio,
      outside: {
        drive: (line, level) => {
          gpio.pin(line).drive(level);
        },
        level: (line) => gpio.pin(line).output,
      },
      output: 'GPIO17',
      input: 'GPIO27',
      spellings: ['pin:11', 'pinctrl-bcm2711/17'],
      pass: (ms) => delay(systemClock, ms),
      block: sleep,
      helper: {
        script: '/boardtalk/dist/devices/safe-state-helper.sh',
        writer: '/nowhere/safe-write',
      },
    });
    gpio.close();
  }),
);

test.run();
