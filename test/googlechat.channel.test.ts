/** Google Chat, by the contract of all messengers, and what is its own: tokens, the service account, threads. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { suite } from 'uvu';
import { Secret } from '../runtime/config/secret.ts';
import { systemClock as clock } from '../runtime/core/clock.ts';
import {
  GoogleChatAdapter,
  placesAt,
} from '../runtime/gateway/adapters/googlechat/googlechat-adapter.ts';
import type { ArrivedMessage, Hearing } from '../runtime/gateway/channels/channel-adapter.ts';
import type { HookRequest } from '../runtime/gateway/channels/hook-request.ts';
import { channelContract } from './contracts/channel.contract.ts';
import { FakeGoogleChat, PROJECT_NUMBER } from './peers/googlechat/fake-googlechat.ts';
import { googlechatAdapter, googlechatBench } from './peers/googlechat/googlechat-bench.ts';

const test = suite('Google Chat');

channelContract(test, () => googlechatBench());

function heardBy(heard: ArrivedMessage[]): Hearing {
  return {
    cursor: undefined,
    accept: (messages) => Promise.resolve(void heard.push(...messages)),
    alive: () => undefined,
  };
}

async function withFake(prove: (fake: FakeGoogleChat) => Promise<void>): Promise<void> {
  const fake = new FakeGoogleChat();
  await fake.open();
  await prove(fake).finally(() => fake.close());
}

test('refuses tokens that are forged, of another issuer, for another project, over, or unsigned', async () => {
  await withFake(async (fake) => {
    const heard: ArrivedMessage[] = [];
    const adapter = googlechatAdapter(fake);
    const said = fake.event('users/1', { text: 'off' });
    const [header = '', payload = ''] = fake.token().split('.');
    const none = Buffer.from('{"alg":"none","kid":"one"}').toString('base64url');
    const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const requests: readonly HookRequest[] = [
      ...[
        fake.token({}, { key, kid: 'one' }),
        fake.token({}, { key, kid: 'other' }),
        fake.token({ iss: 'https://accounts.google.com' }),
        fake.token({ aud: '999' }),
        fake.token({ exp: Date.now() / 1_000 - 400 }),
        `${none}.${payload}.`,
        `${header}.${payload}.AAAA`,
        '',
      ].map((token) => fake.request(said, token)),
      { ...fake.request(said), headers: { 'content-type': 'application/json' } },
    ];
    const statuses: number[] = [];
    for (const request of requests)
      statuses.push((await adapter.receive(request, heardBy(heard))).status);
    // Of a key that nobody has heard of, the issuer may have made it just now.
    assert.ok(
      statuses.every((status) => status === 401 || status === 503),
      statuses.join(),
    );
    assert.deepEqual(heard, []);
    const answer = await adapter.receive(fake.request(said), heardBy(heard));
    assert.deepEqual(answer, { status: 200, type: 'application/json', body: '{}' });
    assert.equal(heard.length, 1);
  });
});

test('passes over what is old and no message, and does not understand anything else', async () => {
  await withFake(async (fake) => {
    const heard: ArrivedMessage[] = [];
    const adapter = googlechatAdapter(fake);
    const old = { eventTime: '2020-01-01T00:00:00Z' };
    const right = fake.request(fake.event('users/1', { text: 'off' }));
    const requests: readonly HookRequest[] = [
      fake.request(fake.event('users/1', { text: 'off' }, old)),
      fake.request(fake.event('users/1', {}, { type: 'REMOVED_FROM_SPACE' })),
      fake.request({ commonEventObject: {}, chat: { messagePayload: {} } }),
      { ...right, body: Buffer.from('<html>') },
      { ...right, headers: { ...right.headers, 'content-type': 'text/html' } },
      { ...right, method: 'GET' },
    ];
    const statuses: number[] = [];
    for (const request of requests)
      statuses.push((await adapter.receive(request, heardBy(heard))).status);
    assert.deepEqual(statuses, [200, 200, 400, 400, 415, 405]);
    assert.deepEqual(heard, []);
  });
});

test('asks for another time while the keys cannot be fetched', async () => {
  const fake = new FakeGoogleChat();
  await fake.open();
  const request = fake.request(fake.event('users/1', { text: 'hello' }));
  const adapter = googlechatAdapter(fake);
  await fake.close();
  assert.equal((await adapter.receive(request, heardBy([]))).status, 503);
});

test('answers in the thread of a space', async () => {
  await withFake(async (fake) => {
    await googlechatAdapter(fake).send({ chat: 'ROOM/T1', text: 'hello' }, 'key');
    await googlechatAdapter(fake).send({ chat: 'ROOM', text: 'news' }, 'other');
    assert.deepEqual(
      fake.sent.map(({ space, thread }) => [space, thread]),
      [
        ['ROOM', 'spaces/ROOM/threads/T1'],
        ['ROOM', undefined],
      ],
    );
  });
});

test('shows once what is sent twice with the same key, also after a restart', async () => {
  await withFake(async (fake) => {
    fake.fail('answer lost');
    const message = { chat: 'dm-1', text: 'the pump stopped' };
    assert.equal((await googlechatAdapter(fake).send(message, 'key')).kind, 'unknown');
    assert.equal((await googlechatAdapter(fake).send(message, 'key')).kind, 'sent');
    assert.deepEqual(fake.textsIn('dm-1'), ['the pump stopped']);
  });
});

test('goes nowhere that a message or a key file names', async () => {
  await withFake(async (fake) => {
    const adapter = googlechatAdapter(fake);
    for (const ref of ['spaces/../x/messages/1', 'https://evil.example/', 'spaces/A/messages/1?x'])
      assert.equal((await adapter.edit(ref, { chat: 'A', text: 'x' })).kind, 'refused');
    assert.equal(fake.calls.length, 0);
    await adapter.send({ chat: '../../token', text: 'x' }, 'key');
    assert.ok(fake.calls.every((call) => call === 'POST /token' || call.startsWith('POST /v1/')));
  });
});

test('says what to do about a key that cannot be read, and one that was deleted', async () => {
  await withFake(async (fake) => {
    const { signal } = new AbortController();
    const places = placesAt(fake.url);
    const parts = { projectNumber: PROJECT_NUMBER, places, clock, fetch };
    const unreadable = new GoogleChatAdapter({ ...parts, key: new Secret('no file') });
    assert.match((await unreadable.probe(signal))?.cure ?? '', /JSON key/);
    const unsent = await unreadable.send({ chat: 'A', text: 'x' }, 'key');
    assert.equal(unsent.kind, 'later');
    const adapter = googlechatAdapter(fake);
    assert.equal(await adapter.probe(signal), undefined);
    fake.setRevoked(true);
    const trouble = await adapter.probe(signal);
    assert.match(`${trouble?.why ?? ''} ${trouble?.cure ?? ''}`, /invalid_grant .*JSON key/);
  });
});

test.run();
