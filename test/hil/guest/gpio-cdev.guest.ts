/** The contract of GPIO back ends, for cdev against a kernel. */
import { suite } from 'uvu';
import { gpioContract } from '../../contracts/gpio.contract.ts';
import { withPi4 } from './linux-bench.ts';
import { openCdev } from './real-backends.ts';

const test = suite('cdev on a kernel');

const capabilities = { lossless: true, bias: true, debounceHw: true, ownership: true };
gpioContract(test, capabilities, (use) => withPi4(openCdev, use));

test.run();
