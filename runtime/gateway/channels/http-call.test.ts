/** What is asked of a platform, and of nobody else. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { Secret } from '../../config/secret.ts';
import { systemClock } from '../../core/clock.ts';
import { z } from '../../core/schema.ts';
import { AccessToken } from './access-token.ts';
import { HttpCaller } from './http-call.ts';
import { JsonToken } from './json-token.ts';
import { connectLine } from './web-socket-line.ts';

const grantSchema = z.object({ access_token: z.string() });

const test = suite('calls of a platform');

test('an id that climbs out of its path is called nowhere', async () => {
  const asked: unknown[] = [];
  const http = new HttpCaller((url) => {
    asked.push(url);
    return Promise.resolve(new Response('{}'));
  });
  for (const id of ['..', '.', '%2e%2E', '.%2e'])
    for (const end of ['', '/messages', '?a=b']) {
      const called = await http.call({ url: `https://x.example/v1/chats/${id}${end}` });
      assert.equal(called.kind, 'unreached');
    }
  assert.deepEqual(asked, []);
  const right = await http.call({ url: 'https://x.example/v1/..a/b..?c=/../d' });
  assert.equal(right.kind, 'answered');
});

test('an empty secret stands in no text', () => {
  const http = new HttpCaller(fetch, [new Secret(''), new Secret('abc'), undefined]);
  assert.equal(http.clean('an abc\nof\u202e it'), 'an [secret] of it');
});

test('a token that was given for a while stands in no text either, nor does the one before', async () => {
  const tokens = ['of-json-1', 'of-json-2', 'of-oauth'];
  const given = tokens[Symbol.iterator]();
  const http = new HttpCaller(() => {
    const grant = { access_token: given.next().value, expires_in: 7_200 };
    return Promise.resolve(Response.json(grant));
  });
  const parts = { http, clock: systemClock, url: 'https://x.example', title: 'X', cure: 'none' };
  const json = new JsonToken({
    ...{ ...parts, body: () => ({}), refusal: () => undefined },
    read: (grant) => ({ token: grantSchema.parse(grant).access_token, seconds: 7_200 }),
  });
  await json.get();
  json.forget();
  await json.get();
  await new AccessToken({ ...parts, form: () => new URLSearchParams() }).get();
  assert.equal(http.clean(`none of ${tokens.join()}`), 'none of [secret],[secret],[secret]');
});

test('an address that no socket can have is a failure, and is not said', async () => {
  const { signal } = new AbortController();
  for (const url of ['wss://x.example/#ticket', 'https://', 'wss://x.example:99999/ticket'])
    assert.deepEqual(await connectLine(url, { signal }), {
      kind: 'failed',
      code: 'no such address',
    });
});

test.run();
