/** Slack, by the contract of all messengers. */
import { suite } from 'uvu';
import { channelContract } from './contracts/channel.contract.ts';
import { slackBench } from './slack-bench.ts';

const test = suite('slack');

channelContract(test, () => slackBench());

test.run();
