import { suite } from 'uvu';
import { modelContract } from '../../../test/contracts/model.contract.ts';

const test = suite('models on a native library');

modelContract(test, { backend: 'native', isolate: 'none' });
modelContract(test, { backend: 'native', isolate: 'process' });

test.run();
