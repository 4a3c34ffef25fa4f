/**
 * Every messenger that posts to this site, with posts that nobody would write: damaged ones, and some of any shape
 * that are signed all the same. Nothing of it may throw, and nobody is heard who did not write what was signed.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { suite } from 'uvu';
import type { ArrivedMessage, Hearing } from '../runtime/gateway/channels/channel-adapter.ts';
import type { HookAnswer, HookRequest } from '../runtime/gateway/channels/hook-request.ts';
import { parseBoundedJson } from '../runtime/core/bounded-json.ts';
import { seededRandom } from './e2e/seeded-random.ts';
import { POSTERS, rawly, type Poster, RAW, SIGN } from './peers/posters.ts';

const test = suite('posts that nobody would write');

const SEED = 20_261_128;
const DAMAGED = 500;
const SHAPES = 400;

for (const [name, open] of Object.entries(POSTERS)) {
  test(`${name}: what was damaged on its way hears nobody, or what was written`, async () => {
    await withPoster(await open(), async (poster) => {
      const below = belowOf(SEED);
      const right = await Promise.all(
        poster.posts.map(async (post) => {
          const request = poster.sign(bodyOf(textOf(poster, post)));
          return { request, said: (await hear(poster, request)).heard.map(wordsOf) };
        }),
      );
      assert.ok(right.every(({ said }) => said.length === 1));
      for (let round = 0; round < DAMAGED; round += 1) {
        const one = right[below(right.length)];
        if (one === undefined) continue;
        const damaged = damage(one.request, below);
        const { heard } = await hear(poster, damaged);
        const isWhole = damaged.body.equals(one.request.body);
        for (const message of heard)
          if (poster.signsBody || isWhole) assert.deepEqual(wordsOf(message), one.said[0]);
          else assertSound(message, poster, damaged.body.toString());
      }
    });
  });

  test(`${name}: what is signed and has any other shape throws nothing, and names nobody who is not there`, async () => {
    await withPoster(await open(), async (poster) => {
      const below = belowOf(SEED + 1);
      for (let round = 0; round < SHAPES; round += 1) {
        const text = shapeOf(poster, below);
        const request = poster.sign(bodyOf(text));
        const { heard } = await hear(poster, request);
        for (const message of heard) assertSound(message, poster, text);
      }
      poster.check?.();
    });
  });

  test(`${name}: with a signature that is empty, or none, nothing is heard`, async () => {
    await withPoster(await open(), async (poster) => {
      const [post] = poster.posts;
      const right = poster.sign(bodyOf(textOf(poster, post ?? {})));
      const { 'content-type': type = '' } = right.headers;
      for (const headers of [{}, { 'content-type': type }, { ...right.headers, ...emptied(right) }])
        assert.deepEqual((await hear(poster, { ...right, headers })).heard, []);
    });
  });
}

function emptied({ headers }: HookRequest): Readonly<Record<string, string>> {
  const names = Object.keys(headers).filter((name) => /sign|authorization/.test(name));
  return Object.fromEntries(names.map((name) => [name, '']));
}

async function withPoster(poster: Poster, prove: (poster: Poster) => Promise<void>): Promise<void> {
  await prove(poster).finally(() => poster.close());
}

async function hear(
  { adapter }: Poster,
  request: HookRequest,
): Promise<{ readonly answer: HookAnswer; readonly heard: readonly ArrivedMessage[] }> {
  const heard: ArrivedMessage[] = [];
  const hearing: Hearing = {
    cursor: undefined,
    accept: (messages) => Promise.resolve(void heard.push(...messages)),
    alive: () => undefined,
  };
  const answer = await adapter.receive?.(request, hearing);
  if (answer === undefined) throw new Error('it hears no posts');
  assert.ok(Number.isInteger(answer.status));
  return { answer, heard };
}

function wordsOf({ at: _at, ...words }: ArrivedMessage): Omit<ArrivedMessage, 'at'> {
  return words;
}

const KINDS = ['text', 'button', 'forwarded', 'other'];

/** What the core can keep, and of somebody whom the post names. */
function assertSound(message: ArrivedMessage, { reads }: Poster, text: string): void {
  const { id, chat, user, at, kind } = message;
  for (const value of [id, chat, user]) assert.ok(typeof value === 'string' && value !== '');
  assert.ok(Number.isFinite(at) && at <= Date.now(), `it was written at ${String(at)}`);
  assert.ok(KINDS.includes(kind) && typeof message.text === 'string');
  const isNamed = reads?.includes(user) ?? text.includes(JSON.stringify(user).slice(1, -1));
  assert.ok(isNamed || decodeURIComponent(text).includes(user), `nobody named ${user}`);
}

type Below = (end: number) => number;

function belowOf(seed: number): Below {
  const random = seededRandom(seed);
  return (end) => Math.floor(random() * end);
}

/** No sign of the whole is lost: some of it is another one. */
function damage(request: HookRequest, below: Below): HookRequest {
  switch (below(6)) {
    case 0:
      return { ...request, method: oddMethod(below) };
    case 1:
      return { ...request, headers: damageHeader(request.headers, below) };
    case 2:
      return { ...request, body: request.body.subarray(0, below(request.body.length)) };
    case 3:
      return { ...request, body: Buffer.concat([request.body, randomBytes(1 + below(64))]) };
    default:
      return { ...request, body: flipBytes(request.body, below) };
  }
}

function oddMethod(below: Below): HookRequest['method'] {
  const odd = ['GET', 'PUT', 'post', '', 'CONNECT'];
  return odd[below(odd.length)] as HookRequest['method'];
}

function damageHeader(
  headers: HookRequest['headers'],
  below: Below,
): Readonly<Record<string, string>> {
  const names = Object.keys(headers);
  const name = names[below(names.length)] ?? '';
  const value = headers[name] ?? '';
  const flipped = flipBytes(Buffer.from(value), below).toString('latin1');
  const odd = ['', `${value}, ${value}`, ` ${value}`, `${value}\0`, 'x'.repeat(8_192), flipped];
  const { [name]: _gone, ...others } = headers;
  const given = odd[below(odd.length + 1)];
  return given === undefined ? others : { ...others, [name]: given };
}

function flipBytes(bytes: Buffer, below: Below): Buffer {
  const flipped = Buffer.from(bytes);
  for (let times = 1 + below(4); times > 0; times -= 1) {
    const at = below(flipped.length);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << below(8));
  }
  return flipped;
}

const DEEP = Array.from({ length: 40 }).reduce<unknown>((inner) => [inner], 'deep');

const ODD: readonly unknown[] = [
  ...[null, true, false, 0, -1, 0.5, 1e308, -1e308, 2 ** 53, [], {}, [[]], [null], [{}], DEEP],
  ...['', ' ', '.', '..', '../..', '%2e%2e', '/', '\0', 'constructor', '__proto__', 'toString'],
  ...['9'.repeat(400), '-1', 'NaN', '1e999', 'x'.repeat(30_000), '\u202e\u200b', '[[[[', '{'],
  ...[{ length: 1e9 }, { toString: 1, valueOf: 1 }, { then: 1 }, { constructor: { prototype: 1 } }],
  ...RAW.map((_raw, at) => `${SIGN}${String(at)}`),
];

/** A post that is right in all but some places; or nothing of the kind. */
function shapeOf(poster: Poster, below: Below): string {
  if (below(10) === 0) return rawly(JSON.stringify(ODD[below(ODD.length)]));
  let post: unknown = structuredClone(poster.posts[below(poster.posts.length)]);
  for (let times = 1 + below(3); times > 0; times -= 1) post = bend(post, below);
  if (below(8) === 0) post = fill(post);
  if (poster.write === undefined || typeof post !== 'object' || post === null)
    return rawly(JSON.stringify(post));
  return poster.write(post);
}

/** As much as the listener lets through. */
function fill(post: unknown): unknown {
  if (typeof post !== 'object' || post === null || Array.isArray(post)) return post;
  return { ...post, fill: Array.from({ length: 10_000 }).fill(0) };
}

/** Goes down at random, and puts something else there. */
function bend(value: unknown, below: Below): unknown {
  const inner = typeof value === 'string' ? parseBoundedJson(value) : undefined;
  if (typeof inner === 'object' && inner !== null && below(2) === 0)
    return rawly(JSON.stringify(bend(inner, below)));
  if (typeof value !== 'object' || value === null || below(8) === 0) return ODD[below(ODD.length)];
  if (Array.isArray(value)) {
    const at = below(value.length);
    if (below(8) === 0) return [...(value as unknown[]), ...(value as unknown[])];
    return value.map((one: unknown, index) => (index === at ? bend(one, below) : one));
  }
  const entries = Object.entries(value);
  const at = below(entries.length);
  if (below(6) === 0) return Object.fromEntries(entries.filter((_entry, index) => index !== at));
  return Object.fromEntries(
    entries.map(([key, inner], index) => [key, index === at ? bend(inner, below) : inner]),
  );
}

function textOf({ write }: Poster, post: object): string {
  return write === undefined ? JSON.stringify(post) : write(post);
}

const MOST_BYTES = 65_536;

function bodyOf(text: string): Buffer {
  return Buffer.from(text).subarray(0, MOST_BYTES);
}

test.run();
