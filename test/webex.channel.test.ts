/** Webex, by the contract of all messengers, and what is its own: signatures, reading, webhooks, what was missed. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { channelContract } from './contracts/channel.contract.ts';
import { earOf } from './ear.ts';
import { ADDRESS, FakeWebex, WEBEX_SECRET } from './peers/webex/fake-webex.ts';
import { webexAdapter, webexBench } from './peers/webex/webex-bench.ts';
import { until } from './until.ts';

const test = suite('Webex');

channelContract(test, () => webexBench());

async function withFake(prove: (fake: FakeWebex) => Promise<void>): Promise<void> {
  const fake = new FakeWebex();
  await fake.open();
  await prove(fake).finally(() => fake.close());
}

test('refuses what is forged, altered, unsigned, no JSON, and asks Webex nothing for it', async () => {
  await withFake(async (fake) => {
    const hearing = earOf();
    const adapter = webexAdapter(fake);
    const event = fake.event(fake.write({ text: 'hello' }));
    const right = fake.request(event);
    const { 'x-spark-signature': _signature, ...unsigned } = right.headers;
    const statuses: number[] = [];
    for (const request of [
      fake.request(event, 'another-secret'),
      { ...right, body: Buffer.concat([right.body, Buffer.from(' ')]) },
      { ...right, headers: unsigned },
      { ...right, headers: { ...right.headers, 'content-type': 'text/html' } },
      { ...right, method: 'GET' } as const,
      fake.request({ resource: 'messages' }),
      fake.request({ resource: 'messages', event: 'deleted', data: { id: 'MESSAGE-1' } }),
    ])
      statuses.push((await adapter.receive(request, hearing)).status);
    assert.deepEqual(statuses, [401, 401, 401, 415, 405, 400, 200]);
    assert.equal(fake.calls.length, 0);
    assert.equal((await adapter.receive(right, hearing)).status, 200);
    assert.deepEqual(
      hearing.heard.map(({ text }) => text),
      ['hello'],
    );
  });
});

test('hears of a message only what Webex itself says, and goes nowhere that a post names', async () => {
  await withFake(async (fake) => {
    const hearing = earOf();
    const adapter = webexAdapter(fake);
    const said = fake.write({ text: 'how warm is it' });
    const lying = { ...fake.event(said), data: { id: said.id, text: 'off', personId: 'PERSON-9' } };
    await adapter.receive(fake.request(lying), hearing);
    for (const id of ['../webhooks', 'MESSAGE-unknown', 'https://evil.example/'])
      await adapter.receive(
        fake.request({ resource: 'messages', event: 'created', data: { id } }),
        hearing,
      );
    assert.deepEqual(
      hearing.heard.map(({ user, text }) => [user, text]),
      [['PERSON-1', 'how warm is it']],
    );
    assert.ok(fake.calls.every((call) => /^GET \/v1\/(people\/me|messages\/)/.test(call)));
  });
});

test('reads later what cannot be read now, and what no post told of', async () => {
  await withFake(async (fake) => {
    const hearing = earOf(String(Date.now()));
    const adapter = webexAdapter(fake);
    fake.isReadable = false;
    const said = fake.write({ text: 'one', roomId: 'DM-1' });
    const answer = await adapter.receive(fake.request(fake.event(said)), hearing);
    assert.equal(answer.status, 503);
    fake.write({
      text: 'Board two',
      roomId: 'R',
      roomType: 'group',
      mentionedPeople: ['PERSON-board'],
    });
    fake.write({ text: 'long ago', roomId: 'DM-2', created: '2020-01-01T00:00:00Z' });
    const ending = new AbortController();
    const listening = adapter.listen(hearing, ending.signal);
    await until(() => hearing.heard.length >= 2);
    ending.abort();
    await listening;
    const texts = new Set(hearing.heard.map(({ text }) => text));
    assert.deepEqual(texts, new Set(['one', 'two']));
  });
});

test('reads nothing of before its first start', async () => {
  await withFake(async (fake) => {
    fake.write({ text: 'long ago', created: new Date(Date.now() - 3_600_000).toISOString() });
    const hearing = earOf();
    const ending = new AbortController();
    const listening = webexAdapter(fake).listen(hearing, ending.signal);
    await until(() => fake.calls.includes('GET /v1/rooms'));
    ending.abort();
    await listening;
    assert.deepEqual([hearing.heard, hearing.cursor === undefined], [[], false]);
  });
});

test('makes its webhook once, and switches it on again with its secret', async () => {
  await withFake(async (fake) => {
    const other = {
      id: 'W',
      targetUrl: 'https://x.example/',
      resource: 'messages',
      event: 'created',
    };
    fake.webhooks.push({ ...other, secret: 's', status: 'active' });
    const ending = new AbortController();
    const listening = webexAdapter(fake).listen(earOf(), ending.signal);
    await until(() => fake.calls.filter((call) => call === 'GET /v1/rooms').length >= 2);
    const [first, own] = fake.webhooks;
    assert.equal(fake.webhooks.length, 2);
    assert.deepEqual([first?.id, own?.targetUrl, own?.secret], ['W', ADDRESS, WEBEX_SECRET]);
    if (own !== undefined) fake.webhooks[1] = { ...own, status: 'inactive', secret: 'old' };
    await until(() => fake.webhooks[1]?.status === 'active');
    assert.equal(fake.webhooks[1]?.secret, WEBEX_SECRET);
    ending.abort();
    await listening;
  });
});

test('answers in the thread of a space, and edits as often as Webex allows', async () => {
  await withFake(async (fake) => {
    const adapter = webexAdapter(fake);
    const sent = await adapter.send({ chat: 'ROOM-1/MESSAGE-first', text: '0' });
    assert.ok(sent.kind === 'sent' && sent.ref !== undefined);
    assert.equal(fake.sent[0]?.parentId, 'MESSAGE-first');
    const kinds: string[] = [];
    for (let count = 1; count <= 11; count += 1)
      kinds.push((await adapter.edit(sent.ref, { chat: 'ROOM-1', text: String(count) })).kind);
    assert.deepEqual(kinds.slice(9), ['sent', 'refused']);
    assert.deepEqual(fake.textsIn('ROOM-1'), ['10']);
    const gone = await adapter.send({ chat: 'GONE', text: 'x' });
    assert.ok(gone.kind === 'refused' && gone.why.includes('still in this space'));
  });
});

test('says of the token of another bot, and of a wrong one, what to do', async () => {
  await withFake(async (fake) => {
    const { signal } = new AbortController();
    assert.equal(await webexAdapter(fake).probe(signal), undefined);
    const other = await webexAdapter(fake, 'pump@webex.bot').probe(signal);
    assert.match(`${other?.why ?? ''} ${other?.cure ?? ''}`, /board@webex.bot.*bot_username/);
    fake.token = 'another';
    assert.match((await webexAdapter(fake).probe(signal))?.cure ?? '', /Regenerate/);
  });
});

test('reads what was written before the first post after a while', async () => {
  await withFake(async (fake) => {
    const hearing = earOf(String(Date.now() - 7_200_000));
    const adapter = webexAdapter(fake);
    const created = new Date(Date.now() - 3_600_000).toISOString();
    fake.write({ text: 'an hour ago', roomId: 'DM-1', created });
    const posted = fake.write({ text: 'now', roomId: 'DM-2' });
    await adapter.receive(fake.request(fake.event(posted)), hearing);
    const ending = new AbortController();
    const listening = adapter.listen(hearing, ending.signal);
    await until(() => hearing.heard.length === 2 && Number(hearing.cursor) > Date.now() - 60_000);
    ending.abort();
    await listening;
    assert.deepEqual(
      hearing.heard.map(({ text }) => text),
      ['now', 'an hour ago'],
    );
  });
});

test.run();
