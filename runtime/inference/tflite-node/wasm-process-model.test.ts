import { suite } from 'uvu';
import { modelContract } from '../../../test/contracts/model.contract.ts';

const test = suite('models in wasm');

modelContract(test, { backend: 'wasm', isolate: 'process' });

test.run();
