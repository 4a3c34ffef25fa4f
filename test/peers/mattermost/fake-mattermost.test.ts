/** Is this a Mattermost? Asked by Mattermost's own client, `@mattermost/client` 11.9.0. */
import assert from 'node:assert/strict';
import mattermost, { type WebSocketMessage } from '@mattermost/client';
import { suite } from 'uvu';
import WebSocket from 'ws';
import { until } from '../../until.ts';
import { BOT, directWith, FakeMattermost, TOKEN } from './fake-mattermost.ts';

const { Client4, ClientError, WebSocketClient } = mattermost;
type Client = InstanceType<typeof Client4>;

const ANNA = 'u'.padEnd(26, '1');
const CHANNEL = 'c'.padEnd(26, '1');

const test = suite<{ fake: FakeMattermost; client: Client }>(
  'fake Mattermost, as its own client sees it',
);

test.before.each(async (context) => {
  context.fake = new FakeMattermost();
  await context.fake.open();
  context.client = clientOf(context.fake, TOKEN);
});

test.after.each(({ fake }) => fake.close());

function clientOf({ url }: FakeMattermost, token: string): Client {
  const client = new Client4();
  client.setUrl(url);
  client.setToken(token);
  return client;
}

async function statusOf(work: Promise<unknown>): Promise<number | undefined> {
  const error: unknown = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  assert.ok(error instanceof ClientError, String(error));
  return error.status_code;
}

test('its client posts in the chat of two, changes what it posted, and reads it back', async ({
  fake,
  client,
}) => {
  const me = await client.getMe();
  assert.equal(me.username, BOT.username);
  const { id: channel } = await client.createDirectChannel([me.id, ANNA]);
  assert.equal(channel, directWith(ANNA));
  const posted = await client.createPost({ channel_id: channel, message: 'one' });
  await client.patchPost({ id: posted.id, message: 'two' });
  assert.deepEqual(fake.textsIn(channel), ['two']);
  const list = await client.getPosts(channel, 0, 50);
  assert.deepEqual(
    list.order.map((id) => list.posts[id]?.message),
    ['two'],
  );
});

test('what is posted twice with one pending id stands there once', async ({ fake, client }) => {
  const post = { channel_id: CHANNEL, message: 'one', pending_post_id: 'bot:1' };
  const first = await client.createPost(post);
  const second = await client.createPost(post);
  assert.equal(first.id, second.id);
  assert.deepEqual(fake.textsIn(CHANNEL), ['one']);
});

test('its client brings a file, and posts it', async ({ fake, client }) => {
  const form = new FormData();
  form.set('channel_id', CHANNEL);
  form.set('files', new Blob(['a,b'], { type: 'text/csv' }), 'level.csv');
  const { file_infos: infos } = await client.uploadFile(form);
  const ids = infos.map(({ id }) => id);
  await client.createPost({ channel_id: CHANNEL, message: 'the level', file_ids: ids });
  assert.deepEqual(fake.filesIn(CHANNEL), [{ name: 'level.csv', type: 'text/csv', bytes: 3 }]);
  fake.refusesFiles = true;
  assert.equal(await statusOf(client.uploadFile(form)), 501);
});

test('its client finds the picture that somebody sent', async ({ fake, client }) => {
  fake.write(ANNA, 'boiler', { picture: new Uint8Array(64) });
  const list = await client.getPosts(directWith(ANNA), 0, 50);
  const [id = ''] = list.posts[list.order[0] ?? '']?.metadata.files.map((file) => file.id) ?? [];
  const authorization = `Bearer ${client.getToken()}`;
  const got = await fetch(client.getFileUrl(id, 0), { headers: { authorization } });
  assert.equal((await got.arrayBuffer()).byteLength, 64);
  assert.equal((await fetch(client.getFileUrl(id, 0))).status, 401);
});

test('it refuses as Mattermost refuses', async ({ fake, client }) => {
  const post = (): Promise<unknown> => client.createPost({ channel_id: CHANNEL, message: 'one' });
  fake.fail('posts', 'too fast', 'server error', 'not the platform');
  assert.equal(await statusOf(clientOf(fake, 'wrong').getMe()), 401);
  assert.ok((await statusOf(post())) !== 201);
  assert.equal(await statusOf(post()), 500);
  assert.ok((await statusOf(post())) !== 201);
  assert.deepEqual(fake.textsIn(CHANNEL), []);
});

test('its client hears by socket what people write, and is seen writing', async ({ fake }) => {
  const heard: WebSocketMessage[] = [];
  const socket = new WebSocketClient({
    newWebSocketFn: (url) => new WebSocket(url) as unknown as globalThis.WebSocket,
  });
  await withWebSocket(async () => {
    socket.addMessageListener((message) => heard.push(message));
    socket.initialize(`${fake.url.replace('http', 'ws')}/api/v4/websocket`, TOKEN);
    await until(() => heard.length === 1);
    fake.write(ANNA, 'hello');
    fake.write(ANNA, 'how warm is it', { channel: CHANNEL, isMention: true });
    await until(() => heard.length === 3);
    socket.userTyping(CHANNEL, '');
    await until(() => fake.typed.length === 1);
    socket.close();
  });
  assert.deepEqual(
    heard.map(({ event, seq }) => [event, seq]),
    [
      ['hello', 0],
      ['posted', 1],
      ['posted', 2],
    ],
  );
  assert.ok(JSON.stringify(heard[2]?.data).includes(BOT.id), 'who is mentioned is told');
});

/** The client takes its constants from the browser, and says on the console what it does. */
async function withWebSocket(work: () => Promise<void>): Promise<void> {
  const { log } = console;
  console.log = () => undefined;
  Object.assign(globalThis, { WebSocket });
  try {
    await work();
  } finally {
    console.log = log;
    Reflect.deleteProperty(globalThis, 'WebSocket');
  }
}

test.run();
