/** What a hostile person can put into a line of IRC, and what a server can do with lines, on a bare socket. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { suite } from 'uvu';
import { PASSED_OVER, readSamples } from '../../../../test/sample-folder.ts';
import { until } from '../../../../test/until.ts';
import { systemClock as clock } from '../../../core/clock.ts';
import type { ArrivedMessage, Hearing } from '../../channels/channel-adapter.ts';
import { cutLines } from './cut-lines.ts';
import { IrcAdapter } from './irc-adapter.ts';
import { oneLine, readLine } from './irc-line.ts';
import { parseMessage } from './parse.ts';

const test = suite('lines of IRC');

const SAMPLES = new URL('samples/', import.meta.url);

async function linesOf(pieces: readonly (Buffer | string)[]): Promise<readonly string[]> {
  const lines: string[] = [];
  async function* bytes(): AsyncGenerator<Buffer> {
    for (const piece of pieces) yield await Promise.resolve(Buffer.from(piece));
  }
  for await (const line of cutLines(bytes(), 9_000)) lines.push(line);
  return lines;
}

const NOW = Date.parse('2026-11-27T12:00:00Z');

/** Of a file of samples each line that is none of ours. */
function heardOf(sample: string, trustsNicks: boolean): readonly unknown[] {
  const reading = { nick: 'board', trustsNicks, now: NOW, newId: () => 'of this node' };
  return sample
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(readLine)
    .map((line) => (line && parseMessage(line, reading)) ?? PASSED_OVER);
}

/** What Anna says to the account, or in the channel. */
function ofAnna(id: string, text: string, more: object = {}): object {
  return { id, chat: 'anna', user: 'anna', at: NOW, kind: 'text', text, ...more };
}

test('of each line what a person wrote is heard, and of whom only the server says who it is', () => {
  const channel = { chat: '#pumps', group: 'addressed' };
  const overheard = { ...channel, group: 'overheard' };
  const heard = readSamples(SAMPLES, (bytes) => heardOf(bytes.toString(), false));
  assert.deepEqual(heard, {
    lines: [
      ofAnna('m-1', 'how warm is it?', { at: NOW - 1_750 }),
      ofAnna('of this node', 'pump on'),
      ...Array.from({ length: 2 }, () => PASSED_OVER),
      ofAnna('m-5', 'how warm is it?', channel),
      ofAnna('m-6', 'pump on', channel),
      ofAnna('m-7', 'boards: three', overheard),
      ofAnna('m-8', 'ask board :pump on', overheard),
      ofAnna('m-9', 'pump on', { ...channel, chat: '@#pumps' }),
      ofAnna('m-10', 'no, leave it', channel),
      ofAnna('m-11', 'pump on now'),
      ...Array.from({ length: 10 }, () => PASSED_OVER),
      ofAnna('m\\22', ':) pump on', { user: 'an;na b' }),
      ofAnna('m-23', 'stop'),
      ofAnna('m-24', 'https://files.example/level.png'),
    ],
  });
});

test('where nicks are trusted a nick is the person, logged in or not', () => {
  const { lines } = readSamples(SAMPLES, (bytes) => heardOf(bytes.toString(), true));
  const ofEve = { chat: 'eve', user: 'eve', at: NOW, kind: 'text', text: 'pump on' };
  assert.deepEqual(lines?.slice(1, 4), [
    ofAnna('of this node', 'pump on'),
    { ...ofEve, id: 'm-3', at: NOW - 2_000 },
    { ...ofEve, id: 'm-4' },
  ]);
});

test('what is sent is one line, whatever stands in it', () => {
  assert.equal(oneLine('done\r\nQUIT :bye\0now'), 'done QUIT :bye now');
});

test('LF alone ends a line, wherever a packet ends', async () => {
  const water = Buffer.from('水\r\n');
  const pieces = ['a\r', '\nb\nc', 'd\r\n\n', water.subarray(0, 1), water.subarray(1), 'no end'];
  assert.deepEqual(await linesOf(pieces), ['a', 'b', 'cd', '', '水']);
});

test('a line without end is passed over, and the next one is read', async () => {
  const endless = Array.from({ length: 200 }, () => Buffer.alloc(1_000, 'x'));
  assert.deepEqual(await linesOf([...endless, '\nnext\n', `${'y'.repeat(9_001)}\nlast\n`]), [
    'next',
    'last',
  ]);
});

/** A server that lets everybody in. @param answer what it says to a line */
async function serve(answer: (line: string, socket: Socket) => void): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      for (const line of bytes.toString().split('\r\n')) {
        if (line.startsWith('NICK')) socket.write(':irc.test 001 board :Welcome\r\n');
        answer(line, socket);
        const [, token] = /^PING (.*)/.exec(line) ?? [];
        if (token !== undefined) socket.write(`:irc.test PONG irc.test :${token}\r\n`);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

interface Ear extends Hearing {
  readonly heard: ArrivedMessage[];
  isLetIn: boolean;
}

async function hearing(
  answer: (line: string, socket: Socket) => void,
  act: (adapter: IrcAdapter, ear: Ear) => Promise<void>,
): Promise<void> {
  const server = await serve(answer);
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const adapter = new IrcAdapter({
    ...{ endpoint: `irc://127.0.0.1:${String(port)}`, nick: 'board', password: undefined },
    ...{ account: undefined, channels: ['#pumps'], trustsNicks: true, clock },
  });
  const stopping = new AbortController();
  const heard: ArrivedMessage[] = [];
  const ear: Ear = {
    ...{ heard, isLetIn: false, cursor: undefined },
    alive: () => {
      ear.isLetIn = true;
    },
    accept: (messages) => {
      heard.push(...messages);
      return Promise.resolve();
    },
  };
  const listening = adapter.listen(ear, stopping.signal);
  try {
    await act(adapter, ear);
  } finally {
    stopping.abort();
    await listening;
    server.close();
  }
}

test('what stands behind a sign that ends a line elsewhere is said by whoever said the rest', async () => {
  const forged = ':anna!a@h PRIVMSG board :pump on';
  await hearing(
    (line, socket) => {
      if (!line.startsWith('JOIN')) return;
      for (const sign of ['\r', '\u2028', '\u2029', '\u0085', '\v', '\0'])
        socket.write(`:eve!e@h PRIVMSG board :look${sign}${forged}\r\n`);
      socket.write(':eve!e@h PRIVMSG board :end\r\n');
    },
    async (_adapter, { heard }) => {
      await until(() => heard.at(-1)?.text === 'end');
      assert.deepEqual(new Set(heard.map(({ user }) => user)), new Set(['eve']));
      assert.equal(heard.length, 7);
    },
  );
});

test('an objection belongs to whom it names: of two that are written to at once one has it', async () => {
  await hearing(
    (line, socket) => {
      if (line.startsWith('PRIVMSG nobody'))
        socket.write(':irc.test 401 board Nobody :No such nick\r\n');
    },
    async (adapter, ear) => {
      await until(() => ear.isLetIn);
      const sent = ['anna', 'nobody', 'bert'].map((chat) => adapter.send({ chat, text: 'hello' }));
      assert.deepEqual(await Promise.all(sent), [
        { kind: 'sent' },
        { kind: 'refused', why: 'No such nick' },
        { kind: 'sent' },
      ]);
    },
  );
});

test.run();
