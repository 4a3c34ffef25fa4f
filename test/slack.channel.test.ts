/** Slack, by the contract of all messengers, and what is its own: the way of a file. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import type { ChannelAdapter, Outgoing } from '../runtime/gateway/channels/channel-adapter.ts';
import { TABLE } from './channel-rig.ts';
import { channelContract } from './contracts/channel.contract.ts';
import { pictureContract } from './contracts/picture.contract.ts';
import { FakeSlack } from './peers/slack/fake-slack.ts';
import { slackBench } from './slack-bench.ts';

const test = suite('slack');

channelContract(test, () => slackBench());
pictureContract(test, () => slackBench());

const MESSAGE: Outgoing = { chat: 'C1/1.1', text: TABLE.alt, file: TABLE };

async function withSlack(
  prove: (fake: FakeSlack, adapter: ChannelAdapter) => Promise<void>,
): Promise<void> {
  const fake = new FakeSlack();
  const bench = slackBench(fake);
  await bench.open();
  await prove(fake, bench.adapter()).finally(() => bench.close());
}

test('sends the words of a file alone where the app may bring none', () =>
  withSlack(async (fake, adapter) => {
    fake.uploads.isRefused = true;
    assert.equal((await adapter.send(MESSAGE, 'key')).kind, 'sent');
    assert.match(fake.posted[0]?.text ?? '', /^\(table: two rows of the tank; no file can be sent/);
  }));

test('tries again a file that nobody saw, and never one that somebody may have seen', () =>
  withSlack(async (fake, adapter) => {
    const kinds: string[] = [];
    const send = async (): Promise<void> => {
      kinds.push((await adapter.send(MESSAGE, 'key')).kind);
    };
    fake.fail('files.getUploadURLExternal', 'rate', 'html', 'lost');
    for (let time = 0; time < 3; time += 1) await send();
    fake.fail('files.completeUploadExternal', 'rate', 'html', 'lost');
    for (let time = 0; time < 3; time += 1) await send();
    assert.deepEqual(kinds, ['later', 'later', 'later', 'later', 'unknown', 'unknown']);
    const shown = fake.posted.map(({ channel, thread, files }) => [channel, thread, files?.length]);
    assert.deepEqual(shown, [['C1', '1.1', 1]]);
  }));

test('brings a file to no other server than Slack’s', () =>
  withSlack(async (fake, adapter) => {
    for (const place of ['https://slack.com.example.org/u', 'http://localhost:1/u', 'file:///u']) {
      fake.uploads.elsewhere = place;
      const sent = await adapter.send(MESSAGE, 'key');
      assert.match(sent.kind === 'later' ? sent.why : '', /no place of its own/);
    }
  }));

test.run();
