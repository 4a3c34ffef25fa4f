/** The web door as its peers meet it: a real server on a free port of loopback, real fetch, real WebSockets. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'node:http';
import { suite } from 'uvu';
import { FakeClock } from '../../test/fake-clock.ts';
import { CLAIM_CODE, FakeWebPorts } from '../../test/fake-web-ports.ts';
import { silentLog } from '../core/log.ts';
import { WebServer } from './web-server.ts';

interface Context {
  ports: FakeWebPorts;
  clock: FakeClock;
  pageDirectory: string;
  server: WebServer;
  url: string;
}

const test = suite<Context>('web server');

test.before.each(async (context) => {
  context.pageDirectory = await mkdtemp(join(tmpdir(), 'boardtalk-page-'));
  await writeFile(join(context.pageDirectory, 'index.html'), '<!doctype html><title>Page</title>');
  context.ports = new FakeWebPorts();
  context.clock = new FakeClock();
  context.server = serverOn(context, { host: '127.0.0.1', port: 0 });
  await context.server.start(new AbortController().signal);
  context.url = context.server.url ?? '';
});

test.after.each(async ({ server, pageDirectory }) => {
  await server.stop();
  await rm(pageDirectory, { recursive: true });
});

function serverOn(
  { ports, clock, pageDirectory }: Pick<Context, 'ports' | 'clock' | 'pageDirectory'>,
  address: { host: string; port: number },
): WebServer {
  return new WebServer({ ports, address, pageDirectory, log: silentLog, clock });
}

function post(url: string, path: string, body: unknown, headers = {}): Promise<Response> {
  return fetch(new URL(path, url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: url.slice(0, -1), ...headers },
    body: JSON.stringify(body),
  });
}

async function codeOf(response: Response): Promise<unknown> {
  const body: unknown = await response.json();
  assert.ok(typeof body === 'object' && body !== null && 'error' in body);
  assert.ok(typeof body.error === 'object' && body.error !== null && 'code' in body.error);
  return body.error.code;
}

/** fetch does not let anybody set Host. */
function statusForHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { Host: host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

test('serves the page with a policy that allows nothing but its own files', async ({ url }) => {
  const response = await fetch(url);
  assert.equal(response.status, 200);
  assert.match(await response.text(), /<title>Page/);
  const policy = response.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self'(;|$)/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
});

test('serves no file outside the page', async ({ url, pageDirectory }) => {
  await writeFile(join(pageDirectory, '..', 'boardtalk-secret'), 'secret');
  for (const path of ['..%2fboardtalk-secret', '%2e%2e/boardtalk-secret', '/etc/passwd', '.git'])
    assert.equal((await fetch(`${url}${path}`)).status, 404, path);
  await rm(join(pageDirectory, '..', 'boardtalk-secret'));
});

test('answers to no foreign host name, not even for a probe', async ({ url }) => {
  assert.equal(await statusForHost(`${url}healthz`, 'evil.example'), 403);
  assert.equal(await statusForHost(`${url}healthz`, 'localhost:8787'), 200);
});

test('lets nobody claim from another origin', async ({ url, ports }) => {
  const body = { code: CLAIM_CODE, name: 'Anna' };
  for (const Origin of ['http://evil.example', 'null', 'http://127.0.0.1:1']) {
    const response = await post(url, '/api/claim', body, { Origin });
    assert.equal(response.status, 403);
    assert.equal(await codeOf(response), 'WEB_FOREIGN_ORIGIN');
  }
  assert.deepEqual(ports.claims, []);
});

test('turns the right code into a session cookie, and the cookie into a signed-in page', async ({
  url,
  ports,
}) => {
  const response = await post(url, '/api/claim', { code: CLAIM_CODE, name: 'Anna' });
  assert.equal(response.status, 200);
  const cookie = response.headers.get('set-cookie') ?? '';
  assert.match(cookie, /; HttpOnly; SameSite=Strict; Max-Age=2592000$/);
  assert.deepEqual(ports.claims, [{ code: CLAIM_CODE, name: 'Anna' }]);
  const headers = { Cookie: cookie.split(';')[0] ?? '' };
  const session = await fetch(`${url}api/session`, { headers });
  assert.deepEqual(await session.json(), {
    claimed: true,
    signedIn: true,
    title: 'Greenhouse',
    language: 'en',
  });
});

test('keeps the token out of the answer that scripts can read', async ({ url }) => {
  const response = await post(url, '/api/claim', { code: CLAIM_CODE, name: 'Anna' });
  assert.deepEqual(await response.json(), { ok: true });
});

test('hands on the refusal of a wrong code, and sets no cookie', async ({ url }) => {
  const response = await post(url, '/api/claim', { code: 'wrong', name: 'Anna' });
  assert.equal(response.status, 403);
  assert.equal(response.headers.get('set-cookie'), null);
  assert.equal(await codeOf(response), 'POLICY_BAD_CLAIM');
});

test('lets an address try five codes, then one every ten seconds', async ({
  url,
  ports,
  clock,
}) => {
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 7; attempt += 1)
    statuses.push((await post(url, '/api/claim', { code: 'wrong', name: 'Eve' })).status);
  assert.deepEqual(statuses, [403, 403, 403, 403, 403, 429, 429]);
  assert.equal(ports.claims.length, 5);
  await clock.advance(10_000);
  assert.equal((await post(url, '/api/claim', { code: CLAIM_CODE, name: 'Anna' })).status, 200);
});

test('refuses a claim that is malformed, of another type, or too large', async ({ url, ports }) => {
  const malformed = [{}, { code: '', name: 'x' }, { code: 'x' }, { code: 1, name: 'x' }, 'text'];
  for (const body of malformed) {
    const response = await post(url, '/api/claim', body);
    assert.equal(response.status, 400);
    assert.equal(await codeOf(response), 'WEB_BAD_REQUEST');
  }
  const form = await post(url, '/api/claim', {}, { 'Content-Type': 'text/plain' });
  assert.equal(form.status, 415);
  const large = await post(url, '/api/claim', { code: 'x'.repeat(70_000), name: 'x' });
  assert.equal(large.status, 413);
  assert.equal(await codeOf(large), 'WEB_TOO_LARGE');
  assert.deepEqual(ports.claims, []);
});

test('ends the session and forgets the cookie on logout', async ({ url, ports }) => {
  const { token } = ports.signIn();
  const headers = { Cookie: `boardtalk_session=${token}` };
  const response = await post(url, '/api/logout', {}, headers);
  assert.match(response.headers.get('set-cookie') ?? '', /^boardtalk_session=;.*Max-Age=0$/);
  assert.equal(ports.access.session(token), undefined);
});

test('tells whether it lives and whether it is ready', async ({ url, ports }) => {
  assert.equal((await fetch(`${url}healthz`)).status, 200);
  assert.equal((await fetch(`${url}readyz`)).status, 200);
  ports.isReady = false;
  assert.equal((await fetch(`${url}healthz`)).status, 200);
  assert.equal((await fetch(`${url}readyz`)).status, 503);
});

test('gives Prometheus its text', async ({ url }) => {
  const response = await fetch(`${url}metrics`);
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  assert.match(await response.text(), /^boardtalk_up 1$/m);
});

test('does not show what broke inside', async ({ url, ports }) => {
  ports.metrics = () => Promise.reject(new Error('secret detail'));
  const response = await fetch(`${url}metrics`);
  assert.equal(response.status, 500);
  assert.doesNotMatch(await response.text(), /secret detail/);
});

test('refuses to listen where others could reach it', async (context) => {
  for (const host of ['0.0.0.0', '::', '192.168.1.5', 'board.lan'])
    await assert.rejects(serverOn(context, { host, port: 0 }).start(new AbortController().signal), {
      code: 'WEB_NOT_LOOPBACK',
    });
});

test('says that the port is busy, and what to do', async (context) => {
  const port = Number(new URL(context.url).port);
  const second = serverOn(context, { host: '127.0.0.1', port });
  await assert.rejects(second.start(new AbortController().signal), (error: unknown) => {
    assert.ok(error instanceof Error && 'code' in error && 'hint' in error);
    assert.equal(error.code, 'WEB_PORT_BUSY');
    assert.match(String(error.hint), /--http/);
    return true;
  });
  assert.equal(second.url, undefined);
});

test('says that the page was not built', async ({ ports, clock }) => {
  const server = serverOn(
    { ports, clock, pageDirectory: '/nowhere' },
    { host: '127.0.0.1', port: 0 },
  );
  await assert.rejects(server.start(new AbortController().signal), { code: 'WEB_PAGE_MISSING' });
});

test('stops twice without a word and leaves no timer and no port behind', async ({
  server,
  clock,
  url,
}) => {
  await server.stop();
  await server.stop();
  assert.equal(clock.pending, 0);
  await assert.rejects(fetch(url));
});

test('shows a program that missed its path where they are described', async ({ url }) => {
  for (const [path, hint] of [
    ['api/v1/thing/tank', '/api/v1/openapi.json'],
    ['nowhere', 'The page is at /'],
  ] as const)
    assert.ok((await (await fetch(`${url}${path}`)).text()).includes(hint), path);
});

test('answers a path that cannot be decoded in its own form, with its headers', async ({ url }) => {
  const response = await fetch(`${url}%`);
  assert.equal(response.status, 400);
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(await codeOf(response), 'WEB_NOT_FOUND');
});

test('takes no more than 256 connections, however quiet they are', async ({ url }) => {
  const { hostname, port } = new URL(url);
  const sockets = Array.from({ length: 300 }, () => connect(Number(port), hostname));
  let closed = 0;
  await new Promise<void>((resolve) => {
    for (const socket of sockets)
      socket.once('close', () => {
        closed += 1;
        if (closed === 44) resolve();
      });
  });
  assert.equal(sockets.filter((socket) => !socket.destroyed).length, 256);
  for (const socket of sockets) socket.destroy();
});

test.run();
