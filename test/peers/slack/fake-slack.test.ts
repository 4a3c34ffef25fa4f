/** Is this Slack one? Asked by Slack's own clients, `@slack/web-api` 8.2.0 and `@slack/socket-mode` 3.1.0. */
import assert from 'node:assert/strict';
import { LogLevel, SocketModeClient } from '@slack/socket-mode';
import { ErrorCode, WebClient } from '@slack/web-api';
import { suite } from 'uvu';
import { until } from '../../until.ts';
import { APP_TOKEN, BOT_TOKEN, BOT_USER, FakeSlack } from './fake-slack.ts';

const test = suite<{ fake: FakeSlack; web: WebClient }>('fake Slack, as its own clients see it');

test.before.each(async (context) => {
  context.fake = new FakeSlack();
  await context.fake.open();
  context.web = clientOf(context.fake, BOT_TOKEN);
});

test.after.each(({ fake }) => fake.close());

function clientOf({ url }: FakeSlack, token: string): WebClient {
  // Its default is to try for half an hour.
  return new WebClient(token, {
    slackApiUrl: `${url}/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
}

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  const error: unknown = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  assert.ok(error instanceof Error && 'code' in error, String(error));
  return error.code;
}

test('its client posts, with blocks, and changes what it posted', async ({ fake, web }) => {
  const me = await web.auth.test();
  assert.equal(me.user_id, BOT_USER);
  const posted = await web.chat.postMessage({ channel: 'U1', text: 'one' });
  await web.chat.update({ channel: posted.channel ?? '', ts: posted.ts ?? '', text: 'two' });
  assert.deepEqual(fake.textsIn('U1'), ['two']);
});

test('its client brings files, and shares them', async ({ fake, web }) => {
  const file = Buffer.from('a,b');
  const comment = { channel_id: 'C1', initial_comment: 'the level' };
  await web.filesUploadV2({ ...comment, filename: 'level.csv', file });
  const files = [{ name: 'level.csv', type: 'text/csv', bytes: 3 }];
  assert.deepEqual(
    fake.posted.map((one) => [one.text, one.files]),
    [['the level', files]],
  );
  const person = web.filesUploadV2({ channel_id: 'U1', filename: 'level.csv', file });
  assert.equal(await codeOf(person), ErrorCode.PlatformError);
  fake.uploads.isRefused = true;
  const refused = web.filesUploadV2({ ...comment, filename: 'level.csv', file });
  assert.equal(await codeOf(refused), ErrorCode.PlatformError);
});

test('it refuses as Slack refuses', async ({ fake, web }) => {
  fake.fail('chat.postMessage', 'rate');
  const fast = codeOf(web.chat.postMessage({ channel: 'U1', text: 'one' }));
  assert.equal(await fast, ErrorCode.RateLimitedError);
  const wrong = clientOf(fake, 'xoxb-wrong').auth.test();
  assert.equal(await codeOf(wrong), ErrorCode.PlatformError);
  fake.fail('chat.postMessage', 'html');
  const html = codeOf(web.chat.postMessage({ channel: 'U1', text: 'one' }));
  assert.equal(await html, ErrorCode.HTTPError);
});

test('its client hears by socket what people write and press, acknowledges, and comes again after a cut', async ({
  fake,
  web,
}) => {
  const client = new SocketModeClient({
    appToken: APP_TOKEN,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: `${fake.url}/`, retryConfig: { retries: 0 } },
  });
  const heard: unknown[] = [];
  type Ack = () => Promise<void>;
  const files: string[] = [];
  client.on('message', ({ event, ack }: { event: Heard; ack: Ack }) => {
    heard.push(event.text);
    files.push(...(event.files ?? []).map(({ url_private: url }) => url));
    void ack();
  });
  client.on('interactive', ({ body, ack }: { body: Pressed; ack: Ack }) => {
    heard.push(body.actions[0]?.value);
    void ack();
  });
  await client.start();
  fake.write('U1', 'hello');
  await until(() => heard.length === 1 && fake.waiting === 0);
  await web.chat.postMessage({ channel: 'U1', text: 'Sure?', blocks: [BUTTONS] });
  fake.press('U1', 'Yes');
  await until(() => heard.length === 2 && fake.waiting === 0);
  fake.refresh();
  await until(() => heard.length === 2);
  fake.write('U1', 'again');
  await until(() => heard.length === 3 && fake.waiting === 0);
  fake.write('U1', 'boiler', { picture: new Uint8Array(64) });
  await until(() => heard.length === 4 && fake.waiting === 0);
  const got = (token: string): Promise<Response> =>
    fetch(files[0] ?? '', { redirect: 'manual', headers: { authorization: `Bearer ${token}` } });
  assert.equal((await (await got(BOT_TOKEN)).arrayBuffer()).byteLength, 64);
  assert.equal((await got('xoxb-wrong')).status, 302);
  assert.deepEqual(heard, ['hello', 'up', 'again', 'boiler']);
  await client.disconnect();
});

interface Heard {
  readonly text: string;
  readonly files?: readonly { readonly url_private: string }[];
}

interface Pressed {
  readonly actions: readonly { readonly value: string }[];
}

const BUTTONS = {
  type: 'actions',
  elements: [
    { type: 'button', text: { type: 'plain_text', text: 'Yes' }, value: 'up', action_id: 'up' },
  ],
} as const;

test.run();
