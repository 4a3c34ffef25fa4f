import { once } from 'node:events';
import { readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { attach } from '../../actions/attach.ts';
import { withControlNode } from '../../../test/control-node.ts';
import { runCliWith } from '../../../test/run-cli.ts';

test('says one sentence and prints the reply', () =>
  withControlNode(async ({ directory, ports }) => {
    const argv = ['chat', '--data', directory, 'turn', 'on', 'the pump'];
    assert.is((await runCliWith(argv)).stdout, 'heard: turn on the pump\n');
    assert.is(ports.heard[0]?.text, 'turn on the pump');
  }));

test('ends as what was said ended, and of several lines as the first that did not come about', () =>
  withControlNode(async ({ directory, ports }) => {
    const codes = new Map([
      ['no', 'CHAT_NOT_UNDERSTOOD'],
      ['refused', 'INTERLOCK_REFUSED'],
    ]);
    ports.answer = ({ text }) => {
      const code = codes.get(text);
      const error = code === undefined ? {} : { error: { code, message: text, hint: '' } };
      return Promise.resolve({ reply: text, tasks: [], receipts: [], ...error });
    };
    const say = async (...words: string[]): Promise<number> =>
      (await runCliWith(['chat', '--data', directory, ...words])).code;
    assert.equal([await say('fine'), await say('no'), await say('refused')], [0, 1, 3]);
    const stdin = new PassThrough();
    stdin.end('fine\nrefused\nno\nfine\n');
    assert.is((await runCliWith(['chat', '--data', directory], { stdin })).code, 3);
  }));

test('prints what came in the meantime before the reply', () =>
  withControlNode(async ({ directory, ports }) => {
    ports.answer = () => {
      ports.tell('switched on, waiting for flow …');
      return Promise.resolve({ reply: 'on', tasks: [], receipts: [] });
    };
    const { stdout } = await runCliWith(['chat', '--data', directory, 'pump on']);
    assert.is(stdout, 'switched on, waiting for flow …\non\n');
  }));

test('prints with --json the whole reply, and leaves news for the next terminal', () =>
  withControlNode(async ({ directory, ports }) => {
    const confirm = { token: 't', question: 'Really?', expiresAt: 1 };
    const reply = { reply: 'Really?', tasks: ['task-1'], receipts: [], confirm };
    ports.answer = () => {
      ports.tell('news');
      return Promise.resolve(reply);
    };
    const { stdout } = await runCliWith(['chat', '--json', '--data', directory, 'heater on']);
    assert.equal(JSON.parse(stdout), reply);
  }));

test('shows how to answer a question, and what would be understood', () =>
  withControlNode(async ({ directory, ports }) => {
    const confirm = { token: 't', question: 'Really?', expiresAt: Date.UTC(2026, 5, 1) };
    const suggestions = ['turn on the pump'];
    ports.answer = () =>
      Promise.resolve({ reply: 'Hm.', tasks: [], receipts: [], confirm, suggestions });
    const { stdout } = await runCliWith(['chat', '--data', directory, 'heater on']);
    assert.match(
      stdout,
      /^Hm\.\n {2}try: turn on the pump\n {2}yes or no, until \d\d:\d\d:\d\d\n$/,
    );
  }));

test('keeps a picture of the reply as a file of this user, and says where', () =>
  withControlNode(async ({ directory, ports }) => {
    const picture = { bytes: Buffer.from('a picture'), type: 'image/png' } as const;
    const attachments = [attach('workshop', picture, ''), attach('../../etc/x', picture, '')];
    const reply = { reply: 'Nobody.', tasks: [], receipts: [], attachments };
    ports.answer = () => Promise.resolve(reply);
    const { stdout } = await runCliWith(['chat', '--data', directory, 'who is there?']);
    const [, first = '', second = ''] =
      /^Nobody\.\n {2}picture: (\S+\/workshop\.png)\n {2}picture: (\S+\/2-picture)\n$/.exec(
        stdout,
      ) ?? [];
    assert.is(await readFile(first, 'utf8'), 'a picture');
    assert.is((await stat(first)).mode & 0o777, 0o600);
    assert.is(dirname(first), dirname(second));
    await rm(dirname(first), { recursive: true });
    const json = await runCliWith(['chat', '--json', '--data', directory, 'who is there?']);
    assert.equal(JSON.parse(json.stdout), reply);
  }));

test('answers a program line by line, in order, and skips empty lines', () =>
  withControlNode(async ({ directory }) => {
    const stdin = new PassThrough();
    stdin.end('one\n\n  \ntwo');
    const { code, stdout } = await runCliWith(['chat', '--data', directory, '--json'], { stdin });
    const replies = stdout
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    const empty = { tasks: [], receipts: [] };
    assert.equal(replies, [
      { reply: 'heard: one', ...empty },
      { reply: 'heard: two', ...empty },
    ]);
    assert.is(code, 0);
  }));

test('keeps a conversation with prompts and news until the input ends', () =>
  withControlNode(async ({ directory, ports }) => {
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const surroundings = { stdin, stdout, interactive: true };
    const end = runCliWith(['chat', '--data', directory], surroundings);
    const said = reader(stdout);
    await said('you> ');
    stdin.write('hello\n');
    await said('heard: hello\nyou> ');
    ports.tell('the pump stopped');
    await said('the pump stopped\nyou> ');
    stdin.end();
    assert.is((await end).code, 0);
  }));

test('goes on after a message that failed', () =>
  withControlNode(async ({ directory, ports }) => {
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const end = runCliWith(['chat', '--data', directory], { stdin, stdout, interactive: true });
    const said = reader(stdout);
    ports.answer = ({ text }) =>
      text === 'bad'
        ? Promise.reject(new Error('a bug'))
        : Promise.resolve({ reply: 'fine', tasks: [], receipts: [] });
    await said('you> ');
    stdin.write('bad\ngood\n');
    await said('fine\nyou> ');
    stdin.end();
    assert.match((await end).stderr, 'error: a bug');
  }));

test('ends a conversation with 4 when the node goes away', () =>
  withControlNode(async ({ directory, socket }) => {
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const end = runCliWith(['chat', '--data', directory], { stdin, stdout, interactive: true });
    const said = reader(stdout);
    stdin.write('hello\n');
    await said('heard: hello');
    await socket.stop();
    assert.is((await end).code, 4);
  }));

/** Reads on until the text has been said. */
function reader(stream: PassThrough): (text: string) => Promise<void> {
  let heard = '';
  stream.on('data', (chunk: Buffer) => {
    // What moves the cursor is not what is said.
    heard += chunk.toString().replace(/\u001b\[[\d;]*[A-Z]/g, '');
  });
  return async (text) => {
    while (!heard.includes(text)) await once(stream, 'data');
    heard = heard.slice(heard.indexOf(text) + text.length);
  };
}

test.run();
