/** Signal by signal-cli, by the contract of all messengers, and what is its own: streams, groups, and what becomes of a message. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { groupChat } from '../runtime/gateway/adapters/signal/render.ts';
import { ANNA, channelContract } from './contracts/channel.contract.ts';
import { earOf } from './ear.ts';
import { ACCOUNT, FakeSignalCli } from './peers/signal/fake-signal-cli.ts';
import { GROUP_ID, idOf, signalAdapter, signalBench } from './peers/signal/signal-bench.ts';
import { until } from './until.ts';

const test = suite('signal');

channelContract(test, () => signalBench());

async function withFake(work: (fake: FakeSignalCli) => Promise<void>): Promise<void> {
  const fake = new FakeSignalCli();
  await fake.open();
  await work(fake).finally(() => fake.close());
}

test('hears what the daemon kept while nobody listened', () =>
  withFake(async (fake) => {
    const ear = earOf();
    const end = new AbortController();
    const first = signalAdapter(fake).listen(ear, end.signal);
    await until(() => fake.ears === 1);
    fake.write(idOf(ANNA), 'one');
    await until(() => ear.heard.length === 1);
    fake.cut();
    assert.match((await first)?.why ?? '', /broke off/);
    fake.write(idOf(ANNA), 'two');
    const second = signalAdapter(fake).listen(ear, end.signal);
    await until(() => ear.heard.length === 2);
    end.abort();
    assert.equal(await second, undefined);
    assert.deepEqual(
      ear.heard.map(({ text }) => text),
      ['one', 'two'],
    );
  }));

test('passes over what is changed, deleted, reacted, typed, of another account, or of nobody', () =>
  withFake(async (fake) => {
    const ear = earOf();
    const end = new AbortController();
    const ended = signalAdapter(fake).listen(ear, end.signal);
    await until(() => fake.ears === 1);
    const anna = idOf(ANNA);
    const at = Date.now();
    const times = { timestamp: at, serverReceivedTimestamp: at };
    const dataMessage = { timestamp: at, message: 'off' };
    fake.tell({ sourceUuid: anna, ...times, editMessage: { targetSentTimestamp: 1, dataMessage } });
    fake.tell({ sourceUuid: anna, ...times, typingMessage: { action: 'STARTED' } });
    fake.tell({ sourceUuid: anna, ...times, dataMessage }, '+490');
    fake.tell({ ...times, dataMessage });
    fake.write(anna, null, { reaction: { emoji: '👍' } });
    fake.write(anna, null, { remoteDelete: { timestamp: 1 } });
    fake.say('data: {"envelope": 7}\n\ndata: no JSON\n\nretry: 1\n\n');
    const group = { groupInfo: { groupId: GROUP_ID, type: 'DELIVER' } };
    fake.write(anna, 'yes', { ...group, quote: { id: 1, authorNumber: ACCOUNT } });
    await until(() => ear.heard.length > 0);
    end.abort();
    await ended;
    const said = ear.heard.map(({ chat, text, group: how }) => [chat, text, how]);
    assert.deepEqual(said, [[groupChat(GROUP_ID), 'yes', 'addressed']]);
  }));

test('says what became of a message, and writes in groups by their own id', () =>
  withFake(async (fake) => {
    const adapter = signalAdapter(fake);
    const chat = groupChat(GROUP_ID);
    assert.ok(!chat.includes('/') && !chat.includes('='));
    assert.equal((await adapter.send({ chat, text: 'one' })).kind, 'sent');
    await adapter.typing(idOf(ANNA));
    assert.deepEqual([fake.sent[0]?.to, fake.typed], [GROUP_ID, [idOf(ANNA)]]);
    assert.equal((await adapter.send({ chat: '+4915100000000', text: 'x' })).kind, 'refused');
    const kinds: string[] = [];
    for (const result of ['RATE_LIMIT_FAILURE', 'NETWORK_FAILURE', 'UNREGISTERED_FAILURE']) {
      fake.result = result;
      kinds.push((await adapter.send({ chat, text: 'x' })).kind);
    }
    assert.deepEqual(kinds, ['later', 'unknown', 'refused']);
  }));

test('says what to do when the daemon does not run, or has another account', () =>
  withFake(async (fake) => {
    const { signal } = new AbortController();
    const adapter = signalAdapter(fake);
    assert.equal(await adapter.probe(signal), undefined);
    fake.account = '+490';
    assert.match((await adapter.probe(signal))?.cure ?? '', /listAccounts/);
    assert.match((await adapter.listen(earOf(), signal))?.cure ?? '', /listAccounts/);
    await fake.close();
    // The connection that is kept open is noticed to be gone with the next call.
    await adapter.probe(signal);
    assert.equal((await adapter.send({ chat: idOf(ANNA), text: 'x' })).kind, 'later');
    assert.match((await adapter.probe(signal))?.cure ?? '', /daemon --http/);
  }));

test.run();
