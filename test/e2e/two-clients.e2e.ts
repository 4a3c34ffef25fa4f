/**
 * One person at two places: the page's own protocol over its WebSocket, and `boardtalk chat` in a process
 * of its own, on one built node. What is asked here is answered there, and ends in both.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pass } from 'node:timers/promises';
import { suite } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { PageSocket } from '../page-socket.ts';
import { readingSchema } from './answers.ts';
import { NodeProcess } from './node-process.ts';
import { TerminalChat, type Line } from './terminal-chat.ts';

interface Context {
  node: NodeProcess;
  cookie: string;
}

const test = suite<Context>('one person at two places');

const messageSchema = z.looseObject({
  type: z.string(),
  id: z.string().optional(),
  reply: z.unknown().optional(),
  note: z.unknown().optional(),
});

const journalSchema = z.array(z.looseObject({ kind: z.string(), thing: z.string().optional() }));

/** The heater of the sample site rests for five seconds after a start. */
const RESTED_MS = 5_500;

test.before(async (context) => {
  context.node = await new NodeProcess().start();
  context.cookie = await claim(context.node);
  await pass(RESTED_MS);
});

test.after(async ({ node }) => {
  await node.remove();
});

/** The cookie of the browser that has become the owner, who is also whoever sits at the terminal. */
async function claim(node: NodeProcess): Promise<string> {
  const answer = await fetch(new URL('/api/claim', node.url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: new URL(node.url).origin },
    body: JSON.stringify({ code: node.claimCode, name: 'Anna' }),
  });
  assert.equal(answer.status, 200);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

class PageChat {
  readonly #page: PageSocket;
  readonly #notes: Line[] = [];

  private constructor(page: PageSocket) {
    this.#page = page;
  }

  static async open({ node, cookie }: Context): Promise<PageChat> {
    const { origin } = new URL(node.url);
    return new PageChat(await PageSocket.open(node.url, { origin, cookie }));
  }

  async say(text: string): Promise<Line> {
    const id = randomUUID();
    this.#page.send({ type: 'chat', id, text });
    for (;;) {
      const message = messageSchema.parse(await this.#page.next());
      if (message.type === 'note') this.#notes.push(message.note as Line);
      if (message.type === 'reply' && message.id === id) return message.reply as Line;
    }
  }

  /** What it is told next without having asked. */
  async note(): Promise<Line> {
    for (;;) {
      const known = this.#notes.shift();
      if (known !== undefined) return known;
      const message = messageSchema.parse(await this.#page.next());
      if (message.type === 'note') return message.note as Line;
    }
  }

  close(): void {
    this.#page.socket.close();
  }
}

async function isOn(node: NodeProcess, property: string): Promise<unknown> {
  return readingSchema.parse((await node.cli('read', '--json', property)).json).value;
}

/** How often the journal says that somebody wanted it written. */
async function intents(node: NodeProcess, thing: string): Promise<number> {
  const { json } = await node.cli('journal', '--limit', '100', '--json');
  return journalSchema
    .parse(json)
    .filter((entry) => entry.kind === 'intent' && entry.thing === thing).length;
}

test('asked on the page, approved in the terminal, told in both: one task', async (context) => {
  const { node } = context;
  const page = await PageChat.open(context);
  const terminal = new TerminalChat(node);
  const asked = await page.say('turn on the heater');
  const [id] = asked.tasks;
  assert.ok(id !== undefined && asked.confirm !== undefined, asked.reply);
  const seen = await terminal.say('how is my task?');
  assert.deepEqual(seen.tasks, [id], seen.reply);
  assert.equal(await isOn(node, 'heater.power'), false);
  const done = await terminal.say('yes');
  assert.deepEqual(done.tasks, [id], done.reply);
  const note = await page.note();
  assert.deepEqual(note.tasks, [id], note.text);
  assert.deepEqual(note.receipt, done.receipts[0]);
  assert.equal(await isOn(node, 'heater.power'), true);
  assert.equal(await intents(node, 'heater'), 1);
  page.close();
  await terminal.close();
});

test('asked in the terminal, declined on the page: nothing is switched', async (context) => {
  const { node } = context;
  await node.cli('set', 'heater', 'off');
  const page = await PageChat.open(context);
  const terminal = new TerminalChat(node);
  const asked = await terminal.say('turn on the heater');
  const [id] = asked.tasks;
  assert.match((await page.say('no')).reply, /Nothing was done/);
  assert.deepEqual((await terminal.note()).tasks, [id]);
  assert.equal(await isOn(node, 'heater.power'), false);
  page.close();
  await terminal.close();
});

test('killed between the question and the yes: told once, and no later yes switches anything', async (context) => {
  const { node } = context;
  const page = await PageChat.open(context);
  const [id] = (await page.say('turn on the heater')).tasks;
  await node.kill('SIGKILL');
  await node.start();
  const again = await PageChat.open(context);
  const note = await again.note();
  assert.deepEqual(note.tasks, [id], note.text);
  const terminal = new TerminalChat(node);
  const late = await terminal.say('yes');
  assert.deepEqual([late.tasks, late.receipts], [[], []], late.reply);
  assert.equal(await isOn(node, 'heater.power'), false);
  again.close();
  await terminal.close();
});

test.run();
