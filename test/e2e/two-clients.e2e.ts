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
import {
  chatNoteSchema,
  chatSchema,
  readingSchema,
  type HeardNote,
  type HeardReply,
} from './answers.ts';
import { NodeProcess } from './node-process.ts';
import { TerminalChat } from './terminal-chat.ts';

interface Context {
  node: NodeProcess;
  cookie: string;
}

const test = suite<Context>('one person at two places');

const messageSchema = z.object({
  type: z.string(),
  id: z.string().optional(),
  reply: chatSchema.optional(),
  note: chatNoteSchema.optional(),
});

const journalSchema = z.array(z.looseObject({ kind: z.string(), thing: z.string().optional() }));

/** The heater of the sample site rests for five seconds after a start. */
const RESTED_MS = 5_500;
/** So long nothing comes any more. */
const QUIET_MS = 500;

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
  /** All that it was told without having asked. */
  readonly notes: HeardNote[] = [];
  #told = 0;

  private constructor(page: PageSocket) {
    this.#page = page;
  }

  static async open({ node, cookie }: Context): Promise<PageChat> {
    const { origin } = new URL(node.url);
    return new PageChat(await PageSocket.open(node.url, { origin, cookie }));
  }

  async say(text: string): Promise<HeardReply> {
    const id = randomUUID();
    this.#page.send({ type: 'chat', id, text });
    for (;;) {
      const message = await this.#next();
      if (message.id === id && message.reply !== undefined) return message.reply;
    }
  }

  /** The next of them. */
  async note(): Promise<HeardNote> {
    for (;;) {
      const known = this.notes[this.#told];
      this.#told += known === undefined ? 0 : 1;
      if (known !== undefined) return known;
      await this.#next();
    }
  }

  close(): Promise<void> {
    this.#page.socket.close();
    return Promise.resolve();
  }

  async #next(): Promise<z.infer<typeof messageSchema>> {
    const message = messageSchema.parse(await this.#page.next());
    if (message.note !== undefined) this.notes.push(message.note);
    return message;
  }
}

/** How often it was told of a task; what is still on its way comes before the reply. */
async function timesTold(chat: PageChat | TerminalChat, task: string | undefined): Promise<number> {
  await pass(QUIET_MS);
  await chat.say('hello');
  return chat.notes.filter(({ tasks }) => task !== undefined && tasks.includes(task)).length;
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
  // The reply told the terminal.
  assert.deepEqual([await timesTold(page, id), await timesTold(terminal, id)], [1, 0]);
  await page.close();
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
  assert.equal(await timesTold(terminal, id), 1);
  assert.equal(await isOn(node, 'heater.power'), false);
  await page.close();
  await terminal.close();
});

for (const asksOnPage of [true, false])
  test(`asked ${asksOnPage ? 'on the page' : 'in the terminal'}, and killed before the yes: told once, and no later yes from the other place switches anything`, async (context) => {
    const { node } = context;
    const switched = await intents(node, 'heater');
    const open = async (onPage: boolean): Promise<PageChat | TerminalChat> =>
      onPage ? PageChat.open(context) : new TerminalChat(node);
    const first = await open(asksOnPage);
    const [id] = (await first.say('turn on the heater')).tasks;
    await node.kill('SIGKILL');
    await node.start();
    const asker = await open(asksOnPage);
    assert.deepEqual((await asker.note()).tasks, [id]);
    const other = await open(!asksOnPage);
    const late = await other.say('yes');
    assert.deepEqual([late.tasks, late.receipts], [[], []], late.reply);
    assert.equal(await isOn(node, 'heater.power'), false);
    assert.deepEqual([await timesTold(asker, id), await timesTold(other, id)], [1, 0]);
    assert.equal(await intents(node, 'heater'), switched, 'the board was asked for nothing');
    for (const chat of [first, asker, other]) await chat.close();
  });

test.run();
