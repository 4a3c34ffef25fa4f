/** The first minute of a new board: what the console shows, what the page's door answers, and whom it lets in. */
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { PageSocket } from '../page-socket.ts';
import { NodeProcess } from './node-process.ts';
import { helpersOf } from './outside.ts';

interface Context {
  node: NodeProcess;
}

const test = suite<Context>('a fresh directory');

const CODE = /^[0-9A-Z]{4}-[0-9A-Z]{4}$/;

test.before(async (context) => {
  context.node = await new NodeProcess().start();
});

test.after(async ({ node }) => {
  await node.remove();
  assert.deepEqual(helpersOf(node), []);
});

function get(
  { url }: NodeProcess,
  path: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(new URL(path, url), { headers });
}

function claim(
  node: NodeProcess,
  code: string,
  origin = new URL(node.url).origin,
): Promise<Response> {
  return fetch(new URL('/api/claim', node.url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: origin },
    body: JSON.stringify({ code, name: 'Anna' }),
  });
}

/** Why the server did not take the WebSocket. */
async function knock(
  node: NodeProcess,
  knocking: Parameters<typeof PageSocket.open>[1],
): Promise<string> {
  try {
    const page = await PageSocket.open(node.url, knocking);
    page.socket.terminate();
    return 'taken';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

test('shows where the page is, and a claim code', ({ node }) => {
  assert.match(node.url, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  assert.match(node.claimCode ?? '', CODE);
});

test('keeps its data and its socket to itself', ({ node }) => {
  assert.equal(statSync(node.dataDirectory).mode & 0o077, 0);
  assert.equal(statSync(join(node.dataDirectory, 'boardtalk.sock')).mode & 0o777, 0o600);
});

test('is alive and ready', async ({ node }) => {
  for (const path of ['/healthz', '/readyz'])
    assert.equal((await get(node, path)).status, 200, path);
});

test('serves the page to whoever asks, and says that nobody owns it yet', async ({ node }) => {
  const page = await get(node, '/');
  assert.match(page.headers.get('content-type') ?? '', /text\/html/);
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src/);
  const session = z.object({ claimed: z.boolean(), signedIn: z.boolean() });
  assert.deepEqual(session.parse(await (await get(node, '/api/session')).json()), {
    claimed: false,
    signedIn: false,
  });
});

test('takes no WebSocket without a session', async ({ node }) => {
  const { origin } = new URL(node.url);
  assert.match(await knock(node, { origin }), /Unexpected server response: 40[13]/);
});

test('takes no WebSocket and no claim from a foreign page', async ({ node }) => {
  const origin = 'http://evil.example';
  assert.equal(await knock(node, { origin }), 'Unexpected server response: 403');
  assert.equal(await knock(node, {}), 'Unexpected server response: 403');
  assert.equal((await claim(node, node.claimCode ?? '', origin)).status, 403);
});

test('takes no wrong code', async ({ node }) => {
  assert.equal((await claim(node, '0000-0000')).status, 403);
});

test('its code makes an owner, once, and lets that browser in', async ({ node }) => {
  const answer = await claim(node, node.claimCode ?? '');
  assert.equal(answer.status, 200);
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const { origin } = new URL(node.url);
  assert.equal(await knock(node, { origin, cookie }), 'taken');
  assert.equal(
    await knock(node, { origin: 'http://evil.example', cookie }),
    'Unexpected server response: 403',
  );
  assert.equal((await claim(node, node.claimCode ?? '')).status, 403);
});

test('prints no code any more once it has an owner', async ({ node }) => {
  await node.kill('SIGTERM');
  await node.start();
  assert.equal(node.claimCode, undefined);
});

test('counts its tasks where Prometheus looks', async ({ node }) => {
  await node.cli('set', 'grow-light.power', 'on');
  const text = await (await get(node, '/metrics')).text();
  assert.match(text, /^boardtalk_tasks_total\{state="done"\} 1$/m);
  assert.match(text, /^boardtalk_tasks_open 0$/m);
});

test.run();
