/** `/api/events` as programs meet it: a real server, real fetch, and the desk of events behind it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import { eventOf, PAGE, SHOP, TEAM, withEvents, type EventRig } from '../../test/event-rig.ts';
import { FakeWebPorts } from '../../test/fake-web-ports.ts';
import { independentHmac } from '../../test/independent-hmac.ts';
import { Secret } from '../config/secret.ts';
import type { SitePlatform } from '../config/site.ts';
import { silentLog } from '../core/log.ts';
import { People } from '../policy/people.ts';
import { EventDesk } from '../tasks/events/event-desk.ts';
import { WebServer } from './web-server.ts';

const test = suite('events over HTTP');

const ANNA = { id: 'anna', name: 'Anna', role: 'operator', areas: ['house'] } as const;
const PLATFORMS: SitePlatform[] = [
  { ...PAGE, authToken: new Secret('of-no-program') },
  { name: 'off', type: 'api' },
  { name: 'new', type: 'api', placeholderToken: new Secret('YOUR_API_KEY') },
  { ...TEAM, speaksAs: 'anna' },
  SHOP,
];

interface Bench extends EventRig {
  readonly ports: FakeWebPorts;
  readonly url: string;
}

async function withServer(use: (bench: Bench) => Promise<void>): Promise<void> {
  await withEvents(async (rig) => {
    const { clock, book, state } = rig;
    const pageDirectory = await mkdtemp(join(tmpdir(), 'boardtalk-page-'));
    await writeFile(join(pageDirectory, 'index.html'), '<!doctype html>');
    const fake = new FakeWebPorts();
    const people = new People({ store: state.store, configured: [ANNA] });
    people.configure([ANNA]);
    const site = { platforms: PLATFORMS };
    const events = new EventDesk({ site, people, book, clock, chat: fake.chat });
    const ports = Object.assign(fake, { events });
    const address = { host: '127.0.0.1', port: 0 };
    const server = new WebServer({ ports, address, pageDirectory, log: silentLog, clock });
    await server.start(new AbortController().signal);
    await use({ ...rig, ports, url: `${server.url ?? ''}api/events` }).finally(async () => {
      await server.stop();
      await rm(pageDirectory, { recursive: true });
    });
  });
}

function get(url: string, token: string): Promise<Response> {
  return fetch(url, { headers: { Authorization: `Bearer ${token}` } });
}

function message(text: unknown, more: object = {}): string {
  return JSON.stringify({ event_type: 'message', content: { text }, ...more });
}

function post(url: string, body: string, headers: Record<string, string>): Promise<Response> {
  const type = { 'Content-Type': 'application/json' };
  return fetch(url, { method: 'POST', body, headers: { ...type, ...headers } });
}

function signed(body: string, now: number, token = 'team-token'): Record<string, string> {
  const timestamp = String(Math.floor(now / 1_000));
  const signature = independentHmac(token, `${timestamp}.${body}`);
  return { 'X-Boardtalk-Timestamp': timestamp, 'X-Boardtalk-Signature': signature };
}

async function codeOf(response: Response): Promise<unknown> {
  const body = (await response.json()) as { error?: { code?: unknown } };
  return body.error?.code;
}

test('a program gets its own events in the published form, oldest first', () =>
  withServer(async ({ url, book }) => {
    await book.tell(eventOf('run-1.a', { platform: 'shop' }));
    await book.tell(eventOf('run-1.b', { platform: 'team' }));
    await book.tell(eventOf('run-1.c', { platform: 'shop' }));
    const response = await get(url, 'shop-token');
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const form = (result: string) => ({
      event_type: 'task_update',
      content: { task_id: 'run-1', status: 'done', result },
    });
    assert.deepEqual(await response.json(), [form('run-1.a'), form('run-1.c')]);
    const last = response.headers.get('x-boardtalk-event') ?? '';
    assert.equal(last, 'run-1.c');
    const more = await get(`${url}?since=${last}`, 'shop-token');
    assert.deepEqual(await more.json(), []);
    assert.equal(more.headers.get('x-boardtalk-event'), null);
  }));

test('with a placeholder this machine can see what is held, and say nothing', () =>
  withServer(async ({ url, book, clock }) => {
    await book.tell(eventOf('run-1.a', { platform: 'new' }));
    const found = (await (await get(url, 'YOUR_API_KEY')).json()) as unknown[];
    assert.equal(found.length, 1);
    const bearer = { Authorization: 'Bearer YOUR_API_KEY' };
    assert.equal((await post(url, message('is the pump on?'), bearer)).status, 401);
    for (const name of ['Forwarded', 'X-Forwarded-For']) {
      const headers = { ...bearer, [name]: 'for=203.0.113.7' };
      assert.equal((await fetch(url, { headers })).status, 401, name);
    }
    const body = message('is the pump on?');
    assert.equal((await post(url, body, signed(body, clock.now(), 'YOUR_API_KEY'))).status, 401);
  }));

test('since may be a time, and nothing else that is no id', () =>
  withServer(async ({ url, book, clock }) => {
    await book.tell(eventOf('a', { platform: 'shop' }));
    await clock.advance(5_000);
    await book.tell(eventOf('b', { platform: 'shop' }));
    const since = encodeURIComponent('2026-06-01T14:00:02+02:00');
    const found = (await (await get(`${url}?since=${since}`, 'shop-token')).json()) as unknown[];
    assert.equal(found.length, 1);
    const bad = await get(`${url}?since=${encodeURIComponent('last week')}`, 'shop-token');
    assert.equal(bad.status, 400);
    assert.equal((await get(`${url}?since=a&since=b`, 'shop-token')).status, 400);
  }));

test('a wrong token, none, one of the page, and a platform without one are not let in', () =>
  withServer(async ({ url }) => {
    for (const token of ['shop-toke', 'shop-tokenx', 'of-no-program', 'YOUR_TOKEN', 'undefined'])
      assert.equal((await get(url, token)).status, 401, token);
    const none = await fetch(url);
    assert.equal(none.status, 401);
    assert.equal(none.headers.get('www-authenticate'), 'Bearer');
    assert.equal(await codeOf(none), 'WEB_UNKNOWN_PLATFORM');
    const basic = await fetch(url, { headers: { Authorization: 'Basic c2hvcA==' } });
    assert.equal(basic.status, 401);
    // A signature opens no GET: there is nothing that it would be over.
    assert.equal((await fetch(url, { headers: signed('', Date.now()) })).status, 401);
  }));

test('whoever guesses is stopped, also where the last guess is right, and heard again later', () =>
  withServer(async ({ url, clock }) => {
    const statuses = [];
    for (let index = 0; index < 12; index += 1)
      statuses.push((await get(url, `guess-${String(index)}`)).status);
    assert.deepEqual(statuses.slice(-2), [429, 429]);
    assert.equal((await get(url, 'shop-token')).status, 429);
    await clock.advance(6_000);
    assert.equal((await get(url, 'shop-token')).status, 200);
  }));

test('a program that asks without a pause has to wait, and no other with it', () =>
  withServer(async ({ url }) => {
    for (let index = 0; index < 60; index += 1) await get(url, 'shop-token');
    const slow = await get(url, 'shop-token');
    assert.equal(slow.status, 429);
    assert.equal(slow.headers.get('retry-after'), '1');
    assert.equal((await get(url, 'team-token')).status, 200);
  }));

test('a signed message is heard as the person that platform.yaml names', () =>
  withServer(async ({ url, ports, clock }) => {
    const body = message('turn on the pump', { id: 'order-7' });
    const response = await post(url, body, signed(body, clock.now()));
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), {
      ...{ ok: true, reply: 'heard: turn on the pump', tasks: [], receipts: [] },
    });
    assert.deepEqual(ports.heard, [
      {
        ...{ id: 'order-7', text: 'turn on the pump' },
        speaker: {
          ...{ person: 'anna', role: 'operator', areas: ['house'], via: 'api', chat: 'api:team' },
        },
      },
    ]);
  }));

test('a platform that speaks as nobody only reads', () =>
  withServer(async ({ url, ports }) => {
    await post(url, message('read tank'), { Authorization: 'Bearer shop-token' });
    assert.deepEqual(ports.heard[0]?.speaker, {
      ...{ person: 'platform:shop', role: 'viewer', via: 'api', chat: 'api:shop' },
    });
  }));

test('the same signed bytes are the same message, and two of a token are two', () =>
  withServer(async ({ url, ports, clock }) => {
    const body = message('read tank');
    const headers = signed(body, clock.now());
    await post(url, body, headers);
    await post(url, body, headers);
    const bearer = { Authorization: 'Bearer team-token' };
    await post(url, body, bearer);
    await post(url, body, bearer);
    const ids = ports.heard.map(({ id }) => id);
    assert.equal(ids[0], ids[1]);
    assert.equal(new Set(ids).size, 3);
  }));

test('what was signed long ago, or not by us, is not heard', () =>
  withServer(async ({ url, ports, clock }) => {
    const body = message('turn on the pump');
    const old = await post(url, body, signed(body, clock.now() - 301_000));
    assert.equal(old.status, 401);
    assert.equal(await codeOf(old), 'WEB_OLD_REQUEST');
    const other = message('turn off the pump');
    for (const headers of [
      signed(other, clock.now()),
      signed(body, clock.now(), 'b-token'),
      { ...signed(body, clock.now()), 'X-Boardtalk-Timestamp': '0' },
      { ...signed(body, clock.now()), Authorization: 'Bearer wrong' },
    ])
      assert.equal((await post(url, body, headers)).status, 401);
    assert.equal((await post(url, body, { 'X-Boardtalk-Signature': 'x' })).status, 401);
    assert.deepEqual(ports.heard, []);
  }));

test('a page of another origin is not let in, signed or not', () =>
  withServer(async ({ url, clock }) => {
    const body = message('turn on the pump');
    const Origin = 'http://evil.example';
    const response = await post(url, body, { ...signed(body, clock.now()), Origin });
    assert.equal(response.status, 403);
    assert.equal(await codeOf(await post(url, body, {})), 'WEB_FOREIGN_ORIGIN');
  }));

test('what is no message is refused with what one looks like', () =>
  withServer(async ({ url, ports }) => {
    const bearer = { Authorization: 'Bearer team-token' };
    for (const body of [
      ...['', '{', '[]', 'null', '{"event_type":"message"}', message(''), message(7)],
      ...[message('x', { event_type: 'task_update' }), message('x', { id: 'a/b' })],
      ...[message('x', { id: '' }), message('x'.repeat(2_001)), '['.repeat(1_000)],
    ]) {
      const response = await post(url, body, bearer);
      assert.equal(response.status, 400, body.slice(0, 40));
      assert.equal(await codeOf(response), 'WEB_BAD_REQUEST');
    }
    const text = { ...bearer, 'Content-Type': 'text/plain' };
    assert.equal((await post(url, message('x'), text)).status, 415);
    assert.equal((await post(url, message('x'.repeat(70_000)), bearer)).status, 413);
    assert.deepEqual(ports.heard, []);
  }));

test('a refusal comes with its code, and is an answer all the same', () =>
  withServer(async ({ url, ports }) => {
    const error = { code: 'POLICY_DENIED', message: 'no', hint: 'Ask.' };
    ports.answer = () => Promise.resolve({ reply: 'No.', tasks: [], receipts: [], error });
    const response = await post(url, message('x'), { Authorization: 'Bearer shop-token' });
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), {
      ...{ ok: false, reply: 'No.', tasks: [], receipts: [], error },
    });
  }));

test.run();
