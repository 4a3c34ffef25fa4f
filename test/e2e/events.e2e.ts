/**
 * Results that go to other programs: posted to a real HTTP server through its outage and a `kill -9` of
 * the node, and fetched from `GET /api/events`. What is signed is checked by an HMAC of our own.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import { independentHmac } from '../independent-hmac.ts';
import { until } from '../until.ts';
import { NodeProcess } from './node-process.ts';

interface Context {
  site: string;
  program: Program;
  node: NodeProcess;
}

interface Got {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: string;
}

const HOOK_TOKEN = 'hook-token-1';
const TEAM_TOKEN = 'team-token-1';

/** A program of somebody: an HTTP server on a port that stays the same over its outages. */
class Program {
  readonly got: Got[] = [];
  /** Takes what comes, and answers never. */
  isStuck = false;
  #server: Server | undefined;
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}/in`;
  }

  get texts(): readonly unknown[] {
    return this.got.map(({ body }) => (JSON.parse(body) as Form).content.result);
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => void this.#take(request, response));
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const header = (name: string): string => String(request.headers[`x-boardtalk-${name}`]);
    const body = Buffer.concat(pieces).toString();
    const [timestamp, signature] = [header('timestamp'), header('signature')];
    this.got.push({ id: header('event'), timestamp, signature, body });
    if (!this.isStuck) response.writeHead(204).end();
  }
}

/** To a task that was posted. */
interface Answer {
  readonly ok: boolean;
  readonly reply: string;
  readonly tasks: readonly string[];
}

interface Form {
  readonly event_type: string;
  readonly content: { readonly task_id: string; readonly status: string; readonly result: unknown };
}

const test = suite<Context>('events for other programs');

test.before(async (context) => {
  context.program = new Program();
  await context.program.open();
  context.site = mkdtempSync(join(tmpdir(), 'boardtalk-site-'));
  cpSync('provisioning/site', context.site, { recursive: true });
  writeFileSync(join(context.site, 'hook-token'), HOOK_TOKEN, { mode: 0o600 });
  writeFileSync(join(context.site, 'team-token'), TEAM_TOKEN, { mode: 0o600 });
  writeFileSync(
    join(context.site, 'platform.yaml'),
    `people: [{ id: mei, name: Mei, role: operator }]
supported_platforms:
  - { name: hook, type: api, auth_token: file:hook-token, callback_url: '${context.program.url}' }
  - { name: team, type: api, auth_token: file:team-token, speaks_as: mei }
`,
  );
  writeFileSync(
    join(context.site, 'workflows.yaml'),
    `workflows:
  - name: tell_hook
    steps:
      - { id: first, action: send_notification, params: { platform: hook, text: one } }
      - { id: second, action: send_notification, depends_on: first, params: { platform: hook, text: two } }
  - name: tell_team
    steps:
      - { id: tell, action: send_notification, params: { platform: team, channel: '#operations', text: hello } }
`,
  );
  context.node = await new NodeProcess({ configDirectory: context.site }).start();
});

test.after(async ({ node, program, site }) => {
  await node.remove();
  await program.close();
  rmSync(site, { recursive: true });
});

test.before.each(({ program }) => {
  program.got.length = 0;
});

async function run(node: NodeProcess, workflow: string): Promise<void> {
  const { code, stderr } = await node.cli('workflow', 'run', workflow);
  assert.equal(code, 0, stderr);
}

async function untilDoctor(node: NodeProcess, holds: (says: string) => boolean): Promise<void> {
  while (!holds((await node.cli('doctor')).stdout));
}

/** Each once, in the order in which they came first. */
function distinct(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)];
}

test('they arrive in their order, in the published form, signed with the token', async ({
  node,
  program,
}) => {
  await run(node, 'tell_hook');
  await until(() => program.got.length === 2);
  assert.deepEqual(program.texts, ['one', 'two']);
  for (const { id, timestamp, signature, body } of program.got) {
    assert.equal(signature, independentHmac(HOOK_TOKEN, `${timestamp}.${body}`));
    assert.ok(Math.abs(Number(timestamp) - Date.now() / 1_000) < 60);
    const form = JSON.parse(body) as Form;
    assert.deepEqual(Object.keys(form), ['event_type', 'content']);
    assert.deepEqual(Object.keys(form.content), ['task_id', 'status', 'result']);
    assert.deepEqual([form.event_type, form.content.status], ['task_update', 'done']);
    assert.ok(id.startsWith(`${form.content.task_id}.`), id);
  }
});

test('through an outage of the program, and a kill -9 of the node within it, nothing is lost', async (context) => {
  const { node, program } = context;
  await program.close();
  await run(node, 'tell_hook');
  await run(node, 'tell_hook');
  await untilDoctor(node, (says) => says.includes('4 events wait'));
  await node.kill('SIGKILL');
  await node.start();
  await run(node, 'tell_hook');
  await program.open();
  await until(() => distinct(program.got.map(({ id }) => id)).length === 6);
  assert.deepEqual(program.texts, ['one', 'two', 'one', 'two', 'one', 'two']);
  const runs = program.got.map(({ id }) => id.split('.')[0]);
  assert.deepEqual(runs, [...runs].sort(), 'runs came in the order in which they ran');
  await untilDoctor(node, (says) => !says.includes('events wait'));
});

test('killed after the program had it and before it said so: it comes again with the same id', async (context) => {
  const { node, program } = context;
  program.isStuck = true;
  await run(node, 'tell_hook');
  await until(() => program.got.length === 1);
  await node.kill('SIGKILL');
  program.isStuck = false;
  await node.start();
  await until(() => program.got.length === 3);
  const [stuck, again, next] = program.got;
  assert.deepEqual([again?.id, again?.body], [stuck?.id, stuck?.body]);
  assert.notEqual(next?.id, again?.id);
  assert.deepEqual(program.texts, ['one', 'one', 'two']);
});

test('without an address they are held, and fetched with the token', async ({ node }) => {
  await run(node, 'tell_team');
  const fetchFrom = (since: string): Promise<Response> =>
    fetch(`${node.url}api/events${since}`, { headers: { Authorization: `Bearer ${TEAM_TOKEN}` } });
  const response = await fetchFrom('');
  const [event, ...others] = (await response.json()) as Form[];
  assert.deepEqual(others, []);
  const id = event?.content.task_id ?? '';
  assert.deepEqual(event, {
    event_type: 'task_update',
    content: { task_id: id, status: 'done', result: 'hello' },
  });
  const last = response.headers.get('x-boardtalk-event') ?? '';
  assert.equal(last, `${id}.tell`);
  await node.kill('SIGKILL');
  await node.start();
  await run(node, 'tell_team');
  assert.equal(((await (await fetchFrom('')).json()) as Form[]).length, 2);
  const [newer, ...more] = (await (await fetchFrom(`?since=${last}`)).json()) as Form[];
  assert.deepEqual(more, []);
  assert.notEqual(newer?.content.task_id, id);
  const wrong = await fetch(`${node.url}api/events`, { headers: { Authorization: 'Bearer x' } });
  assert.equal(wrong.status, 401);
});

test('a signed order is carried out once, however often it comes, a restart between', async (context) => {
  const { node } = context;
  const body = JSON.stringify({
    ...{ event_type: 'message', id: 'order-1', content: { text: 'turn on the grow light' } },
  });
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const send = (): Promise<Response> =>
    fetch(`${node.url}api/events`, {
      method: 'POST',
      body,
      headers: {
        'Content-Type': 'application/json',
        'X-Boardtalk-Timestamp': timestamp,
        'X-Boardtalk-Signature': independentHmac(TEAM_TOKEN, `${timestamp}.${body}`),
      },
    });
  const first = (await (await send()).json()) as Answer;
  assert.equal(first.tasks.length, 1, first.reply);
  const second = (await (await send()).json()) as { reply: string };
  assert.equal(second.reply, first.reply);
  await node.kill('SIGKILL');
  await node.start();
  assert.equal((await send()).status, 200);
  const { stdout } = await node.cli('why', 'grow-light');
  assert.equal(stdout.split('mei (api) said').length - 1, 1, stdout);
});

test('what becomes of an order later comes as an event', async ({ node }) => {
  const headers = { Authorization: `Bearer ${TEAM_TOKEN}`, 'Content-Type': 'application/json' };
  const content = { text: 'turn on the pump for 2 seconds' };
  const body = JSON.stringify({ event_type: 'message', content });
  const ordered = await fetch(`${node.url}api/events`, { method: 'POST', headers, body });
  const { ok, reply, tasks } = (await ordered.json()) as Answer;
  assert.ok(ok, reply);
  let news: Form | undefined;
  while (news === undefined) {
    const response = await fetch(`${node.url}api/events`, { headers });
    // Whoever asks so often has to wait now and then.
    const all = response.ok ? ((await response.json()) as Form[]) : [];
    news = all.find(({ content }) => String(content.result).startsWith('Time is up'));
  }
  assert.equal(news.content.status, 'done');
  assert.deepEqual([news.content.task_id], tasks);
  assert.match(String(news.content.result), /^Time is up \(2 s\)\. Pump is off: flow meter 0/);
});

test.run();
