/** What is said over the socket, by our client and by peers that send what no client of ours would. */
import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exchange, request, withControlNode } from '../../test/control-node.ts';
import { errorCode } from '../core/app-error.ts';
import { z } from '../core/schema.ts';
import { MAX_REQUEST_BYTES } from './protocol.ts';
import { connectToNode } from './socket-client.ts';

const talk = suite('talk');

talk('runs a command line as the owner', () =>
  withControlNode(async ({ path }) => {
    const [answer] = await exchange(path, [request(1, 'command', { argv: ['echo', 'hi'] })], 1);
    assert.equal(answer?.id, 1);
    const outcome = z
      .object({ kind: z.string(), result: z.object({ data: z.unknown() }) })
      .parse(answer?.result);
    assert.is(outcome.kind, 'read');
    assert.equal(outcome.result.data, {
      ...{ text: 'hi', words: 'echo hi' },
      ...{ person: 'owner', role: 'admin', via: 'cli', chat: 'cli:owner' },
    });
  }),
);

talk('tells progress before the result', () =>
  withControlNode(async ({ path }) => {
    const line = request(7, 'command', { argv: ['set', 'pump.power', 'on'] });
    const [note, result] = await exchange(path, [line], 2);
    assert.is(note?.id, 7);
    assert.ok(note?.note);
    assert.ok(result?.result);
  }),
);

talk('tells a bug in an action as an error, and lives on', () =>
  withControlNode(async ({ path }) => {
    const broken = request(1, 'command', { argv: ['set', 'broken.power', 'on'] });
    const answers = await exchange(path, [broken, request(2, 'usage')], 3);
    assert.is(answers.find(({ error }) => error !== undefined)?.error?.message, 'a bug');
    assert.ok(answers.some(({ id }) => id === 2));
  }),
);

talk('hands a chat message on with its id', () =>
  withControlNode(async ({ path, ports }) => {
    const message = request(1, 'chat', { message: 'm-1', text: '打开水泵' });
    const [answer] = await exchange(path, [message], 1);
    assert.equal(answer?.result, { reply: 'heard: 打开水泵', tasks: [], receipts: [] });
    const speaker = { person: 'owner', role: 'admin', via: 'cli', chat: 'cli:owner' };
    assert.equal(ports.heard, [{ id: 'm-1', text: '打开水泵', speaker }]);
  }),
);

talk('puts a message together that arrives byte by byte', () =>
  withControlNode(async ({ path }) => {
    const bytes = [...Buffer.from(request(1, 'chat', { message: 'm', text: '水' }))];
    const [answer] = await exchange(
      path,
      bytes.map((byte) => Uint8Array.of(byte)),
      1,
    );
    assert.match(JSON.stringify(answer?.result), 'heard: 水');
  }),
);

talk('answers a later request while an earlier one still waits', () =>
  withControlNode(async ({ path, ports }) => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    ports.answer = async ({ text }) => {
      if (text === 'slow') await held;
      return { reply: text, tasks: [], receipts: [] };
    };
    const socket = connect(path);
    socket.write(request(1, 'chat', { message: 'a', text: 'slow' }));
    socket.write(request(2, 'chat', { message: 'b', text: 'quick' }));
    const iterator = socket[Symbol.asyncIterator]();
    const first = await iterator.next();
    assert.match(String(first.value), 'quick');
    release();
    assert.match(String((await iterator.next()).value), 'slow');
    socket.destroy();
  }),
);

talk('tells news to a subscriber until it hangs up', () =>
  withControlNode(async ({ path, ports }) => {
    const client = await connectToNode(path);
    const news: unknown[] = [];
    const heard = new Promise<void>((resolve) => {
      void client
        .subscribe((note) => {
          news.push(note);
          if (news.length === 2) resolve();
        })
        .then(() => {
          ports.tell('one');
          ports.tell('two');
        });
    });
    await heard;
    assert.equal(
      news.map((note) => z.object({ text: z.string() }).parse(note).text),
      ['one', 'two'],
    );
    assert.is(ports.listening, 1);
    client.close();
    await client.ended();
    while (ports.listening > 0) await new Promise(setImmediate);
  }),
);

talk('hears only once for a connection that subscribes twice', () =>
  withControlNode(async ({ path, ports }) => {
    await exchange(path, [request(1, 'subscribe'), request(2, 'subscribe')], 2);
    assert.ok(ports.listening <= 1);
  }),
);

talk('refuses a seventeenth request while sixteen wait', () =>
  withControlNode(async ({ path, ports }) => {
    ports.answer = () => new Promise(() => undefined);
    const lines = Array.from({ length: 17 }, (_, id) =>
      request(id, 'chat', { message: String(id), text: 'wait' }),
    );
    const [answer] = await exchange(path, lines, 1);
    assert.is(answer?.id, 16);
    assert.is(answer?.error?.code, 'CLI_TOO_MANY_REQUESTS');
  }),
);

talk('drops the thirty-third connection', () =>
  withControlNode(async ({ path }) => {
    const clients = await Promise.all(Array.from({ length: 32 }, () => connectToNode(path)));
    const late = connect(path);
    await once(late, 'close');
    for (const client of clients) client.close();
  }),
);

talk('tells a client that waits when the node stops', () =>
  withControlNode(async ({ path, ports, socket }) => {
    const asked = new Promise<void>((resolve) => {
      ports.answer = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    const client = await connectToNode(path);
    const params = { message: 'm', text: 'wait' };
    const answer = client.call({ method: 'chat', params }, z.unknown()).catch(errorCode);
    await asked;
    await socket.stop();
    assert.is(await answer, 'CLI_CONNECTION_LOST');
    const later = client.call({ method: 'chat', params }, z.unknown()).catch(errorCode);
    assert.is(await later, 'CLI_CONNECTION_LOST');
  }),
);

talk.run();

const junk = suite('junk');

junk('is answered with what is wrong, and the connection goes on', () =>
  withControlNode(async ({ path }) => {
    const lines = [
      '{',
      '[]',
      '{"id":1,"method":"chat"}',
      '{"id":1,"method":"format"}',
      '"\ud800"',
      '',
    ];
    const chunks = [...lines.map((line) => `${line}\n`), Uint8Array.of(0xff, 0xfe, 0x0a)];
    const answers = await exchange(path, [...chunks, request(9, 'usage')], chunks.length + 1);
    const codes = answers.map(({ error }) => error?.code);
    assert.equal(codes, [...chunks.map(() => 'CLI_BAD_MESSAGE'), undefined]);
  }),
);

junk('without an end is cut off with its reason', () =>
  withControlNode(async ({ path }) => {
    const answers = await exchange(path, ['x'.repeat(MAX_REQUEST_BYTES + 1)], 2);
    assert.equal(
      answers.map(({ error }) => error?.code),
      ['CLI_LINE_TOO_LONG'],
    );
  }),
);

junk('of every kind never ends the node', () =>
  withControlNode(async ({ path }) => {
    const almost = fc.record(
      {
        id: fc.oneof(fc.nat(), fc.string(), fc.constant(null)),
        method: fc.constantFrom('command', 'chat', 'subscribe', 'usage', 'toString'),
        params: fc.oneof(
          fc.record({ argv: fc.array(fc.string()) }),
          fc.record({ message: fc.string(), text: fc.string() }),
          fc.anything(),
        ),
      },
      { requiredKeys: [] },
    );
    const line = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((text) => Buffer.from(text)),
      almost.map((value) =>
        Buffer.from(
          JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? null : inner)),
        ),
      ),
    );
    const chunks = fc.array(
      line.map((bytes) => Buffer.concat([bytes, Buffer.from('\n')])),
      { maxLength: 20 },
    );
    const probe = async (sent: readonly Uint8Array[]): Promise<void> => {
      const socket = connect(path);
      for (const chunk of sent) socket.write(chunk);
      socket.end();
      socket.resume();
      await once(socket, 'close');
      const [alive] = await exchange(path, [request(1, 'usage')], 1);
      assert.is(alive?.id, 1);
    };
    await fc.assert(fc.asyncProperty(chunks, probe), { numRuns: 60 });
  }),
);

junk.run();
