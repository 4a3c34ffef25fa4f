/** Files of a platform: from where it keeps them, bounded, and from nowhere else. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { addressWithin, fetchBytes, MOST_FILE_BYTES } from './fetch-bytes.ts';
import type { Fetched } from './channel-adapter.ts';

const test = suite('files of a platform');

const OWN = ['https://files.example'];

function ask(answer: () => Response | Promise<Response>): Promise<Fetched> {
  const { signal } = new AbortController();
  const fetch = (): Promise<Response> => Promise.resolve().then(answer);
  return fetchBytes({ url: 'https://files.example/a', signal, title: 'It', fetch });
}

test('goes to no address but those where the platform keeps files', () => {
  const own = 'https://files.example/a/b?c=d';
  assert.equal(addressWithin(own, OWN), own);
  for (const foreign of [
    'http://127.0.0.1/a',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/a',
    'http://files.example/a',
    'https://files.example:8443/a',
    'https://files.example.evil.example/a',
    'https://files.example@evil.example/a',
    'https://somebody:secret@files.example/a',
    'file:///etc/passwd',
    'no address',
  ])
    assert.equal(addressWithin(foreign, OWN), undefined, foreign);
});

test('follows no redirect', async () => {
  let asked: RequestInit | undefined;
  const { signal } = new AbortController();
  const fetched = await fetchBytes({
    ...{ url: 'https://files.example/a', signal, title: 'It' },
    fetch: (_url, init) => {
      asked = init;
      const headers = { location: 'http://169.254.169.254/' };
      return Promise.resolve(new Response(null, { status: 302, headers }));
    },
  });
  assert.equal(asked?.redirect, 'manual');
  assert.deepEqual(fetched, { kind: 'refused', why: 'It says HTTP 302' });
});

test('reads no more of an endless file than anybody may send', async () => {
  let [given, isOver] = [0, false];
  const endless = new ReadableStream<Uint8Array>({
    pull: (stream) => {
      given += 1_000_000;
      stream.enqueue(new Uint8Array(1_000_000));
    },
    cancel: () => {
      isOver = true;
    },
  });
  const fetched = await ask(() => new Response(endless));
  assert.deepEqual(fetched, { kind: 'refused', why: 'it has more than 10 MB' });
  assert.ok(isOver && given < 2 * MOST_FILE_BYTES);
});

test('tries again what may be had another time, and no more what is gone', async () => {
  const headers = { 'retry-after': '2' };
  assert.deepEqual(await ask(() => new Response(null, { status: 429, headers })), {
    ...{ kind: 'later', why: 'It says HTTP 429', retryAfterMs: 2_000 },
  });
  assert.equal((await ask(() => new Response(null, { status: 503 }))).kind, 'later');
  assert.equal((await ask(() => new Response(null, { status: 404 }))).kind, 'refused');
  const refused = Object.assign(new Error('to https://secret'), { code: 'ECONNREFUSED' });
  const away = await ask(() => Promise.reject(refused));
  assert.deepEqual(away, { kind: 'later', why: 'It is not reached: ECONNREFUSED' });
});

test.run();
