/** LINE, by the contract of all messengers, and what is LINE's own: signatures, replies, pushes, the quota. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import type { ArrivedMessage, Hearing } from '../runtime/gateway/channels/channel-adapter.ts';
import { channelContract } from './contracts/channel.contract.ts';
import { FakeLine } from './peers/line/fake-line.ts';
import { lineAdapter, lineBench } from './peers/line/line-bench.ts';

const test = suite('LINE');

channelContract(test, () => lineBench());

const SAID = {
  type: 'message',
  source: { type: 'user', userId: 'U1' },
  message: { type: 'text', text: 'hello' },
};

function heardBy(heard: ArrivedMessage[]): Hearing {
  return {
    cursor: undefined,
    accept: (messages) => Promise.resolve(void heard.push(...messages)),
    alive: () => undefined,
  };
}

async function withFake(prove: (fake: FakeLine) => Promise<void>): Promise<void> {
  const fake = new FakeLine();
  await fake.open();
  await prove(fake).finally(() => fake.close());
}

test('refuses what is forged, altered, unsigned, no JSON, or kept for days', async () => {
  const fake = new FakeLine();
  const heard: ArrivedMessage[] = [];
  const hearing = heardBy(heard);
  const adapter = lineAdapter(fake);
  const webhook = { destination: 'Ubot', events: [fake.event(SAID, 'U1')] };
  const right = fake.request(webhook);
  const { 'x-line-signature': signature = '', ...unsigned } = right.headers;
  const html = { ...right.headers, 'content-type': 'text/html' };
  const statuses = [
    fake.request(webhook, 'another-secret'),
    { ...right, body: Buffer.concat([right.body, Buffer.from(' ')]) },
    { ...right, headers: unsigned },
    { ...right, headers: { ...unsigned, 'x-line-signature': signature.toLowerCase() } },
    { ...right, headers: html },
    { ...right, method: 'GET' } as const,
    fake.request({ events: 'none' }),
    fake.request({ events: [fake.event({ ...SAID, timestamp: Date.now() - 2e8 }, 'U1')] }),
  ].map(async (request) => (await adapter.receive(request, hearing)).status);
  assert.deepEqual(await Promise.all(statuses), [401, 401, 401, 401, 415, 405, 400, 200]);
  assert.deepEqual(heard, []);
  assert.equal((await adapter.receive(right, hearing)).status, 200);
  assert.deepEqual(
    heard.map(({ text }) => text),
    ['hello'],
  );
});

test('answers with the reply token once, and pushes when it has none that is good', async () => {
  await withFake(async (fake) => {
    const adapter = lineAdapter(fake);
    const hearing = heardBy([]);
    const say = (said: string): Promise<unknown> => adapter.send({ chat: 'U1', text: said }, said);
    await adapter.receive(fake.request({ events: [fake.event(SAID, 'U1')] }), hearing);
    await say('first');
    await say('second');
    await adapter.receive(fake.request({ events: [fake.event(SAID, 'U1')] }), hearing);
    fake.forgetReplies();
    await say('third');
    const old = fake.event({ ...SAID, timestamp: Date.now() - 55_000 }, 'U1');
    await adapter.receive(fake.request({ events: [old] }), hearing);
    await say('fourth');
    assert.deepEqual(
      fake.sent.map(({ by }) => by),
      ['reply', 'push', 'push', 'push'],
    );
    assert.deepEqual(fake.textsTo('U1'), ['first', 'second', 'third', 'fourth']);
  });
});

test('asks again for a push whose answer was lost, and it is shown once', async () => {
  await withFake(async (fake) => {
    fake.fail('answer lost');
    const sent = await lineAdapter(fake).send({ chat: 'U1', text: 'news' }, 'key');
    assert.deepEqual([sent.kind, fake.textsTo('U1')], ['sent', ['news']]);
    fake.fail('server error', 'not the platform');
    const open = await lineAdapter(fake).send({ chat: 'U1', text: 'more' }, 'other');
    assert.equal(open.kind, 'unknown');
  });
});

test('where everything is pushed, sends the same message again without its being shown twice', async () => {
  await withFake(async (fake) => {
    const adapter = lineAdapter(fake, true);
    assert.ok(adapter.traits.isIdempotent && !lineAdapter(fake).traits.isIdempotent);
    await adapter.receive(fake.request({ events: [fake.event(SAID, 'U1')] }), heardBy([]));
    fake.fail('answer lost', 'server error');
    const message = { chat: 'U1', text: 'heard hello' };
    assert.equal((await adapter.send(message, 'key')).kind, 'unknown');
    assert.equal((await lineAdapter(fake, true).send(message, 'key')).kind, 'sent');
    assert.deepEqual(
      fake.sent.map(({ by, text }) => `${by} ${text}`),
      ['push heard hello'],
    );
  });
});

test('says that the plan of the month is used up, and waits an hour', async () => {
  await withFake(async (fake) => {
    fake.quota = 1;
    const adapter = lineAdapter(fake);
    await adapter.send({ chat: 'U1', text: 'one' }, 'one');
    const sent = await adapter.send({ chat: 'U1', text: 'two' }, 'two');
    assert.ok(sent.kind === 'later', sent.kind);
    assert.match(`${sent.why} ${sent.cure ?? ''}`, /all 1 messages .* larger plan/);
    assert.equal(sent.retryAfterMs, 3_600_000);
    fake.quota = undefined;
    fake.fail('too fast');
    const fast = await adapter.send({ chat: 'U1', text: 'two' }, 'two');
    assert.ok(fast.kind === 'later' && fast.retryAfterMs === undefined);
  });
});

test('says that LINE does not reach this site', async () => {
  await withFake(async (fake) => {
    const signal = new AbortController().signal;
    const trouble = await lineAdapter(fake).listen(heardBy([]), signal);
    assert.match(`${trouble?.why ?? ''} ${trouble?.cure ?? ''}`, /does not reach .*tunnel/);
    assert.equal(await lineAdapter(fake).probe(signal), undefined);
    fake.token = 'another';
    assert.match((await lineAdapter(fake).probe(signal))?.cure ?? '', /access token/);
  });
});

test.run();
