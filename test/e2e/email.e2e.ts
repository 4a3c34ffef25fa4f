/** Email, by the contract of all messengers, on a real IMAP server and an SMTP server of others. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { ChannelRig } from '../channel-rig.ts';
import {
  ANNA,
  channelContract,
  OTHER,
  STRANGER,
  type ChannelBench,
} from '../contracts/channel.contract.ts';
import { inTempDirectory } from '../temp-directory.ts';
import { until } from '../until.ts';
import { hasDovecot } from './dovecot.ts';
import { emailBench, MailTown } from './email-bench.ts';

async function withChannel(
  bench: ChannelBench,
  prove: (rig: ChannelRig) => Promise<void>,
): Promise<void> {
  await bench.open();
  await inTempDirectory(async (directory) => {
    const rig = new ChannelRig(directory, bench);
    await rig.start();
    await prove(rig).finally(() => rig.stop());
  }).finally(() => bench.close());
}

const test = suite('email on dovecot');

if (hasDovecot()) {
  const town = await MailTown.create();
  test.before(() => town.start([ANNA, STRANGER, OTHER]));
  test.after(() => town.stop());
  channelContract(test, () => emailBench(town));

  test('hears nothing that somebody else wrote in the name of a person', () => {
    const bench = emailBench(town);
    return withChannel(bench, async (rig) => {
      await town.person(STRANGER).write(bench.account, 'off', { from: bench.idOf(ANNA) });
      bench.write(ANNA, 'hello');
      await until(() => bench.seen(ANNA).length === 1);
      assert.deepEqual(bench.seen(ANNA), ['heard hello']);
      assert.deepEqual(rig.said, ['hello']);
    });
  });

  test('gives up a mail that the server refuses for good, and goes on', () => {
    const bench = emailBench(town);
    return withChannel(bench, async (rig) => {
      town.office.refuseNext(bench.account);
      bench.write(ANNA, 'one');
      await until(() => rig.state.unsent.failed === 1);
      bench.write(ANNA, 'two');
      await until(() => bench.seen(ANNA).length === 1);
      assert.deepEqual(bench.seen(ANNA), ['heard two']);
    });
  });
} else test.skip('a real IMAP server', () => undefined);

test.run();
