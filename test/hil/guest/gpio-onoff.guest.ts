/** The contract of GPIO back ends, for onoff against a kernel. */
import { suite } from 'uvu';
import { gpioContract } from '../../contracts/gpio.contract.ts';
import { withPi4 } from './linux-bench.ts';
import { openOnoff } from './real-backends.ts';

const test = suite('onoff on a kernel');

const capabilities = { lossless: false, bias: false, debounceHw: false, ownership: false };
gpioContract(test, capabilities, (use) => withPi4(openOnoff, use));

test.run();
