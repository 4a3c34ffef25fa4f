/** What becomes of ids that are none, and of answers that name nothing: docs.discord.com. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { Secret } from '../../../config/secret.ts';
import { systemClock as clock } from '../../../core/clock.ts';
import type { Sent } from '../../channels/channel-adapter.ts';
import { DiscordAdapter } from './discord-adapter.ts';
import { parseDispatch } from './parse.ts';

const test = suite('payloads of Discord');

const READING = { me: '7', now: Date.parse('2026-11-27T12:00:05Z'), aheadMs: 0 };

/** …/resources/message#message-object */
const MESSAGE = {
  ...{ id: '100', type: 0, channel_id: '200', author: { id: '300' }, mentions: [] },
  ...{ content: 'pump on', timestamp: '2026-11-27T12:00:00.000000+00:00' },
};

/** …/interactions/receiving-and-responding#interaction-object */
const PRESS = {
  ...{ id: '101', type: 3, token: 't', channel_id: '200', user: { id: '300' } },
  data: { custom_id: 'button' },
};

test('an id that is no snowflake is nobody and nowhere: it becomes a part of an address', () => {
  const says = (more: object): unknown =>
    parseDispatch('MESSAGE_CREATE', { ...MESSAGE, ...more }, READING)?.message.text;
  assert.equal(says({}), 'pump on');
  const presses = (more: object): unknown =>
    parseDispatch('INTERACTION_CREATE', { ...PRESS, ...more }, READING)?.message.text;
  assert.equal(presses({}), 'button');
  for (const id of ['', '..', '1/../2', '1?x', '9'.repeat(21), ' 1']) {
    for (const more of [{ id }, { channel_id: id }, { author: { id } }])
      assert.equal(says(more), undefined, JSON.stringify(more));
    for (const more of [{ id }, { channel_id: id }, { user: { id } }, { member: { user: { id } } }])
      assert.equal(presses(more), undefined, JSON.stringify(more));
  }
});

async function sendTo(
  chat: string,
  answer: object,
): Promise<{ readonly asked: readonly string[]; readonly sent: Sent }> {
  const asked: string[] = [];
  const adapter = new DiscordAdapter({
    token: new Secret('NzAwMDAwMDAwMDAwMDAwMDAw.x.y'),
    ...{ endpoint: 'https://discord.test/api', clock, random: () => 0 },
    fetch: (url) => {
      asked.push(new Request(url).url);
      return Promise.resolve(Response.json(answer));
    },
  });
  return { sent: await adapter.send({ chat, text: 'hello' }, 'key'), asked };
}

test('sent is only what Discord names', async () => {
  assert.equal((await sendTo('200', { id: '100', channel_id: '200' })).sent.kind, 'sent');
  assert.equal((await sendTo('200', {})).sent.kind, 'unknown');
});

test('a place that a site names stays one part of the address', async () => {
  const { asked } = await sendTo('200/../../users/@me?x', {});
  assert.deepEqual(asked, [
    'https://discord.test/api/v10/channels/200%2F..%2F..%2Fusers%2F%40me%3Fx/messages',
  ]);
});

test('a picture is fetched only where Discord keeps files, and without the token', async () => {
  const asked: Request[] = [];
  const adapter = new DiscordAdapter({
    token: new Secret('NzAwMDAwMDAwMDAwMDAwMDAw.x.y'),
    ...{ endpoint: 'https://discord.test/api', clock, random: () => 0 },
    fetch: (url, init) => {
      asked.push(new Request(url, init));
      return Promise.resolve(new Response('picture'));
    },
  });
  const { signal } = new AbortController();
  const ref = 'https://cdn.discordapp.com/attachments/1/2/gauge.png?ex=6&is=6&hm=a1';
  assert.equal((await adapter.fetchFile(ref, signal)).kind, 'fetched');
  for (const other of ['https://cdn.discordapp.com.example/a.png', 'http://127.0.0.1/a.png', 'x'])
    assert.equal((await adapter.fetchFile(other, signal)).kind, 'refused');
  assert.deepEqual(
    asked.map(({ url, headers }) => [url, headers.get('authorization')]),
    [[ref, null]],
  );
});

test.run();
