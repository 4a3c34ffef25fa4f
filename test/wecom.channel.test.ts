/** WeCom, by the contract of all messengers. */
import { suite } from 'uvu';
import { channelContract } from './contracts/channel.contract.ts';
import { wecomBench } from './wecom-bench.ts';

const test = suite('wecom');

channelContract(test, () => wecomBench());

test.run();
