/** The REST door as programs meet it: real requests against a server with a small catalogue. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import { FakeClock } from '../../test/fake-clock.ts';
import { FakeWebPorts } from '../../test/fake-web-ports.ts';
import { defineAction, type Action } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';
import { silentLog } from '../core/log.ts';
import { z } from '../core/schema.ts';
import { WebServer } from './web-server.ts';

interface Context {
  ports: FakeWebPorts;
  /** What the actions were asked for, and by whom. */
  ran: { args: unknown; asker: Asker }[];
  clock: FakeClock;
  directory: string;
  server: WebServer;
  url: string;
}

const test = suite<Context>('rest door');
const TOKEN = 'viewer-token-0123456789';
const WRITER = 'operator-token-0123456789';

test.before.each(async (context) => {
  context.directory = await mkdtemp(join(tmpdir(), 'boardtalk-page-'));
  await writeFile(join(context.directory, 'index.html'), '<!doctype html>');
  context.ran = [];
  context.ports = new FakeWebPorts(cellar(context.ran));
  for (const [token, role] of [
    [TOKEN, 'viewer'],
    [WRITER, 'operator'],
  ] as const)
    context.ports.programs.set(token, {
      ...{ person: `token:${role}`, role, via: 'rest', chat: `rest:${role}` },
    });
  context.clock = new FakeClock();
  context.server = new WebServer({
    ...{ ports: context.ports, address: { host: '127.0.0.1', port: 0 } },
    ...{ pageDirectory: context.directory, log: silentLog, clock: context.clock },
  });
  await context.server.start(new AbortController().signal);
  context.url = context.server.url ?? '';
});

test.after.each(async ({ server, directory }) => {
  await server.stop();
  await rm(directory, { recursive: true });
});

function cellar(ran: Context['ran']): readonly Action[] {
  const words = { help: { en: 'Help.', zh: '帮助' }, examples: { en: ['x'], zh: ['x'] } };
  const read = defineAction({
    ...{ name: 'read', kind: 'read', role: 'viewer', ...words, positional: ['targets'] },
    args: z.strictObject({
      targets: z.array(z.string()).default([]),
      limit: z.number().optional(),
      compare: z.strictObject({ above: z.number() }).optional(),
    }),
    run: (args, asker) => {
      ran.push({ args, asker });
      const rows = [{ thing: 'pump', property: 'power', value: true, quality: 'good', at: 1 }];
      return Promise.resolve({ ok: true, data: { rows } });
    },
    say: () => 'said',
  });
  const set = defineAction({
    ...{ name: 'set', kind: 'write', role: 'operator', ...words, positional: ['target', 'value'] },
    args: z.strictObject({
      target: z.string(),
      value: z.union([z.boolean(), z.number(), z.string()]),
      for: z.string().optional(),
    }),
    run: (args, asker) => {
      ran.push({ args, asker });
      if (args.value === 'ask') {
        const confirm = { token: 't', question: 'Really?', expiresAt: 1 };
        return Promise.resolve({ ok: false, refusal: no('TASK_CONFIRM'), confirm });
      }
      return Promise.resolve(
        args.value === 'no'
          ? { ok: false, refusal: no('INTERLOCK_REQUIRES') }
          : { ok: true, data: { task: 'task-1' }, tasks: ['task-1'] },
      );
    },
    say: () => 'done',
  });
  return [read, set];
}

function no(code: string): { code: string; message: string; hint: string } {
  return { code, message: 'the tank is empty', hint: 'fill it' };
}

interface Request {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function call(url: string, path: string, init: Request = {}, token = WRITER): Promise<Response> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  return fetch(new URL(path, url), { ...init, headers: { ...headers, ...init.headers } });
}

function put(url: string, body: unknown, headers = {}): Promise<Response> {
  const init = { method: 'PUT', body: JSON.stringify(body), headers };
  return call(url, '/api/v1/things/pump/properties/power', init);
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).parse(await response.json());
}

async function codeOf(response: Response): Promise<string> {
  return z.object({ error: z.object({ code: z.string() }) }).parse(await response.json()).error
    .code;
}

test('lets nobody in without a session or a token', async ({ url, ran }) => {
  for (const path of ['actions', 'actions/read', 'openapi.json', 'things/pump/properties/power']) {
    const response = await fetch(`${url}api/v1/${path}`);
    assert.equal(response.status, 401, path);
    assert.equal(response.headers.get('www-authenticate'), 'Bearer');
  }
  assert.equal((await call(url, '/api/v1/actions', {}, 'made-up-token-0123456789')).status, 401);
  assert.deepEqual(ran, []);
});

test('takes no token from a query, and no session beside a wrong token', async ({ url, ports }) => {
  assert.equal((await fetch(`${url}api/v1/actions?token=${TOKEN}`)).status, 401);
  const { token } = ports.signIn();
  const headers = {
    Cookie: `boardtalk_session=${token}`,
    Authorization: 'Bearer wrong-0123456789abc',
  };
  assert.equal((await fetch(`${url}api/v1/actions`, { headers })).status, 401);
});

test('lists every action with the schema of its arguments', async ({ url }) => {
  const { data } = await bodyOf(await call(url, '/api/v1/actions', {}, TOKEN));
  assert.deepEqual(
    z.array(z.object({ name: z.string(), args: z.object({ type: z.string() }) })).parse(data),
    [
      { name: 'read', args: { type: 'object' } },
      { name: 'set', args: { type: 'object' } },
    ],
  );
});

test('reads by GET, and turns the query into what the schema takes', async ({ url, ran }) => {
  const response = await call(url, '/api/v1/actions/read?targets=a&targets=b&limit=3', {}, TOKEN);
  assert.equal(response.status, 200);
  assert.equal((await bodyOf(response))['text'], 'said');
  assert.deepEqual(ran[0]?.args, { targets: ['a', 'b'], limit: 3 });
  assert.equal((await call(url, '/api/v1/actions/read?nonsense=1', {}, TOKEN)).status, 400);
});

test('never writes by GET', async ({ url, ran }) => {
  const response = await call(url, '/api/v1/actions/set?target=pump&value=true');
  assert.equal(response.status, 405);
  assert.equal(response.headers.get('allow'), 'POST');
  assert.deepEqual(ran, []);
});

test('tells the catalogue who asks, in which language and by which words', async ({ url, ran }) => {
  await put(url, { value: true, for: '10s' }, { 'Accept-Language': 'zh-CN,en' });
  const { asker } = ran[0] ?? {};
  assert.equal(asker?.person, 'token:operator');
  assert.equal(asker.via, 'rest');
  assert.equal(asker.language, 'zh');
  assert.equal(asker.words, 'set pump.power true --for 10s');
});

test('writes a property by its bare value', async ({ url, ran }) => {
  const response = await put(url, false);
  assert.equal(response.status, 200);
  assert.deepEqual((await bodyOf(response))['tasks'], ['task-1']);
  assert.deepEqual(ran[0]?.args, { target: 'pump.power', value: false });
});

test('reads a property as one reading', async ({ url }) => {
  const { data } = await bodyOf(await call(url, '/api/v1/things/pump/properties/power', {}, TOKEN));
  assert.deepEqual(data, { thing: 'pump', property: 'power', value: true, quality: 'good', at: 1 });
});

test('says with the status what kind of no it is', async ({ url, ran }) => {
  const refused = await put(url, 'no');
  assert.equal(refused.status, 409);
  assert.equal(await codeOf(refused), 'INTERLOCK_REQUIRES');
  const question = await put(url, 'ask');
  assert.equal(question.status, 202);
  assert.ok('confirm' in (await bodyOf(question)));
  const unknown = await call(url, '/api/v1/actions/fly', { method: 'POST', body: '{}' });
  assert.equal(unknown.status, 404);
  assert.equal((await put(url, [1])).status, 400);
  assert.equal(ran.length, 2);
  const path = '/api/v1/things/pump/properties/power';
  const viewer = await call(url, path, { method: 'PUT', body: 'true' }, TOKEN);
  assert.equal(viewer.status, 403);
});

test('refuses a page of another origin, whatever token it has', async ({ url, ran }) => {
  const response = await put(url, true, { Origin: 'http://evil.example' });
  assert.equal(response.status, 403);
  assert.equal(await codeOf(response), 'WEB_FOREIGN_ORIGIN');
  assert.deepEqual(ran, []);
});

test('lets the own page write with its session', async ({ url, ports, ran }) => {
  const { token } = ports.signIn();
  const headers = { Cookie: `boardtalk_session=${token}`, 'Content-Type': 'application/json' };
  const init = { method: 'PUT', body: 'true' };
  const path = `${url}api/v1/things/pump/properties/power`;
  assert.equal((await fetch(path, { ...init, headers })).status, 403);
  const own = { ...headers, Origin: url.slice(0, -1) };
  assert.equal((await fetch(path, { ...init, headers: own })).status, 200);
  assert.equal(ran[0]?.asker.via, 'web');
});

test('slows down who asks too fast, and nobody else', async ({ url, clock }) => {
  const ask = async (token: string): Promise<number> =>
    (await call(url, '/api/v1/actions', {}, token)).status;
  const statuses = new Set<number>();
  for (let count = 0; count < 70; count += 1) statuses.add(await ask(TOKEN));
  assert.deepEqual([...statuses], [200, 429]);
  assert.equal(await ask(WRITER), 200);
  await clock.advance(1_000);
  assert.equal(await ask(TOKEN), 200);
});

test.run();
