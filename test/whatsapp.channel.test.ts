/** WhatsApp, by the contract of all messengers, and what is its own: signatures, the challenge, a day to answer. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import type { ArrivedMessage, Hearing } from '../runtime/gateway/channels/channel-adapter.ts';
import { channelContract } from './contracts/channel.contract.ts';
import { FakeWhatsApp, VERIFY_TOKEN } from './peers/whatsapp/fake-whatsapp.ts';
import { whatsappAdapter, whatsappBench } from './peers/whatsapp/whatsapp-bench.ts';

const test = suite('WhatsApp');

channelContract(test, () => whatsappBench());

const SAID = { text: { body: 'hello' } };

function heardBy(heard: ArrivedMessage[]): Hearing {
  return {
    cursor: undefined,
    accept: (messages) => Promise.resolve(void heard.push(...messages)),
    alive: () => undefined,
  };
}

async function withFake(prove: (fake: FakeWhatsApp) => Promise<void>): Promise<void> {
  const fake = new FakeWhatsApp();
  await fake.open();
  await prove(fake).finally(() => fake.close());
}

test('refuses what is forged, altered, unsigned, no JSON; takes what is old or for others, and does nothing', async () => {
  const fake = new FakeWhatsApp();
  const heard: ArrivedMessage[] = [];
  const hearing = heardBy(heard);
  const adapter = whatsappAdapter(fake);
  const webhook = fake.webhook({ messages: [fake.message('US.1', SAID)] });
  const right = fake.request(webhook);
  const { 'x-hub-signature-256': signature = '', ...unsigned } = right.headers;
  const old = fake.message('US.1', { ...SAID, timestamp: '1700000000' });
  const statuses = [
    fake.request(webhook, 'another-secret'),
    { ...right, body: Buffer.concat([right.body, Buffer.from(' ')]) },
    { ...right, headers: unsigned },
    { ...right, headers: { ...unsigned, 'x-hub-signature-256': signature.slice(7) } },
    { ...right, headers: { ...right.headers, 'content-type': 'text/html' } },
    fake.request({ object: 'page', entry: [] }),
    fake.request(fake.webhook({ messages: [old, { id: 7 }] })),
    fake.request(fake.webhook({ messages: [fake.message('US.1', SAID)] }, 'another number')),
    fake.request(fake.webhook({ messages: [fake.message('US.1', { ...SAID, group_id: 'G' })] })),
  ].map(async (request) => (await adapter.receive(request, hearing)).status);
  assert.deepEqual(await Promise.all(statuses), [401, 401, 401, 401, 415, 400, 200, 200, 200]);
  assert.deepEqual(heard, []);
  assert.equal((await adapter.receive(right, hearing)).status, 200);
  assert.deepEqual(
    heard.map(({ user, text }) => [user, text]),
    [['US.1', 'hello']],
  );
});

test('an empty app secret signs nothing', async () => {
  const fake = new FakeWhatsApp();
  const request = fake.request(fake.webhook({ messages: [fake.message('US.1', SAID)] }), '');
  assert.equal((await whatsappAdapter(fake).receive(request, heardBy([]))).status, 401);
});

test('says back the challenge to whoever says the verify token, and nothing else to anybody', async () => {
  const fake = new FakeWhatsApp();
  const adapter = whatsappAdapter(fake);
  const right = await adapter.receive(fake.challenge(), heardBy([]));
  assert.deepEqual(right, { status: 200, body: '1158201444' });
  const statuses = [
    fake.challenge('another'),
    fake.challenge(VERIFY_TOKEN, '<script>alert(1)</script>'),
    { ...fake.challenge(), query: new URLSearchParams() },
  ].map(async (request) => (await adapter.receive(request, heardBy([]))).status);
  assert.deepEqual(await Promise.all(statuses), [401, 400, 405]);
});

test('says that a day has passed since somebody wrote, and sends again when they have written', async () => {
  await withFake(async (fake) => {
    const adapter = whatsappAdapter(fake);
    const say = (): Promise<object> => adapter.send({ chat: 'US.1', text: 'the pump stopped' });
    fake.silent.add('US.1');
    const refused = await say();
    assert.match(JSON.stringify(refused), /"refused".*131047.*24 hours.*second messenger/);
    const errors = [{ code: 131_047, title: 'Re-engagement message' }];
    const status = { id: 'wamid.1', status: 'failed', recipient_user_id: 'US.1', errors };
    await adapter.receive(fake.request(fake.webhook({ statuses: [status] })), heardBy([]));
    fake.silent.delete('US.1');
    assert.match(JSON.stringify(await say()), /"refused".*24 hours/);
    assert.deepEqual(fake.sent, []);
    const said = fake.webhook({ messages: [fake.message('US.1', SAID)] });
    await adapter.receive(fake.request(said), heardBy([]));
    assert.deepEqual(await say(), { kind: 'sent' });
    const late = fake.request(fake.webhook({ statuses: [status] }));
    await adapter.receive(late, heardBy([]));
    assert.deepEqual(await say(), { kind: 'sent' }, 'it tells of what was sent before');
  });
});

test('shows once for each message that an answer is being written', async () => {
  await withFake(async (fake) => {
    const adapter = whatsappAdapter(fake);
    const said = fake.message('US.1', { ...SAID, id: 'wamid.1' });
    await adapter.receive(fake.request(fake.webhook({ messages: [said] })), heardBy([]));
    for (const chat of ['US.1', 'US.1', 'US.2']) await adapter.typing(chat);
    assert.deepEqual(fake.typing, ['wamid.1']);
  });
});

test('says of a wrong number and a wrong token what to do', async () => {
  await withFake(async (fake) => {
    const { signal } = new AbortController();
    assert.equal(await whatsappAdapter(fake).probe(signal), undefined);
    fake.token = 'another';
    const trouble = await whatsappAdapter(fake).probe(signal);
    assert.match(`${trouble?.why ?? ''} ${trouble?.cure ?? ''}`, /190: .*system user/);
  });
});

test.run();
