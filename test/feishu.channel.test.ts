/** Feishu, by the contract of all messengers, and what is Feishu's own: its connections, its cards, its codes. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import type { ArrivedMessage, Hearing } from '../runtime/gateway/channels/channel-adapter.ts';
import { channelContract } from './contracts/channel.contract.ts';
import { FakeFeishu } from './peers/feishu/fake-feishu.ts';
import { feishuAdapter, feishuBench } from './peers/feishu/feishu-bench.ts';
import { until } from './until.ts';

const test = suite('Feishu');

channelContract(test, () => feishuBench());

async function withFake(prove: (fake: FakeFeishu) => Promise<void>): Promise<void> {
  const fake = new FakeFeishu();
  await fake.open();
  await prove(fake).finally(() => fake.close());
}

test('goes nowhere but to the servers of Feishu, or of the endpoint that the site named', async () => {
  await withFake(async (fake) => {
    const { signal } = new AbortController();
    for (const named of [
      'wss://msg-frontier.feishu.cn.example.org/ws/v2?service_id=1',
      'wss://notfeishu.cn/ws/v2?service_id=1',
      'wss://msg-frontier.feishu.cn/ws/v2?service_id=1',
      'ws://localhost:1/ws/v2?service_id=1',
      'http://127.0.0.1/ws/v2?service_id=1',
    ]) {
      fake.named = named;
      assert.match(
        (await feishuAdapter(fake).probe(signal))?.why ?? '',
        /no connection of its own/,
      );
    }
    fake.named = undefined;
    assert.equal(await feishuAdapter(fake).probe(signal), undefined);
  });
});

test('acknowledges what is on disk, and nothing else', async () => {
  await withFake(async (fake) => {
    const heard: ArrivedMessage[] = [];
    const ending = new AbortController();
    let keep: () => void = () => undefined;
    const hearing: Hearing = {
      ...{ cursor: undefined, alive: () => undefined },
      accept: (messages) => {
        heard.push(...messages);
        return new Promise((resolve) => {
          keep = resolve;
        });
      },
    };
    const listening = feishuAdapter(fake).listen(hearing, ending.signal);
    fake.write('ou_1', 'pump on');
    await until(() => heard.length === 1);
    assert.deepEqual([fake.acks, fake.waiting], [0, 1]);
    keep();
    await until(() => fake.waiting === 0);
    assert.equal(fake.acks, 1);
    ending.abort();
    assert.equal(await listening, undefined);
  });
});

test('sends the words of a picture alone where the app may bring no pictures', async () => {
  await withFake(async (fake) => {
    fake.refusesPictures = true;
    const file = { name: 'a.png', type: 'image/png', base64: 'AAAA', alt: 'level' } as const;
    const sent = await feishuAdapter(fake).send({ chat: 'ou_1', text: 'level', file }, 'key');
    assert.equal(sent.kind, 'sent');
    assert.deepEqual(
      fake.messages.map(({ text, file: shown }) => [text, shown]),
      [['(picture: level; it is on the page)', undefined]],
    );
  });
});

test('changes a post and a card each in its own way, and calls nobody with what looks like a tag', async () => {
  await withFake(async (fake) => {
    const adapter = feishuAdapter(fake);
    const words = { chat: 'oc_1', text: 'one\n\n<at user_id="all"></at>' };
    const buttons = [{ label: 'Yes', token: 'token-1' }];
    const post = await adapter.send(words, 'one');
    const card = await adapter.send({ chat: 'oc_1', text: 'Sure?', buttons }, 'two');
    assert.ok(post.kind === 'sent' && card.kind === 'sent');
    assert.deepEqual(
      fake.messages.map(({ type, text }) => [type, text]),
      [
        ['post', 'one\n \n<at user_id="all"></at>'],
        ['interactive', 'Sure?'],
      ],
    );
    const edited = [
      await adapter.edit(post.ref ?? '', { chat: 'oc_1', text: 'two' }),
      await adapter.edit(card.ref ?? '', { chat: 'oc_1', text: 'Sure? Yes' }),
    ];
    assert.deepEqual(
      edited.map(({ kind }) => kind),
      ['sent', 'sent'],
    );
    assert.deepEqual(fake.textsIn('oc_1'), ['two', 'Sure? Yes']);
    assert.deepEqual(fake.messages[1]?.buttons, []);
  });
});

test.run();
