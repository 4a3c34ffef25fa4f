/** Gotify, by the contract of all messengers, and what is its own: numbers of messages, and own ones in one list with all. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { OWN_MARK } from '../runtime/gateway/adapters/gotify/parse.ts';
import { channelContract } from './contracts/channel.contract.ts';
import { earOf, type Ear } from './ear.ts';
import { APP_TOKEN, FakeGotify } from './peers/gotify/fake-gotify.ts';
import { gotifyAdapter, gotifyBench } from './peers/gotify/gotify-bench.ts';
import { until } from './until.ts';

const test = suite('gotify');

channelContract(test, () => gotifyBench());

async function hearing(fake: FakeGotify, ear: Ear, work?: () => Promise<void>): Promise<void> {
  const end = new AbortController();
  const ended = gotifyAdapter(fake).listen(ear, end.signal);
  await until(() => ear.signs > 0);
  await work?.();
  end.abort();
  assert.equal(await ended, undefined);
}

async function withFake(work: (fake: FakeGotify) => Promise<void>): Promise<void> {
  const fake = new FakeGotify();
  await fake.open();
  await work(fake).finally(() => fake.close());
}

test('reads what was sent in a gap, page by page, and of a server made anew the last hour', () =>
  withFake(async (fake) => {
    fake.write(5, 'long ago', { agoS: 4_000 });
    for (let count = 1; count <= 249; count += 1) fake.write(5, String(count));
    const ear = earOf('50');
    await hearing(fake, ear);
    assert.deepEqual([ear.heard.length, ear.heard[0]?.text, ear.cursor], [200, '50', '250']);
    const first = earOf();
    await hearing(fake, first);
    assert.deepEqual([first.heard.length, first.heard[0]?.text], [249, '1']);
    [fake.messages, fake.lastId] = [[], 0];
    fake.write(5, 'anew');
    const again = earOf(ear.cursor);
    await hearing(fake, again);
    assert.deepEqual([again.heard.map(({ text }) => text), again.cursor], [['anew'], '1']);
    const empty = earOf();
    [fake.messages, fake.lastId] = [[], 0];
    await hearing(fake, empty);
    assert.equal(empty.cursor, '0');
  }));

test('passes over what sites send, and what is no message', () =>
  withFake(async (fake) => {
    const ear = earOf();
    await hearing(fake, ear, async () => {
      fake.write(7, 'off', { extras: { [OWN_MARK]: { to: '5' } } });
      fake.write(5, 'off', { date: 'yesterday' });
      fake.write(5, 'on', { extras: { 'client::display': { contentType: 'text/plain' } } });
      await until(() => ear.heard.length > 0);
    });
    assert.deepEqual(
      ear.heard.map(({ user, text }) => [user, text]),
      [['5', 'on']],
    );
  }));

test('says what is certain of a message that was not confirmed, and what to do about a wrong token', () =>
  withFake(async (fake) => {
    const adapter = gotifyAdapter(fake);
    const send = (text = 'one'): ReturnType<typeof adapter.send> =>
      adapter.send({ chat: '5', text });
    fake.fail('too fast', 'answer lost');
    const later = await send();
    assert.ok(later.kind === 'later' && later.retryAfterMs === 1_000);
    assert.equal((await send()).kind, 'unknown');
    assert.equal((await send('')).kind, 'refused');
    fake.appToken = 'another';
    const denied = await send();
    assert.ok(denied.kind === 'later' && denied.cure?.includes('auth_token') === true);
    assert.ok(!JSON.stringify(denied).includes(APP_TOKEN));
    const { signal } = new AbortController();
    assert.equal(await adapter.probe(signal), undefined);
    fake.clientToken = 'another';
    assert.match((await adapter.probe(signal))?.cure ?? '', /client_token/);
  }));

test.run();
