/** DingTalk, by the contract of all messengers, and what is its own: streams that end, pings, addresses from outside. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import type { ArrivedMessage, Hearing } from '../runtime/gateway/channels/channel-adapter.ts';
import { channelContract } from './contracts/channel.contract.ts';
import { dingtalkAdapter, dingtalkBench } from './peers/dingtalk/dingtalk-bench.ts';
import { FakeDingtalk } from './peers/dingtalk/fake-dingtalk.ts';
import { until } from './until.ts';

const test = suite('DingTalk');

channelContract(test, () => dingtalkBench());

async function withFake(prove: (fake: FakeDingtalk) => Promise<void>): Promise<void> {
  const fake = new FakeDingtalk();
  await fake.open();
  await prove(fake).finally(() => fake.close());
}

test('goes nowhere but to the servers of DingTalk, or of the endpoint that the site named', async () => {
  await withFake(async (fake) => {
    const { signal } = new AbortController();
    for (const named of [
      'wss://wss-open-connection.dingtalk.com.example.org/connect',
      'wss://wss-open-connection.dingtalk.com:443/connect',
      'ws://localhost:1/connect',
      'http://127.0.0.1/connect',
    ]) {
      fake.named = named;
      assert.match((await dingtalkAdapter(fake).probe(signal))?.why ?? '', /no stream of its own/);
    }
    fake.named = undefined;
    assert.equal(await dingtalkAdapter(fake).probe(signal), undefined);
    assert.equal(fake.streams, 0, 'to try it takes no messages from whoever listens');
  });
});

test('answers pings with what is in them, and goes on with a new stream when one is ended', async () => {
  await withFake(async (fake) => {
    const heard: ArrivedMessage[] = [];
    const hearing: Hearing = {
      ...{ cursor: undefined, alive: () => undefined },
      accept: (messages) => Promise.resolve(void heard.push(...messages)),
    };
    const ending = new AbortController();
    const listening = dingtalkAdapter(fake).listen(hearing, ending.signal);
    await until(() => fake.streams === 1);
    fake.ping();
    await until(() => fake.answers.length === 1);
    assert.deepEqual(fake.answers, ['{"opaque":"123-dsfs"}']);
    fake.refresh();
    await until(() => fake.streams === 2);
    fake.write('1', 'hello');
    await until(() => heard.length === 1 && fake.waiting === 0);
    ending.abort();
    assert.equal(await listening, undefined);
  });
});

test('says that DingTalk does not know a person, instead of that it was sent', async () => {
  await withFake(async (fake) => {
    fake.unknown.add('1');
    const adapter = dingtalkAdapter(fake);
    const sent = await adapter.send({ chat: adapter.chatOf('1'), text: 'hello' });
    assert.equal(sent.kind, 'refused');
  });
});

test.run();
