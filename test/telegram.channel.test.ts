/** Telegram, by the contract of all messengers. */
import { suite } from 'uvu';
import { ChannelRig } from './channel-rig.ts';
import { channelCoreContract } from './contracts/channel-core.contract.ts';
import { ANNA, channelContract } from './contracts/channel.contract.ts';
import { pictureContract } from './contracts/picture.contract.ts';
import { FakeBotApi } from './fake-bot-api.ts';
import { telegramBench } from './telegram-bench.ts';
import { inTempDirectory } from './temp-directory.ts';
import { until } from './until.ts';

const test = suite('telegram');

channelContract(test, () => telegramBench());
pictureContract(test, () => telegramBench());
channelCoreContract(test, () => telegramBench());

test('hears also what is numbered lower after a week in which nobody wrote', async () => {
  const fake = new FakeBotApi();
  const bench = telegramBench(fake);
  await bench.open();
  await inTempDirectory(async (directory) => {
    const rig = new ChannelRig(directory, bench);
    await rig.start();
    bench.write(ANNA, 'one');
    await until(() => bench.seen(ANNA).length === 1 && bench.held() === 0);
    // What ends the long poll, and comes back empty.
    fake.endPoll();
    await until(() => fake.isPolled);
    fake.renumber(1_000);
    bench.write(ANNA, 'two');
    await until(() => rig.said.includes('two')).finally(() => rig.stop());
  }).finally(() => bench.close());
});

test.run();
