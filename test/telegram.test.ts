/** Telegram, by the contract of all messengers. */
import { suite } from 'uvu';
import { channelContract, channelCoreContract } from './contracts/channel.contract.ts';
import { telegramBench } from './telegram-bench.ts';

const test = suite('telegram');

channelContract(test, () => telegramBench());
channelCoreContract(test, () => telegramBench());

test.run();
