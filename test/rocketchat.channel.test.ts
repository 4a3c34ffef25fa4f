/** Rocket.Chat, by the contract of all messengers, and what is its own: gaps, rooms, quotes, and sending once. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { channelContract } from './contracts/channel.contract.ts';
import { earOf, type Ear } from './ear.ts';
import { FakeRocketchat, ROCKET_BOT } from './peers/rocketchat/fake-rocketchat.ts';
import { rocketchatAdapter, rocketchatBench } from './peers/rocketchat/rocketchat-bench.ts';
import { until } from './until.ts';

const test = suite('rocketchat');

channelContract(test, () => rocketchatBench());

async function listening(fake: FakeRocketchat, ear: Ear, work: () => Promise<void>): Promise<void> {
  const end = new AbortController();
  const ended = rocketchatAdapter(fake).listen(ear, end.signal);
  await until(() => fake.ears === 1 && ear.cursor !== undefined);
  await work();
  end.abort();
  assert.equal(await ended, undefined);
}

async function withFake(work: (fake: FakeRocketchat) => Promise<void>): Promise<void> {
  const fake = new FakeRocketchat();
  await fake.open();
  await work(fake).finally(() => fake.close());
}

/** What came by the stream and was read as well is one. */
function countOf({ heard }: Ear): number {
  return new Set(heard.map(({ id }) => id)).size;
}

const MENTION = { mentions: [{ _id: ROCKET_BOT._id }] };

test('reads what was written in a gap, of every room, in its order, and no more than that', () =>
  withFake(async (fake) => {
    fake.rooms.set('pumps', { t: 'p', usersCount: 3 });
    fake.write('U1', 'long ago', { agoS: 3_000 });
    for (let count = 120; count > 0; count -= 1) fake.write('U1', String(count), { agoS: count });
    fake.write('U2', '@board.bot now', { rid: 'pumps', tmid: 'm1', agoS: 60, ...MENTION });
    const ear = earOf(String(Date.now() - 1_000_000));
    await listening(fake, ear, () => until(() => countOf(ear) === 121));
    assert.equal(ear.heard[0]?.text, '120');
    const [inThread] = ear.heard.filter(({ user }) => user === 'U2');
    assert.deepEqual([inThread?.chat, inThread?.group], ['pumps/m1', 'addressed']);
    const again = earOf(ear.cursor);
    await listening(fake, again, () => until(() => again.heard.length > 0));
    assert.ok(again.heard.length < 15, 'only what may have been told in another order');
    const late = earOf(String(Date.now() - 500_000_000));
    await listening(fake, late, () => until(() => countOf(late) === 122));
  }));

test('hears neither what is said elsewhere, nor changed, nor old, nor by itself', () =>
  withFake(async (fake) => {
    fake.rooms.set('several', { t: 'd', usersCount: 3 });
    fake.rooms.set('foreign', { t: 'c', usersCount: 3, isForeign: true });
    const ear = earOf();
    await listening(fake, ear, async () => {
      fake.write('U1', '@board.bot off', { rid: 'foreign', ...MENTION });
      fake.write('U1', 'off', { editedAt: Date.now() });
      fake.write('U1', 'off', { agoS: 90_000 });
      fake.write(ROCKET_BOT._id, 'off');
      fake.write('U1', 'off', { rid: 'several' });
      fake.write('U1', '@all off', { rid: 'several', mentions: [{ _id: 'all' }] });
      fake.say({ msg: 'changed', collection: 'stream-room-messages', fields: { args: [7] } });
      fake.say({ msg: 'ping' });
      fake.write('U1', '[ ](https://x.example/direct/y?msg=z) how warm is it');
      await until(() => ear.heard.some(({ group }) => group === undefined) && fake.pongs === 1);
    });
    const said = ear.heard.map(({ chat, text, group }) => [chat, text, group]);
    assert.deepEqual(said, [
      ['several', 'off', 'overheard'],
      ['several', '@all off', 'overheard'],
      ['@U1', 'how warm is it', undefined],
    ]);
  }));

test('puts a message there once, and opens the room of two by the id of the person', () =>
  withFake(async (fake) => {
    const adapter = rocketchatAdapter(fake);
    const message = { chat: '@U5', text: 'hello @all' };
    fake.fail('chat.sendMessage', 'answer lost');
    assert.equal((await adapter.send(message, 'key')).kind, 'unknown');
    assert.equal((await adapter.send(message, 'key')).kind, 'sent');
    assert.equal((await adapter.send(message, 'key')).kind, 'sent');
    assert.deepEqual(
      fake.messages.map(({ rid, msg }) => [rid, msg]),
      [['dm-U5', 'hello @\u200ball']],
    );
    const tooLong = { chat: 'dm-U5/m1', text: 'x'.repeat(5_001) };
    assert.equal((await adapter.send(tooLong, 'other')).kind, 'refused');
  }));

test('is not let in with a token that ends while it connects, and says what to do', () =>
  withFake(async (fake) => {
    const end = new AbortController();
    const ended = rocketchatAdapter(fake).listen(earOf(), end.signal);
    await until(() => fake.ears === 1);
    fake.say({ msg: 'nosub', id: 'messages', error: { reason: 'not allowed' } });
    const trouble = await ended;
    assert.match(trouble?.why ?? '', /not allowed/);
    assert.match(trouble?.cure ?? '', /personal access token/);
  }));

test.run();
