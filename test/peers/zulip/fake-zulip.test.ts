/** Is the Zulip of these tests one? Asked by `zulip-js` 2.1.0, which Zulip itself writes. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import zulip from 'zulip-js';
import { FakeZulip, ZULIP_BOT, ZULIP_EMAIL, ZULIP_KEY } from './fake-zulip.ts';

const ANNA = 1001;

const test = suite<{ fake: FakeZulip }>('fake Zulip, as its own client sees it');

test.before.each(async (context) => {
  context.fake = new FakeZulip();
  await context.fake.open();
});

test.after.each(({ fake }) => fake.close());

const clientOf = ({ url: realm }: FakeZulip, apiKey = ZULIP_KEY): ReturnType<typeof zulip> =>
  zulip({ realm, apiKey, username: ZULIP_EMAIL });

test('its client asks who it is, and a wrong key is told', async ({ fake }) => {
  const me = await (await clientOf(fake)).users.me.getProfile();
  assert.deepEqual([me['result'], me['user_id']], ['success', ZULIP_BOT.user_id]);
  const refused = await (await clientOf(fake, 'wrong')).users.me.getProfile();
  assert.deepEqual([refused['result'], refused['code']], ['error', 'INVALID_API_KEY']);
});

test('its client hears by a queue what was written, in order, and what it acknowledged no more', async ({
  fake,
}) => {
  const client = await clientOf(fake);
  const { queue_id, last_event_id } = await client.queues.register({ event_types: ['message'] });
  fake.write(ANNA, 'one');
  fake.write(ANNA, 'two');
  const { events } = await client.events.retrieve({ queue_id, last_event_id });
  const told = events as readonly { readonly id: number; readonly message: { content: string } }[];
  assert.deepEqual(
    told.map(({ message }) => message.content),
    ['one', 'two'],
  );
  const rest = { queue_id, last_event_id: told[0]?.id ?? -1, dont_block: true };
  assert.equal(((await client.events.retrieve(rest))['events'] as unknown[]).length, 1);
  fake.endQueue();
  assert.equal((await client.events.retrieve(rest))['code'], 'BAD_EVENT_QUEUE_ID');
});

test('its client writes to a person and in a topic, changes what it wrote, types, and reads back', async ({
  fake,
}) => {
  const client = await clientOf(fake);
  const sent = await client.messages.send({ type: 'direct', to: [ANNA], content: 'one' });
  assert.equal(sent['result'], 'success', JSON.stringify(sent));
  await client.messages.update({ message_id: sent['id'], content: 'two' });
  assert.deepEqual(fake.textsIn(String(ANNA)), ['two']);
  const place = { type: 'stream', to: 12, topic: 'tank' };
  await client.messages.send({ ...place, content: 'full' });
  assert.deepEqual(fake.textsIn('12/tank'), ['full']);
  const typed = await client.typing.send({ op: 'start', to: [ANNA, 1002] });
  assert.equal(typed['result'], 'success');
  const window = { anchor: 'newest', num_before: 10, num_after: 0 };
  const { messages } = await client.messages.retrieve(window);
  assert.deepEqual(
    (messages as readonly { content: string }[]).map(({ content }) => content),
    ['two', 'full'],
  );
});

test('its client is told where a picture is that somebody sent', async ({ fake }) => {
  fake.writePicture(ANNA, new Uint8Array(64), 'boiler');
  const client = await clientOf(fake);
  const { url } = await client.callEndpoint('/user_uploads/2/ab/level0.png', 'GET');
  const got = await fetch(new URL(String(url), fake.url));
  assert.equal((await got.arrayBuffer()).byteLength, 64);
});

test('its client is told that it is too fast', async ({ fake }) => {
  const client = await clientOf(fake);
  fake.fail('POST messages', 'too fast');
  const letter = { type: 'direct', to: [ANNA], content: 'one' };
  assert.equal((await client.messages.send(letter))['code'], 'RATE_LIMIT_HIT');
  assert.deepEqual(fake.textsIn(String(ANNA)), []);
});

test.run();
