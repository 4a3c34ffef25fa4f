/** What people say, in English and in Chinese, and what comes of it at the pins. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { chatSchema, readingSchema } from './answers.ts';
import { NodeProcess } from './node-process.ts';
import { helpersOf, PUMP_RELAY, register, soon } from './outside.ts';

interface Context {
  node: NodeProcess;
}

const test = suite<Context>('talking to a node');

test.before(async (context) => {
  context.node = await new NodeProcess({ http: 'off' }).start();
});

test.after(async ({ node }) => {
  await node.remove();
  assert.deepEqual(helpersOf(node), []);
});

async function chat(node: NodeProcess, text: string): Promise<z.infer<typeof chatSchema>> {
  const { code, json } = await node.cli('chat', '--json', text);
  const reply = chatSchema.parse(json);
  assert.equal(code, reply.confirm === undefined ? 0 : 3);
  return reply;
}

async function isOn(node: NodeProcess, property: string): Promise<unknown> {
  return readingSchema.parse((await node.cli('read', '--json', property)).json).value;
}

async function journalLength(node: NodeProcess): Promise<number> {
  const { json } = await node.cli('journal', 'verify', '--json');
  return z.object({ entries: z.number() }).parse(json).entries;
}

for (const { text, reply } of [
  {
    text: 'turn on the pump for 5 seconds',
    reply: /^Pump is on: flow meter \d\.\d l\/min \(measured\)/,
  },
  { text: '打开水泵5秒', reply: /^水泵：开，流量计 \d\.\d l\/min（传感器实测）/ },
]) {
  test(`"${text}" is measured by the flow meter, and over five seconds later`, async ({ node }) => {
    const startedAt = performance.now();
    const answer = await chat(node, text);
    assert.match(answer.reply, reply);
    assert.equal(answer.tasks.length, 1);
    const [receipt] = answer.receipts;
    assert.deepEqual([receipt?.measured, receipt?.evidence], [true, 'sensor']);
    assert.equal(register(node, PUMP_RELAY), '1');
    await soon('the pump is off', () => register(node, PUMP_RELAY) === '0');
    assert.ok(performance.now() - startedAt > 4_900, 'it ran for five seconds');
    assert.equal(await isOn(node, 'pump.power'), false);
    await soon('the end is told', async () => /5 s/.test((await chat(node, 'hello')).reply));
  });
}

test('while it settles, the terminal shows what is waited for', async ({ node }) => {
  const { stdout } = await node.cli('chat', 'turn on the pump');
  const lines = stdout.split('\n');
  assert.equal(lines[0], 'Pump switched on, waiting for flow meter …');
  assert.match(lines[1] ?? '', /^Pump is on: flow meter/);
  await chat(node, 'turn it off');
  assert.equal(register(node, PUMP_RELAY), '0');
});

test('"打开补光灯" switches the light on, and claims no more than the output tells', async ({
  node,
}) => {
  const answer = await chat(node, '打开补光灯');
  assert.equal(answer.receipts[0]?.evidence, 'latch');
  assert.match(answer.reply, /没有传感器验证效果/);
  assert.equal(await isOn(node, 'grow-light.power'), true);
});

for (const question of [
  'is the pump on?',
  '水泵开着吗？',
  'why is the pump off?',
  'status',
  'help',
]) {
  test(`"${question}" writes nothing`, async ({ node }) => {
    const before = [register(node, PUMP_RELAY), await journalLength(node)];
    const answer = await chat(node, question);
    assert.deepEqual([answer.tasks, answer.receipts], [[], []]);
    assert.deepEqual([register(node, PUMP_RELAY), await journalLength(node)], before);
  });
}

test('the dangerous direction asks first, and a yes in the same chat does it', async ({ node }) => {
  const asked = await chat(node, 'turn on the heater');
  assert.match(asked.confirm?.question ?? '', /^Heater: really switch on\?/);
  assert.equal(await isOn(node, 'heater.power'), false);
  assert.equal((await chat(node, 'yes')).receipts[0]?.measured, true);
  assert.equal((await chat(node, '关闭加热器')).receipts[0]?.measured, false);
});

test('a whole conversation comes in lines through a pipe', async ({ node }) => {
  const { code, stdout } = await node.pipe(
    ['chat'],
    'turn on the grow light\nturn it off\nundo\nyes\nmake me a coffee\n',
  );
  assert.equal(code, 3, 'of the question that undo asked');
  for (const part of ['Grow light switched on', 'Grow light switched off', '  try: '])
    assert.ok(stdout.includes(part), part);
  assert.equal(await isOn(node, 'grow-light.power'), true);
});

test('a question about why is answered in both languages', async ({ node }) => {
  assert.match((await chat(node, 'why did the pump start?')).reply, /said “turn on the pump”/);
  assert.match((await chat(node, '水泵为什么打开了？')).reply, /水泵已打开：owner（cli）说/);
});

test.run();
