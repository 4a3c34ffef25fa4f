/** The page's WebSocket: who gets in, what is said, and what ends it. Real server, real sockets. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import { FakeClock } from '../../test/fake-clock.ts';
import { FakeWebPorts } from '../../test/fake-web-ports.ts';
import { PageSocket, type Knock } from '../../test/page-socket.ts';
import type { ChatReply } from '../actions/chat-port.ts';
import { silentLog } from '../core/log.ts';
import { PolicyError } from '../policy/errors.ts';
import { WebServer } from './web-server.ts';

interface Context {
  ports: FakeWebPorts;
  clock: FakeClock;
  pageDirectory: string;
  server: WebServer;
  url: string;
  token: string;
  /** Opens the page's socket as the owner's browser would. */
  knock: (changes?: Knock) => Promise<PageSocket>;
  /** The same, past the greeting. */
  enter: () => Promise<PageSocket>;
}

const test = suite<Context>('chat socket');
const DONE: ChatReply = { reply: 'done', tasks: [], receipts: [] };

test.before.each(async (context) => {
  const pageDirectory = await mkdtemp(join(tmpdir(), 'boardtalk-page-'));
  await writeFile(join(pageDirectory, 'index.html'), '<!doctype html>');
  const ports = new FakeWebPorts();
  const clock = new FakeClock();
  const address = { host: '127.0.0.1', port: 0 };
  const server = new WebServer({ ports, address, pageDirectory, log: silentLog, clock });
  await server.start(new AbortController().signal);
  const url = server.url ?? '';
  const { token } = ports.signIn();
  const own = { origin: url.slice(0, -1), cookie: `boardtalk_session=${token}` };
  const knock = (changes: Knock = {}): Promise<PageSocket> =>
    PageSocket.open(url, { ...own, ...changes });
  const enter = async (): Promise<PageSocket> => {
    const page = await knock();
    await page.next();
    return page;
  };
  Object.assign(context, { ports, clock, pageDirectory, server, url, token, knock, enter });
});

test.after.each(async ({ server, pageDirectory }) => {
  await server.stop();
  await rm(pageDirectory, { recursive: true });
});

test('greets with who speaks, what there is, and its own clock', async ({ knock, clock }) => {
  const page = await knock();
  assert.deepEqual(await page.next(), {
    type: 'hello',
    speaker: { person: 'owner', role: 'admin' },
    title: 'Greenhouse',
    now: clock.now(),
    things: [],
  });
});

test('opens to no other origin, no foreign host, and nobody without a session', async ({
  knock,
  ports,
}) => {
  await assert.rejects(knock({ origin: 'http://evil.example' }), /403/);
  await assert.rejects(knock({ host: 'evil.example' }), /403/);
  await assert.rejects(knock({ cookie: 'boardtalk_session=not-a-known-token' }), /401/);
  await assert.rejects(knock({ cookie: '' }), /401/);
  assert.equal(ports.listeners, 0);
});

test('takes a message to the conversation, as the person of the session', async ({
  enter,
  ports,
}) => {
  const page = await enter();
  page.send({ type: 'chat', id: 'message-1', text: ' turn on the pump ' });
  assert.deepEqual(await page.next(), {
    type: 'reply',
    id: 'message-1',
    reply: { reply: 'heard: turn on the pump', tasks: [], receipts: [] },
  });
  const speaker = { person: 'owner', role: 'admin', via: 'web', chat: 'web:owner' };
  assert.deepEqual(ports.heard, [{ id: 'message-1', text: 'turn on the pump', speaker }]);
});

test('hands a message that is sent again on with the same id', async ({ enter, ports }) => {
  const lost = await enter();
  lost.send({ type: 'chat', id: 'message-1', text: 'pump on' });
  await lost.next();
  lost.socket.terminate();
  const page = await enter();
  page.send({ type: 'chat', id: 'message-1', text: 'pump on' });
  await page.next();
  assert.deepEqual(
    ports.heard.map(({ id }) => id),
    ['message-1', 'message-1'],
  );
});

test('brings the answer to a question with its token', async ({ enter, ports }) => {
  const page = await enter();
  page.send({ type: 'confirm', id: 'message-2', token: 'question-1', answer: 'yes' });
  await page.next();
  assert.deepEqual(ports.heard[0]?.confirm, { token: 'question-1', answer: 'yes' });
});

test('shows progress before the reply of a slow write', async ({ enter, ports, clock }) => {
  ports.answer = ({ id }) => {
    ports.note({ text: 'switched on, waiting for flow', at: clock.now(), inReplyTo: id });
    return Promise.resolve(DONE);
  };
  const page = await enter();
  page.send({ type: 'chat', id: 'message-3', text: 'pump on' });
  assert.deepEqual(await page.next(), {
    type: 'note',
    note: {
      chat: 'web:owner',
      text: 'switched on, waiting for flow',
      at: clock.now(),
      inReplyTo: 'message-3',
    },
  });
  assert.deepEqual(await page.next(), { type: 'reply', id: 'message-3', reply: DONE });
});

test('passes readings on to every open page', async ({ enter, ports }) => {
  const pages = [await enter(), await enter()];
  const change = {
    kind: 'reading',
    thing: 'tank',
    property: 'level',
    reading: { value: 62, unit: '%', quality: 'simulated', at: 1 },
  } as const;
  ports.change(change);
  for (const page of pages) assert.deepEqual(await page.next(), { type: 'live', change });
});

test('says what was wrong with a message, and goes on', async ({ enter, ports }) => {
  const page = await enter();
  const wrong = ['not json', '[]', '{"type":"shell","id":"message-4"}', '{"type":"chat","id":"x"}'];
  for (const text of wrong) {
    page.socket.send(text);
    assert.match(JSON.stringify(await page.next()), /WEB_BAD_REQUEST/);
  }
  page.socket.send(Buffer.from('{}'), { binary: true });
  await page.next();
  assert.deepEqual(ports.heard, []);
  page.send({ type: 'chat', id: 'message-4', text: 'still there?' });
  await page.next();
  assert.equal(ports.heard.length, 1);
});

test('tells an error of ours in full, and of any other only that it happened', async ({
  enter,
  ports,
}) => {
  const page = await enter();
  ports.answer = () => Promise.reject(new PolicyError('POLICY_BAD_KEY', 'the key is damaged'));
  page.send({ type: 'chat', id: 'message-5', text: 'pump on' });
  assert.match(JSON.stringify(await page.next()), /"id":"message-5".*POLICY_BAD_KEY.*damaged/);
  ports.answer = () => Promise.reject(new Error('secret detail'));
  page.send({ type: 'chat', id: 'message-6', text: 'pump on' });
  const answer = JSON.stringify(await page.next());
  assert.match(answer, /"id":"message-6".*WEB_INTERNAL/);
  assert.doesNotMatch(answer, /secret detail/);
});

test('ends a connection that sends a frame beyond 64 KiB', async ({ enter, ports }) => {
  const page = await enter();
  page.send({ type: 'chat', id: 'message-7', text: 'x'.repeat(70_000) });
  assert.equal(await page.closed(), 1009);
  assert.deepEqual(ports.heard, []);
});

test('answers a burst of twenty messages, then ends the connection', async ({ enter, ports }) => {
  const page = await enter();
  for (let index = 0; index < 40; index += 1)
    page.send({ type: 'chat', id: `message-${String(index)}`, text: 'hello' });
  assert.equal(await page.closed(), 1008);
  assert.equal(ports.heard.length, 20);
});

test('lets a steady ten messages a second through', async ({ enter, ports, clock }) => {
  const page = await enter();
  for (let index = 0; index < 40; index += 1) {
    page.send({ type: 'chat', id: `message-${String(index)}`, text: 'hello' });
    await page.next();
    await clock.advance(100);
  }
  assert.equal(ports.heard.length, 40);
});

test('ends the connection of a session that has ended, before it is heard again', async ({
  enter,
  ports,
  token,
}) => {
  const page = await enter();
  await ports.access.endSession(token);
  page.send({ type: 'chat', id: 'message-8', text: 'pump on' });
  assert.match(JSON.stringify(await page.next()), /WEB_NO_SESSION/);
  assert.equal(await page.closed(), 1008);
  assert.deepEqual(ports.heard, []);
});

test('ends the connection of a session that has ended, even when it stays silent', async ({
  enter,
  ports,
  token,
  clock,
}) => {
  const page = await enter();
  await ports.access.endSession(token);
  const closed = page.closed();
  await clock.advance(20_000);
  assert.equal(await closed, 1008);
});

test('keeps a page that answers its pings, and tells it the time', async ({ enter, clock }) => {
  const page = await enter();
  for (let beat = 0; beat < 3; beat += 1) {
    await clock.advance(20_000);
    assert.deepEqual(await page.next(), { type: 'tick', now: clock.now() });
    page.send({ type: 'chat', id: 'message-9', text: 'here' });
    await page.next();
  }
  assert.equal(page.socket.readyState, page.socket.OPEN);
});

test('drops a page that answers no ping, and stops telling it', async ({ knock, ports, clock }) => {
  const page = await knock({ autoPong: false });
  const closed = page.closed();
  await clock.advance(20_000);
  await clock.advance(20_000);
  assert.equal(await closed, 1006);
  assert.equal(ports.listeners, 0);
});

test('has room for thirty-two pages, and again when one is closed', async ({ enter, knock }) => {
  const pages = await Promise.all(Array.from({ length: 32 }, enter));
  await assert.rejects(knock(), /503/);
  pages[0]?.socket.close();
  await pages[0]?.closed();
  await enter();
});

test('lets go of every page when it stops', async ({ enter, server, ports }) => {
  const page = await enter();
  const closed = page.closed();
  await server.stop();
  assert.equal(await closed, 1006);
  assert.equal(ports.listeners, 0);
});

test('tells a page whose session has ended nothing more, before it says a word itself', async ({
  enter,
  ports,
}) => {
  const page = await enter();
  ports.sessions.clear();
  ports.note({ text: 'the pump has stopped', at: 0 });
  const { type, error } = (await page.next()) as { type: string; error?: { code: string } };
  assert.deepEqual([type, error?.code], ['error', 'WEB_NO_SESSION']);
  assert.equal(ports.listeners, 0);
  assert.equal(await page.closed(), 1008);
});

test.run();
