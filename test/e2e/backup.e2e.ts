/** A whole node, backed up while it works and made again on an empty directory: the same journal, past and people, or a clear no and nothing. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { refusedSchema } from './answers.ts';
import { NodeProcess, runCli } from './node-process.ts';
import { soon } from './outside.ts';

interface Context {
  root: string;
  node: NodeProcess;
  /** Of the owner's browser. */
  cookie: string;
  /** Of a program. */
  token: string;
  /** Sealed with the passphrase in `secret`. */
  backup: string;
  secret: string;
  /** What was in the journal when the backup had been asked for, at least. */
  before: readonly string[];
  /** How the tank was in the minutes before. */
  past: readonly unknown[];
  window: readonly string[];
}

const test = suite<Context>('a backup of a whole node');

const recordsSchema = z.array(z.looseObject({ hash: z.string() }));
const verifySchema = z.looseObject({ ok: z.literal(true), entries: z.number() });

test.before(async (context) => {
  context.root = mkdtempSync(join(tmpdir(), 'boardtalk-backup-'));
  const node = await new NodeProcess().start();
  context.node = node;
  context.cookie = await claim(node);
  const { json } = await node.cli('token', 'create', 'hub', '--role', 'operator', '--json');
  context.token = z.looseObject({ token: z.string() }).parse(json).token;
  await node.cli('set', 'grow-light.power', 'on');
  context.window = ['--from', new Date(Date.now() - 60_000).toISOString()];
  await soon('there is a past', async () => (await past(context)).length > 5);
  // Until now: what comes later may be in the backup, or not.
  context.window = [...context.window, '--to', new Date(Date.now() - 1_000).toISOString()];
  context.past = await past(context);
  context.before = await hashes(node);
  [context.backup, context.secret] = [join(context.root, 'backup'), join(context.root, 'secret')];
  writeFileSync(context.secret, 'open sesame\n');
  await backUpWhileItWorks(context);
});

test.after(async ({ node, root }) => {
  await node.remove();
  rmSync(root, { recursive: true });
});

/** The cookie of the browser that has become the owner. */
async function claim(node: NodeProcess): Promise<string> {
  const answer = await fetch(new URL('/api/claim', node.url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: new URL(node.url).origin },
    body: JSON.stringify({ code: node.claimCode, name: 'Anna' }),
  });
  assert.equal(answer.status, 200);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function past({
  node,
  window,
}: Pick<Context, 'node' | 'window'>): Promise<readonly unknown[]> {
  const { json } = await node.cli('history', 'tank.level', ...window, '--json');
  return z.looseObject({ rows: z.array(z.unknown()) }).parse(json).rows;
}

async function hashes(node: NodeProcess): Promise<readonly string[]> {
  const { json } = await node.cli('journal', '--json', '--limit', '1000');
  return recordsSchema.parse(json).map(({ hash }) => hash);
}

async function backUpWhileItWorks({ node, backup, secret }: Context): Promise<void> {
  const orders = ['on', 'off', 'on', 'off'].map((value) =>
    node.cli('set', 'grow-light.power', value),
  );
  const sealed = ['--passphrase-file', secret];
  const { code, stderr } = await node.cli('backup', backup, ...sealed);
  assert.equal(code, 0, stderr);
  await Promise.all(orders);
}

function restore(file: string, secret: string, data: string): ReturnType<typeof runCli> {
  return runCli(['restore', file, '--passphrase-file', secret, '--data', data, '--json']);
}

async function session(node: NodeProcess, cookie: string): Promise<unknown> {
  return (await fetch(new URL('/api/session', node.url), { headers: { cookie } })).json();
}

test('gives the same journal, past and people, on an empty directory', async (context) => {
  const { root, node, backup, secret, cookie, token, before, window } = context;
  const data = join(root, 'again');
  const { code, stderr } = await restore(backup, secret, data);
  assert.equal(code, 0, stderr);
  const verified = await runCli(['journal', 'verify', '--data', data, '--json']);
  const { entries } = verifySchema.parse(verified.json);
  assert.ok(entries >= before.length);
  const all = await hashes(node);
  const configDirectory = join(data, 'site');
  const again = await new NodeProcess({ dataDirectory: data, configDirectory }).start();
  try {
    assert.deepEqual((await hashes(again)).slice(0, entries), all.slice(0, entries));
    assert.deepEqual(await past({ node: again, window }), context.past);
    assert.equal(again.claimCode, undefined);
    assert.deepEqual(await session(again, cookie), await session(node, cookie));
    const light = new URL('/api/v1/things/grow-light/properties/power', again.url);
    const headers = { authorization: `Bearer ${token}` };
    assert.equal((await fetch(light, { headers })).status, 200);
    assert.equal((await again.cli('journal', 'verify')).code, 0);
  } finally {
    await again.kill('SIGTERM');
  }
});

test('shows nothing of the node to who has the file alone', ({ node, backup }) => {
  const file = readFileSync(backup);
  const key = readFileSync(join(node.dataDirectory, 'keys/site.pem'), 'utf8').split('\n')[1] ?? '';
  assert.ok(key.length > 20);
  assert.ok(!file.includes(key) && !file.includes('grow-light'));
});

test('is refused with a wrong passphrase, and where a byte is not what it was, and nothing is left behind', async ({
  root,
  backup,
  secret,
}) => {
  const data = join(root, 'refused');
  const wrong = join(root, 'wrong');
  writeFileSync(wrong, 'open barley\n');
  const damaged = join(root, 'damaged');
  const bytes = readFileSync(backup);
  const middle = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(damaged, bytes);
  for (const [file, passphrase, expected] of [
    [backup, wrong, 'STATE_BACKUP_PASSPHRASE'],
    [damaged, secret, 'STATE_BACKUP_DAMAGED'],
  ] as const) {
    const { code, json } = await restore(file, passphrase, data);
    assert.deepEqual([code, refusedSchema.parse(json).error.code], [1, expected]);
    assert.ok(!existsSync(data));
  }
});

test.run();
