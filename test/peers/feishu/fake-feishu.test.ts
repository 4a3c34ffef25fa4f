/**
 * Is this Feishu? Asked by the vendor's own SDK, `@larksuiteoapi/node-sdk` 1.74.0. Its 17 MB of types are left
 * out: what is used of it is written down here.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { suite } from 'uvu';
import { until } from '../../until.ts';
import { APP_ID, FakeFeishu, SECRET } from './fake-feishu.ts';

interface Answer {
  readonly code: number;
  readonly msg: string;
  readonly data?: { readonly message_id?: string; readonly image_key?: string };
}

interface Client {
  readonly request: (request: { readonly url: string; readonly method: string }) => Promise<{
    readonly bot: { readonly open_id: string };
  }>;
  readonly im: {
    readonly v1: {
      readonly message: Readonly<
        Record<'create' | 'patch' | 'update', (request: object) => Promise<Answer>>
      >;
      readonly image: { readonly create: (request: object) => Promise<{ image_key?: string }> };
      readonly file: { readonly create: (request: object) => Promise<{ file_key?: string }> };
    };
  };
}

interface Dispatcher {
  register(handlers: Readonly<Record<string, (event: HeardEvent) => unknown>>): Dispatcher;
}

interface HeardEvent {
  readonly sender?: { readonly sender_id: { readonly open_id: string } };
  readonly message?: { readonly content: string; readonly chat_type: string };
  readonly operator?: { readonly open_id: string };
  readonly action?: { readonly value: unknown };
}

interface Socket {
  start(options: { readonly eventDispatcher: Dispatcher }): Promise<void>;
  close(options?: { readonly force?: boolean }): void;
}

interface Sdk {
  readonly Client: new (options: object) => Client;
  readonly WSClient: new (options: object) => Socket;
  readonly EventDispatcher: new (options: object) => Dispatcher;
  readonly LoggerLevel: { readonly fatal: number };
}

const require = createRequire(import.meta.url);
const sdk = require('@larksuiteoapi/node-sdk') as Sdk;

const quiet = (): void => undefined;
const logger = { error: quiet, warn: quiet, info: quiet, debug: quiet, trace: quiet };
const CARD = {
  config: { update_multi: true },
  elements: [
    { tag: 'div', text: { tag: 'plain_text', content: 'Sure?' } },
    {
      tag: 'action',
      actions: [
        { tag: 'button', text: { tag: 'plain_text', content: 'Yes' }, value: { token: 'up' } },
      ],
    },
  ],
};

const test = suite<{ fake: FakeFeishu; client: Client }>('fake Feishu, as its own SDK sees it');

test.before.each(async (context) => {
  context.fake = new FakeFeishu();
  await context.fake.open();
  context.client = clientOf(context.fake);
});

test.after.each(({ fake }) => fake.close());

function clientOf({ url }: FakeFeishu, appSecret = SECRET): Client {
  return new sdk.Client({ appId: APP_ID, appSecret, domain: url, logger });
}

function post(client: Client, text: string, uuid?: string): Promise<Answer> {
  return client.im.v1.message.create({
    params: { receive_id_type: 'open_id' },
    data: { receive_id: 'ou_1', msg_type: 'text', content: JSON.stringify({ text }), uuid },
  });
}

async function codeOf(work: Promise<Answer>): Promise<number | undefined> {
  return work.then(
    ({ code }) => code,
    (error: unknown) => (error as { response?: { data: Answer } }).response?.data.code,
  );
}

test('its client gets a token, knows its bot, and sends, once for each uuid', async ({
  fake,
  client,
}) => {
  const { bot } = await client.request({ method: 'GET', url: '/open-apis/bot/v3/info' });
  assert.equal(bot.open_id, 'ou_board');
  const first = await post(client, 'the pump stopped', 'key');
  const again = await post(client, 'the pump stopped', 'key');
  assert.deepEqual([first.code, again.data?.message_id], [0, first.data?.message_id]);
  assert.deepEqual(fake.textsIn('ou_1'), ['the pump stopped']);
});

test('its client is refused as Feishu refuses', async ({ fake, client }) => {
  fake.fail('too fast');
  assert.equal(await codeOf(post(client, 'one')), 99_991_400);
  const nowhere = {
    params: { receive_id_type: 'chat_id' },
    data: { receive_id: 'ou_1', content: '{}' },
  };
  assert.equal(await codeOf(client.im.v1.message.create(nowhere)), 230_001);
  fake.isRevoked = true;
  assert.equal(await codeOf(post(client, 'one')), 99_991_663);
});

test('its client changes a card and a text, and brings a picture and a table', async ({
  fake,
  client,
}) => {
  const { message, image } = client.im.v1;
  const data = { receive_id: 'ou_1', msg_type: 'interactive', content: JSON.stringify(CARD) };
  const card = await message.create({ params: { receive_id_type: 'open_id' }, data });
  const text = await post(client, 'one');
  await message.patch({
    path: { message_id: card.data?.message_id },
    data: { content: JSON.stringify({ ...CARD, elements: CARD.elements.slice(0, 1) }) },
  });
  await message.update({
    path: { message_id: text.data?.message_id },
    data: { msg_type: 'text', content: '{"text":"two"}' },
  });
  assert.deepEqual(fake.textsIn('ou_1'), ['Sure?', 'two']);
  assert.deepEqual(fake.messages[0]?.buttons, []);
  const kept = await image.create({ data: { image_type: 'message', image: Buffer.from('PNG') } });
  assert.equal(kept.image_key, 'img_v3_1');
  const table = await client.im.v1.file.create({
    data: { file_type: 'stream', file_name: 'level.csv', file: Buffer.from('a,b') },
  });
  const sent = await message.create({
    params: { receive_id_type: 'open_id' },
    data: {
      ...{ receive_id: 'ou_1', msg_type: 'file' },
      content: JSON.stringify({ file_key: table.file_key }),
    },
  });
  assert.equal(sent.code, 0);
  const shown = { name: 'level.csv', type: 'text/csv', bytes: 3 };
  assert.deepEqual(fake.messages.at(-1)?.file, shown);
});

async function withSocket(
  fake: FakeFeishu,
  handlers: Parameters<Dispatcher['register']>[0],
  prove: () => Promise<void>,
): Promise<void> {
  const socket = new sdk.WSClient({ appId: APP_ID, appSecret: SECRET, domain: fake.url, logger });
  const loggerLevel = sdk.LoggerLevel.fatal;
  const eventDispatcher = new sdk.EventDispatcher({ logger, loggerLevel }).register(handlers);
  await socket.start({ eventDispatcher });
  await prove().finally(() => {
    socket.close({ force: true });
  });
}

test('its client hears by the long connection what people write and press, in pieces too, and acknowledges', async ({
  fake,
  client,
}) => {
  const heard: unknown[] = [];
  const handlers = {
    'im.message.receive_v1': ({ sender, message }: HeardEvent) => {
      heard.push([sender?.sender_id.open_id, message?.chat_type, message?.content]);
    },
    'card.action.trigger': ({ operator, action }: HeardEvent) => {
      heard.push([operator?.open_id, action?.value]);
    },
  };
  const data = { receive_id: 'ou_1', msg_type: 'interactive', content: JSON.stringify(CARD) };
  await client.im.v1.message.create({ params: { receive_id_type: 'open_id' }, data });
  await withSocket(fake, handlers, async () => {
    fake.write('ou_1', 'hello');
    fake.write('ou_1', 'pump on', { group: 'oc_1', isNamed: true });
    fake.press('ou_1', 'Yes');
    await until(() => heard.length === 3 && fake.waiting === 0);
    assert.ok(fake.pings > 0);
  });
  assert.deepEqual(heard, [
    ['ou_1', 'p2p', '{"text":"hello"}'],
    ['ou_1', 'group', '{"text":"@_user_1 pump on"}'],
    ['ou_1', { token: 'up' }],
  ]);
});

test('its client hears again what it did not take, and comes again after a cut', async ({
  fake,
}) => {
  let count = 0;
  const handlers = {
    'im.message.receive_v1': () => {
      count += 1;
      if (count === 1) throw new Error('the disk is full');
    },
  };
  await withSocket(fake, handlers, async () => {
    fake.write('ou_1', 'hello');
    await until(() => count === 1);
    assert.equal(fake.waiting, 1);
    fake.cut();
    await until(() => count === 2 && fake.waiting === 0);
  });
});

test.run();
