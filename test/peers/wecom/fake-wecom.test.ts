/** Is this WeCom's long connection? Asked by the vendor's own client, `@wecom/aibot-node-sdk` 1.0.7. */
import assert from 'node:assert/strict';
import { WSClient } from '@wecom/aibot-node-sdk';
import { suite } from 'uvu';
import { until } from '../../until.ts';
import { BOT_ID, FakeWecom, SECRET } from './fake-wecom.ts';

const test = suite<{ fake: FakeWecom }>('fake WeCom, as its own client sees it');

const quiet = (): void => undefined;
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };

test.before.each(async (context) => {
  context.fake = new FakeWecom();
  await context.fake.open();
});

test.after.each(({ fake }) => fake.close());

function hears(
  client: WSClient,
  event: 'authenticated' | 'event.disconnected_event',
): Promise<void> {
  return new Promise((resolve) => {
    client.once(event, () => {
      resolve();
    });
  });
}

async function withClient(
  { fake, secret = SECRET }: { fake: FakeWecom; secret?: string },
  prove: (client: WSClient) => Promise<void>,
): Promise<void> {
  const client = new WSClient({
    ...{ botId: BOT_ID, secret, wsUrl: fake.url, logger },
    ...{ reconnectInterval: 1, heartbeatInterval: 20, maxAuthFailureAttempts: 0 },
  });
  await prove(client).finally(() => {
    client.disconnect();
  });
}

test('its client is let in, keeps the connection alive, and comes again after a cut', async ({
  fake,
}) => {
  await withClient({ fake }, async (client) => {
    await hears(client.connect(), 'authenticated');
    await until(() => fake.pings >= 4);
    assert.ok(client.isConnected);
    fake.cut();
    await hears(client, 'authenticated');
  });
});

test('its client hears what is written in a chat of two and in a group, and answers there', async ({
  fake,
}) => {
  await withClient({ fake }, async (client) => {
    const heard: unknown[] = [];
    const replies: Promise<unknown>[] = [];
    client.on('message.text', (frame) => {
      const { chattype, chatid, from, text } = frame.body ?? {};
      heard.push([chattype, chatid, from?.userid, text?.content]);
      replies.push(client.replyStream(frame, `stream-${String(heard.length)}`, 'heard', true));
    });
    client.on('message.image', (frame) => heard.push(frame.body?.msgtype));
    await hears(client.connect(), 'authenticated');
    fake.write('anna', 'hello');
    fake.write('anna', 'pump on', { group: 'wr1' });
    fake.write('anna', '', { isPicture: true });
    await until(() => heard.length === 3);
    await Promise.all(replies);
    assert.deepEqual([...fake.textsIn('anna'), ...fake.textsIn('wr1')], ['heard', 'heard']);
    assert.deepEqual(heard, [
      ['single', undefined, 'anna', 'hello'],
      ['group', 'wr1', 'anna', '@水泵机器人 pump on'],
      'image',
    ]);
  });
});

test('its client sends without having been asked, and is refused as WeCom refuses', async ({
  fake,
}) => {
  await withClient({ fake }, async (client) => {
    await hears(client.connect(), 'authenticated');
    const say = (content: string): Promise<unknown> =>
      client.sendMessage('anna', { msgtype: 'markdown', markdown: { content } });
    await say('the pump stopped');
    fake.fail('rate');
    await assert.rejects(say('too fast'), { errcode: 45_009 });
    fake.fail('lost');
    await assert.rejects(say('lost'), /cancelled/);
    assert.deepEqual(fake.textsIn('anna'), ['the pump stopped', 'lost']);
  });
});

test('its client is turned away with a wrong secret', async ({ fake }) => {
  await withClient({ fake, secret: 'wrong' }, async (client) => {
    const errors: string[] = [];
    client.on('error', ({ message }) => errors.push(message));
    client.connect();
    await until(() => errors.length > 0);
    assert.match(errors[0] ?? '', /signature is incorrect.*853000/);
    assert.equal(fake.isConnected, false);
  });
});

test('its client hears that another connection took its place', async ({ fake }) => {
  await withClient({ fake }, async (client) => {
    await hears(client.connect(), 'authenticated');
    await withClient({ fake }, async (other) => {
      const replaced = hears(client, 'event.disconnected_event');
      await hears(other.connect(), 'authenticated');
      await replaced;
    });
  });
});

test.run();
