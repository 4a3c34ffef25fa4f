/**
 * A whole node and Telegram, as a person has it: a stranger, a code, orders, a question, and a `kill -9` at
 * the worst moments. The Bot API is the one on loopback that a foreign client proves.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import { BOT_TOKEN, FakeBotApi } from '../fake-bot-api.ts';
import { until } from '../until.ts';
import { NodeProcess } from './node-process.ts';

interface Context {
  site: string;
  api: FakeBotApi;
  node: NodeProcess;
}

const MEI = 1001;

const test = suite<Context>('telegram');

test.before(async (context) => {
  context.api = new FakeBotApi();
  await context.api.open();
  context.site = mkdtempSync(join(tmpdir(), 'boardtalk-site-'));
  cpSync('provisioning/site', context.site, { recursive: true });
  writeFileSync(join(context.site, 'bot-token'), `${BOT_TOKEN}\n`, { mode: 0o600 });
  writeFileSync(
    join(context.site, 'platform.yaml'),
    `people: [{ id: mei, name: Mei, role: operator }]
supported_platforms:
  - { name: phones, type: telegram, auth_token: file:bot-token, endpoint: '${context.api.url}' }
`,
  );
  context.node = await new NodeProcess({ configDirectory: context.site }).start();
});

test.after(async ({ node, api, site }) => {
  await node.remove();
  await api.close();
  rmSync(site, { recursive: true });
});

/** What Mei sees of the node from here on. */
async function seenAfter(
  { api }: Context,
  act: () => void | Promise<void>,
  count = 1,
): Promise<string> {
  const before = api.textsTo(MEI).length;
  await act();
  await until(() => api.textsTo(MEI).length >= before + count);
  return api.textsTo(MEI).slice(before).join('\n');
}

async function read(node: NodeProcess, words: string): Promise<string> {
  return (await node.cli('chat', words)).stdout;
}

test('a stranger reaches nothing, until the code of an admin links them', async (context) => {
  const { node, api } = context;
  const said = await seenAfter(context, () => {
    api.write(MEI, 'turn on the grow light');
  });
  assert.match(said, /^I do not know you yet/);
  assert.match(await read(node, 'is the grow light on?'), /off/i);
  const { stdout } = await node.cli('people', 'link', 'mei');
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(stdout)?.[0] ?? '';
  const hello = await seenAfter(context, () => {
    api.write(MEI, code);
  });
  assert.match(hello, /^Hello Mei/);
});

test('an order is carried out and receipted, as the person who wrote it', async (context) => {
  const { node, api } = context;
  const said = await seenAfter(context, () => {
    api.write(MEI, 'turn on the grow light');
  });
  assert.match(said, /grow light/i);
  assert.match(await read(node, 'is the grow light on?'), /on/i);
  const { stdout } = await node.cli('why', 'light.power');
  assert.match(stdout, /mei/i, stdout);
});

test('the list of channels says how it is, and shows no secret', async (context) => {
  const { stdout, code } = await context.node.cli('channels');
  assert.equal(code, 0);
  assert.match(stdout, /phones: telegram 4242, long polling/);
  assert.match(stdout, /1 linked; 0 waiting, 0 possibly sent, 0 not taken/);
  assert.ok(!`${stdout}${context.node.log}`.includes(BOT_TOKEN));
});

test('killed with messages on their way: each is answered once, in order', async (context) => {
  const { node, api } = context;
  const texts = ['turn off the grow light', 'turn on the grow light', 'help'];
  const before = api.textsTo(MEI).length;
  for (const text of texts) api.write(MEI, text);
  await until(() => api.waiting === 0);
  await node.kill('SIGKILL');
  await node.start();
  await until(() => api.textsTo(MEI).length >= before + texts.length);
  api.repeat();
  await seenAfter(context, () => {
    api.write(MEI, 'is the grow light on?');
  });
  assert.equal(api.textsTo(MEI).length, before + texts.length + 1);
});

test('killed after a message was taken and before its answer: it is possibly sent, and not sent again', async (context) => {
  const { node, api } = context;
  api.hold('sendMessage');
  api.write(MEI, 'help');
  await until(() => api.holding === 1);
  await node.kill('SIGKILL');
  api.release();
  const before = api.textsTo(MEI).length;
  await node.start();
  await seenAfter(context, () => {
    api.write(MEI, 'is the grow light on?');
  });
  assert.equal(api.textsTo(MEI).length, before + 1);
  const { stdout } = await node.cli('channels');
  assert.match(stdout, /1 possibly sent/);
});

test('who is linked no more reaches nothing from then on', async (context) => {
  const { node, api } = context;
  await node.cli('people', 'unlink', 'mei');
  const lines = api.textsTo(MEI).length;
  api.write(MEI, 'turn off the grow light');
  await until(() => api.waiting === 0);
  assert.match(await read(node, 'is the grow light on?'), /on/i);
  assert.equal(api.textsTo(MEI).length, lines);
  assert.ok(!readFileSync(join(context.site, 'platform.yaml'), 'utf8').includes(BOT_TOKEN));
});

test.run();
