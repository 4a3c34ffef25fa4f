/** Is the LINE of these tests one? Asked by `@line/bot-sdk`, which LINE itself writes. */
import assert from 'node:assert/strict';
import { HTTPFetchError, messagingApi, validateSignature } from '@line/bot-sdk';
import { suite } from 'uvu';
import { FakeLine, LINE_SECRET, LINE_TOKEN } from './fake-line.ts';

const test = suite<{ fake: FakeLine; client: messagingApi.MessagingApiClient }>(
  'fake LINE, as the SDK of LINE sees it',
);

test.before.each(async (context) => {
  context.fake = new FakeLine();
  await context.fake.open();
  context.client = clientOf(context.fake, LINE_TOKEN);
});

test.after.each(({ fake }) => fake.close());

function clientOf(fake: FakeLine, channelAccessToken: string): messagingApi.MessagingApiClient {
  return new messagingApi.MessagingApiClient({ channelAccessToken, baseURL: fake.url });
}

function text(said: string): messagingApi.TextMessage {
  return { type: 'text', text: said };
}

async function statusOf(work: Promise<unknown>): Promise<number> {
  const error: unknown = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  assert.ok(error instanceof HTTPFetchError, String(error));
  return error.status;
}

test('what it posts has the signature that LINE’s SDK demands', ({ fake }) => {
  const { body, headers } = fake.request({ destination: 'Ubot', events: [] });
  const signature = headers['x-line-signature'] ?? '';
  assert.ok(validateSignature(body, LINE_SECRET, signature));
  assert.ok(!validateSignature(Buffer.concat([body, Buffer.from(' ')]), LINE_SECRET, signature));
});

test('a reply works once, and a push once for each key', async ({ fake, client }) => {
  const { replyToken } = fake.event({ type: 'message' }, 'U1') as { replyToken: string };
  await client.replyMessage({ replyToken, messages: [text('reply')] });
  const again = client.replyMessage({ replyToken, messages: [text('reply')] });
  assert.equal(await statusOf(again), 400);
  const key = '123e4567-e89b-12d3-a456-426614174000';
  const { sentMessages } = await client.pushMessage({ to: 'U1', messages: [text('push')] }, key);
  assert.equal(sentMessages.length, 1);
  const twice = client.pushMessage({ to: 'U1', messages: [text('push')] }, key);
  assert.equal(await statusOf(twice), 409);
  assert.deepEqual(fake.textsTo('U1'), ['reply', 'push']);
});

test('buttons, the quota, the test of the webhook and what is wrong are answered as LINE does', async ({
  fake,
  client,
}) => {
  fake.quota = 1;
  const action = { type: 'postback', label: 'Yes', data: 'up' } as const;
  const quickReply = { items: [{ type: 'action', action } as const] };
  await client.pushMessage({ to: 'U1', messages: [{ ...text('Sure?'), quickReply }] });
  assert.equal(fake.sent[0]?.buttons[0]?.data, 'up');
  assert.equal((await client.getMessageQuota()).value, 1);
  assert.equal((await client.getMessageQuotaConsumption()).totalUsage, 1);
  const more = { to: 'U1', messages: [text('more')] };
  assert.equal(await statusOf(client.pushMessage(more)), 429);
  const long = { to: 'U1', messages: [text('x'.repeat(5_001))] };
  assert.equal(await statusOf(client.pushMessage(long)), 400);
  assert.equal((await client.testWebhookEndpoint({})).success, false);
  assert.equal(await statusOf(clientOf(fake, 'wrong').getBotInfo()), 401);
  assert.equal((await client.getBotInfo()).userId, 'Ubot');
});

test.run();
