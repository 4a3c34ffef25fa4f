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

/** From here on, up to the first that is so. */
async function seenUntil({ api }: Context, expected: RegExp): Promise<readonly string[]> {
  const before = api.textsTo(MEI).length;
  const seen = (): readonly string[] => api.textsTo(MEI).slice(before);
  await until(() => seen().some((text) => expected.test(text)));
  return seen();
}

async function read(node: NodeProcess, words: string): Promise<string> {
  return (await node.cli('chat', words)).stdout;
}

/** Telegram's clock has whole seconds: what was written in the second of the link counts. */
const EARLIER_S = 5;

test('a stranger reaches nothing, until the code of an admin links them', async (context) => {
  const { node, api } = context;
  const said = await seenAfter(context, () => {
    api.write(MEI, 'turn on the grow light', { agoS: EARLIER_S });
  });
  assert.match(said, /^I do not know you yet/);
  assert.match(await read(node, 'is the grow light on?'), /off/i);
  const { stdout } = await node.cli('people', 'link', 'mei');
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(stdout)?.[0] ?? '';
  const hello = await seenAfter(context, () => {
    api.write(MEI, code, { agoS: EARLIER_S });
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
  assert.match(await read(node, 'why is the grow light on?'), /mei/i);
});

test('the past comes as a file, where a person asks for a table', async (context) => {
  await seenAfter(
    context,
    () => {
      context.api.write(MEI, '导出水箱液位 csv');
    },
    2,
  );
  const { file, text } = context.api.sent.at(-1) ?? {};
  assert.deepEqual([file?.name, file?.type], ['tank-level.csv', 'text/csv']);
  assert.match(text ?? '', /^水箱水位，最近 24 小时：\d+ 行/);
});

test('the list of channels says how it is, and shows no secret', async (context) => {
  const { stdout, code } = await context.node.cli('channels');
  assert.equal(code, 0);
  assert.match(stdout, /phones: telegram 4242, long polling/);
  assert.match(stdout, /1 linked; 0 waiting, 0 possibly sent, 0 not taken/);
  assert.ok(!`${stdout}${context.node.log}`.includes(BOT_TOKEN));
});

test('killed with messages on their way: none is answered twice, and what is missing is possibly sent', async (context) => {
  const { node, api } = context;
  const before = api.textsTo(MEI).length;
  for (const text of ['is the grow light on?', 'is the pump on?', 'help']) api.write(MEI, text);
  await until(() => api.waiting === 0);
  await node.kill('SIGKILL');
  await node.start();
  api.repeat();
  // Each chat in its order: what was done again would be said before it.
  api.write(MEI, 'is the fan on?');
  await seenUntil(context, /Fan/i);
  const said = api.textsTo(MEI).slice(before).join('\n');
  const answers = [/Grow light: o/g, /Pump: o/g, /To do something/g];
  const counts = answers.map((answer) => said.match(answer)?.length ?? 0);
  assert.ok(
    counts.every((count) => count <= 1),
    said,
  );
  const { stdout } = await node.cli('channels');
  const possibly = Number(/(\d+) possibly sent/.exec(stdout)?.[1]);
  const missing = counts.filter((count) => count === 0).length;
  assert.ok(missing <= possibly && possibly <= 1, `${said}\n${stdout}`);
});

test('killed after a message was taken and before its answer: it is possibly sent, and not sent again', async (context) => {
  const { node, api } = context;
  api.write(MEI, 'turn on the grow light');
  await seenUntil(context, /switched on/);
  api.hold('sendMessage');
  api.write(MEI, 'help');
  await until(() => api.holding === 1);
  assert.match(api.textsTo(MEI).at(-1) ?? '', /^To do something/);
  await node.kill('SIGKILL');
  api.release();
  const before = api.textsTo(MEI).length;
  await node.start();
  api.write(MEI, 'is the pump on?');
  const said = (): string => api.textsTo(MEI).slice(before).join('\n');
  await until(() => said().includes('Pump: off'));
  // Nobody asked for it: what the restart did comes to the chat of the order.
  await until(() => /The node restarted .*grow light was on/.test(said()));
  assert.doesNotMatch(said(), /To do something/);
  const { stdout } = await node.cli('channels');
  assert.match(stdout, /[1-9] possibly sent/);
});

test('who is linked no more reaches nothing from then on', async (context) => {
  const { node, api } = context;
  await node.cli('people', 'unlink', 'mei');
  const lines = api.textsTo(MEI).length;
  api.write(MEI, 'turn on the grow light');
  await until(() => api.waiting === 0);
  assert.match(await read(node, 'is the grow light on?'), /off/);
  for (const line of api.textsTo(MEI).slice(lines)) assert.match(line, /^I do not know you yet/);
  assert.ok(!readFileSync(join(context.site, 'platform.yaml'), 'utf8').includes(BOT_TOKEN));
});

test.run();
