/** A node with a language model beside it: a server of others that speaks the OpenAI protocol, streamed. */
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import { suite } from 'uvu';
import { ModelMock } from '../model-mock.ts';
import { chatSchema } from './answers.ts';
import { NodeProcess } from './node-process.ts';
import { LIGHT_RELAY, register } from './outside.ts';

interface Context {
  node: NodeProcess;
  model: ModelMock;
  site: string;
}

const test = suite<Context>('a language model beside the node');

test.before(async (context) => {
  const server = new LLMock({ port: 0 });
  await server.start();
  context.model = new ModelMock(server);
  context.site = mkdtempSync(join(tmpdir(), 'boardtalk-site-'));
  cpSync('provisioning/site', context.site, { recursive: true });
  const service = `\nmodel_service: { endpoint: '${context.model.endpoint}', timeout: 10s }\n`;
  appendFileSync(join(context.site, 'platform.yaml'), service);
  context.node = await new NodeProcess({ http: 'off', configDirectory: context.site }).start();
});

test.after(async ({ node, model, site }) => {
  await node.remove();
  await model.server.stop();
  rmSync(site, { recursive: true });
});

async function chat(node: NodeProcess, text: string) {
  return chatSchema.parse((await node.cli('chat', '--json', text)).json);
}

test('it proposes over a stream of tool calls, and the pin moves after the yes', async (context) => {
  const { node, model } = context;
  const args = { target: 'grow-light.power', value: true };
  model.answers('the tomatoes want sun', { call: 'set', args }, { says: 'The light is on now!' });
  const asked = await chat(node, 'the tomatoes want sun');
  assert.equal(asked.error?.code, 'TASK_CONFIRM');
  assert.match(asked.reply, /^Grow light: really switch on\?/);
  assert.doesNotMatch(asked.reply, /on now/);
  assert.equal(register(node, LIGHT_RELAY), '0');
  const done = await chat(node, 'yes');
  assert.equal(done.receipts.length, 1);
  assert.equal(register(node, LIGHT_RELAY), '1');
  const { stdout } = await node.cli('why', 'grow-light');
  assert.match(stdout, /owner via llm/);
});

test('it says that something is done, and nothing is', async ({ node, model }) => {
  model.answers('tuck the seedlings in', { says: 'Done, the heater is on.' });
  const { reply, receipts } = await chat(node, 'tuck the seedlings in');
  assert.match(reply, /^The language model says, unmeasured, and nothing was switched: “Done/);
  assert.deepEqual(receipts, []);
});

test('when it is gone, the offline answer comes at once, and orders work as ever', async (context) => {
  const { node, model } = context;
  await model.server.stop();
  const { reply } = await chat(node, 'sing to the tomatoes');
  assert.match(reply, /^I did not understand that, and did nothing/);
  assert.match(reply, /The model service is not there/);
  assert.match((await chat(node, 'turn off the grow light')).reply, /Grow light/);
  assert.equal(register(node, LIGHT_RELAY), '0');
  await model.server.start();
});

test.run();
