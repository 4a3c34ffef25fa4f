/** Discord, by the contract of all messengers. */
import { suite } from 'uvu';
import { channelContract } from './contracts/channel.contract.ts';
import { pictureContract } from './contracts/picture.contract.ts';
import { discordBench } from './discord-bench.ts';

const test = suite('discord');

channelContract(test, () => discordBench());
pictureContract(test, () => discordBench());

test.run();
