/** Nextcloud Talk, by the contract of all messengers, and what is its own: signatures both ways, kept posts. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { channelContract } from './contracts/channel.contract.ts';
import { earOf } from './ear.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeNextcloud } from './peers/nextcloud/fake-nextcloud.ts';
import { nextcloudAdapter, nextcloudBench } from './peers/nextcloud/nextcloud-bench.ts';

const test = suite('Nextcloud Talk');

channelContract(test, () => nextcloudBench());

async function withFake(prove: (fake: FakeNextcloud) => Promise<void>): Promise<void> {
  const fake = new FakeNextcloud();
  await fake.open();
  await prove(fake).finally(() => fake.close());
}

test('refuses what is forged, altered, unsigned, of another server, no JSON', async () => {
  const fake = new FakeNextcloud();
  const hearing = earOf();
  const adapter = nextcloudAdapter(fake);
  const said = fake.activity('users/anna', 'dm1001', 'hello');
  const right = fake.request(said);
  const headers = (more: object): object => ({ ...right, headers: { ...right.headers, ...more } });
  const { 'x-nextcloud-talk-backend': _backend, ...nowhere } = right.headers;
  const requests = [
    fake.request(said, 'another-secret'),
    { ...right, body: Buffer.concat([right.body, Buffer.from(' ')]) },
    headers({ 'x-nextcloud-talk-random': 'A'.repeat(64) }),
    headers({ 'x-nextcloud-talk-random': '' }),
    headers({ 'x-nextcloud-talk-backend': 'https://evil.example/nextcloud/' }),
    headers({ 'x-nextcloud-talk-backend': 'https://cloud.example.com/' }),
    { ...right, headers: nowhere },
    headers({ 'content-type': 'text/html' }),
    { ...right, method: 'GET' },
    fake.request({ hello: 1 }),
    fake.request({ ...said, type: 'Activity' }),
  ] as (typeof right)[];
  const statuses: number[] = [];
  for (const request of requests) statuses.push((await adapter.receive(request, hearing)).status);
  assert.deepEqual(statuses, [401, 401, 401, 401, 401, 401, 401, 415, 405, 400, 200]);
  assert.deepEqual(hearing.heard, []);
  const capitals = (right.headers['x-nextcloud-talk-signature'] ?? '').toUpperCase();
  const upper = { ...right, headers: { ...right.headers, 'x-nextcloud-talk-signature': capitals } };
  assert.equal((await adapter.receive(upper, hearing)).status, 200);
  assert.deepEqual(
    hearing.heard.map(({ user, text }) => [user, text]),
    [['users/anna', 'hello']],
  );
});

test('an empty secret signs nothing', async () => {
  const fake = new FakeNextcloud();
  const said = fake.activity('users/anna', 'dm1001', 'hello');
  assert.equal((await nextcloudAdapter(fake).receive(fake.request(said, ''), earOf())).status, 401);
});

test('does nothing for a post that somebody kept, and for two that change places on their way it does', async () => {
  const fake = new FakeNextcloud();
  const clock = new FakeClock();
  const hearing = earOf();
  const adapter = nextcloudAdapter(fake, clock);
  const [first, second, third] = ['one', 'two', 'three'].map((text) =>
    fake.request(fake.activity('users/anna', 'dm1001', text)),
  );
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  for (const request of [second, first]) await adapter.receive(request, hearing);
  await clock.advance(3 * 86_400_000);
  for (const request of [first, second, third])
    assert.equal((await adapter.receive(request, hearing)).status, 200);
  await nextcloudAdapter(fake, clock).receive(first, hearing);
  assert.deepEqual(
    hearing.heard.map(({ text }) => text),
    ['two', 'one', 'three'],
  );
});

test('signs what it says, gives it a name, and rings nobody with what others wrote', async () => {
  await withFake(async (fake) => {
    const adapter = nextcloudAdapter(fake);
    const say = (text: string, chat = 'dm1001'): Promise<object> =>
      adapter.send({ chat, text }, 'key');
    assert.deepEqual(await say('Grüße ✓ @all, anna@allgemein.example'), { kind: 'sent' });
    assert.deepEqual(await say('again'), { kind: 'sent' });
    const [first, second] = fake.sent;
    assert.equal(first?.text, 'Grüße ✓ @\u200ball, anna@allgemein.example');
    assert.match(first.referenceId, /^[0-9a-f]{64}$/);
    assert.equal(first.referenceId, second?.referenceId);
    assert.match(JSON.stringify(await say('x', 'gone')), /"refused".*no more in it/);
    await say('x', '../../cloud/user');
    assert.deepEqual(fake.textsIn('..%2F..%2Fcloud%2Fuser'), ['x'], 'no way out of its place');
  });
});

test('says of a server without bots, and of a bot that may not answer, what to do', async () => {
  await withFake(async (fake) => {
    const adapter = nextcloudAdapter(fake);
    const { signal } = new AbortController();
    assert.equal(await adapter.probe(signal), undefined);
    fake.features = ['chat-v2'];
    assert.match((await adapter.probe(signal))?.cure ?? '', /Talk \(17\.1/);
    fake.mayAnswer = false;
    const sent = await adapter.send({ chat: 'dm1001', text: 'x' }, 'key');
    assert.ok(sent.kind === 'later');
    assert.match(sent.cure ?? '', /secret .*response/);
  });
});

test.run();
