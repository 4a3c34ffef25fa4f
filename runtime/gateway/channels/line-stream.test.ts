/** Answers that do not end, of servers that mean no good: a real server, real fetch. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { suite } from 'uvu';
import { openLineStream, type LineStreamOpened } from './line-stream.ts';

const test = suite('lines over HTTP');

interface Heard {
  readonly opened: LineStreamOpened['kind'];
  readonly lines: readonly string[];
  readonly ended: string | undefined;
}

async function hear(status: number, speak: (to: ServerResponse) => void): Promise<Heard> {
  const server = createServer((_request, response) => {
    speak(response.writeHead(status));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const { signal } = new AbortController();
  const url = `http://127.0.0.1:${String(port)}`;
  try {
    const opened = await openLineStream(fetch, { url, signal, silentMs: 300 });
    if (opened.kind !== 'open') return { opened: opened.kind, lines: [], ended: undefined };
    const lines: string[] = [];
    for await (const line of opened.stream.lines()) lines.push(line);
    return { opened: 'open', lines, ended: opened.stream.ended };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('a line without end fills no memory: it ends the stream', async () => {
  const { lines, ended } = await hear(200, (to) => {
    to.write(`first\r\n${'x'.repeat(1_100_000)}`);
  });
  assert.deepEqual([lines, ended], [['first'], 'a line is too long']);
});

test('signs that end a line elsewhere are part of what was said', async () => {
  const { lines } = await hear(200, (to) => {
    to.end('{"a":"1\u20282\r3"}\n');
  });
  assert.deepEqual(lines, ['{"a":"1\u20282\r3"}']);
});

test('a server that says no without end is left', async () => {
  const { opened } = await hear(503, (to) => {
    const speaking = setInterval(() => to.write('no\n'), 20);
    to.on('close', () => {
      clearInterval(speaking);
    });
  });
  assert.equal(opened, 'denied');
});

test.run();
