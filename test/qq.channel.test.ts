/** QQ, by the contract of all messengers, and what is its own: sessions that go on, and replies that end. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import type { ArrivedMessage, Hearing } from '../runtime/gateway/channels/channel-adapter.ts';
import { channelContract } from './contracts/channel.contract.ts';
import { FakeQq } from './peers/qq/fake-qq.ts';
import { qqAdapter, qqBench } from './peers/qq/qq-bench.ts';
import { until } from './until.ts';

const test = suite('QQ');

channelContract(test, () => qqBench());

async function withFake(prove: (fake: FakeQq) => Promise<void>): Promise<void> {
  const fake = new FakeQq();
  await fake.open();
  await prove(fake).finally(() => fake.close());
}

interface Ear {
  readonly heard: ArrivedMessage[];
  readonly hearing: Hearing;
  cursor: string | undefined;
}

function earOf(cursor?: string): Ear {
  const ear: Ear = {
    heard: [],
    cursor,
    hearing: {
      cursor,
      alive: () => undefined,
      accept: (messages, newer) => {
        ear.heard.push(...messages);
        ear.cursor = newer;
        return Promise.resolve();
      },
    },
  };
  return ear;
}

test('goes nowhere but to the servers of QQ, or of the endpoint that the site named', async () => {
  await withFake(async (fake) => {
    const { signal } = new AbortController();
    for (const named of [
      'wss://api.bot.qq.com.example.org/websocket',
      'wss://api.sgroup.qq.com/websocket',
      'ws://localhost:1/websocket',
      'http://127.0.0.1/websocket',
    ]) {
      fake.named = named;
      assert.match((await qqAdapter(fake).probe(signal))?.why ?? '', /no gateway of its own/);
    }
    fake.named = undefined;
    assert.equal(await qqAdapter(fake).probe(signal), undefined);
  });
});

test('goes on with its session when QQ wants that, and begins anew when it is forgotten', async () => {
  await withFake(async (fake) => {
    const ear = earOf();
    const ending = new AbortController();
    const adapter = qqAdapter(fake);
    const listen = async (): Promise<void> => {
      while (!ending.signal.aborted) await adapter.listen(ear.hearing, ending.signal);
    };
    const listening = listen();
    fake.write('E1', 'one');
    await until(() => ear.heard.length === 1 && fake.beats > 0);
    fake.refresh();
    await until(() => fake.resumes === 1);
    fake.write('E1', 'two');
    await until(() => ear.heard.length === 2);
    fake.forget();
    await until(() => fake.sessions === 2);
    fake.write('E1', 'three');
    await until(() => ear.heard.length === 3);
    ending.abort();
    await listening;
    assert.deepEqual(
      ear.heard.map(({ text }) => text),
      ['one', 'two', 'three'],
    );
  });
});

test('answers after a restart what arrived before, as often as QQ lets it', async () => {
  await withFake(async (fake) => {
    const before = earOf();
    const first = new AbortController();
    const listening = qqAdapter(fake).listen(before.hearing, first.signal);
    fake.write('E1', 'one');
    await until(() => before.heard.length === 1);
    first.abort();
    await listening;
    const adapter = qqAdapter(fake);
    const message = { chat: 'user:E1', text: 'heard one' };
    assert.equal((await adapter.send(message)).kind, 'later', 'it does not know yet');
    const second = new AbortController();
    const again = adapter.listen(earOf(before.cursor).hearing, second.signal);
    await until(() => fake.resumes === 1);
    const kinds: string[] = [];
    for (let count = 0; count < 5; count += 1) kinds.push((await adapter.send(message)).kind);
    assert.deepEqual(kinds, ['sent', 'sent', 'sent', 'sent', 'refused']);
    second.abort();
    await again;
  });
});

test('says that it can only reply when there is nothing to reply to', async () => {
  await withFake(async (fake) => {
    const ear = earOf();
    const ending = new AbortController();
    const adapter = qqAdapter(fake);
    const listening = adapter.listen(ear.hearing, ending.signal);
    fake.write('E1', 'one');
    await until(() => ear.heard.length === 1);
    fake.endReplies();
    const sent = await adapter.send({ chat: 'user:E1', text: 'news' });
    assert.ok(sent.kind === 'refused', sent.kind);
    assert.match(sent.why, /Write to it again/);
    ending.abort();
    await listening;
  });
});

test.run();
