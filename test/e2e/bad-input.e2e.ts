/** What goes wrong before a node runs, and what its doors put up with while it does. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { refusedSchema } from './answers.ts';
import { NodeProcess, runCli, runUp } from './node-process.ts';
import { helpersOf } from './outside.ts';

interface Context {
  /** Of the test alone. */
  directory: string;
}

const test = suite<Context>('bad input');

const SAMPLE_SITE = join(import.meta.dirname, '../../provisioning/site');

test.before.each((context) => {
  context.directory = mkdtempSync(join(tmpdir(), 'boardtalk-'));
});

test.after.each(({ directory }) => {
  rmSync(directory, { recursive: true });
});

/** A copy of the sample site, changed as the test wants it. */
function siteWith(directory: string, change: (devices: string) => string): string {
  const site = join(directory, 'site');
  cpSync(SAMPLE_SITE, site, { recursive: true });
  const path = join(site, 'devices.yaml');
  writeFileSync(path, change(readFileSync(path, 'utf8')));
  return site;
}

const mistakesSchema = refusedSchema.extend({
  diagnostics: z.array(
    z.looseObject({ file: z.string(), line: z.number(), message: z.string(), hint: z.string() }),
  ),
});

test('every mistake of a site is listed with its place, exit 2, and nothing is started', async ({
  directory,
}) => {
  const site = siteWith(directory, (devices) =>
    devices
      .replace('driver: relay, pin: GPIO22', 'driver: relay, pin: GPIO17')
      .replace('driver: sht31', 'driver: sht32')
      .replace('maxOn: 10m', 'maxOn: soon')
      .replace('en: [lamp, plant light]', 'en: [water pump, plant light]')
      .replace('reading: tank.level, min: 10', 'reading: tank.leval, min: 10')
      .replace("unit: '%'", "unit: 'percent'")
      .replace('settle: 2s', 'setle: 2s'),
  );
  const data = join(directory, 'data');
  const { code, json } = await runCli([
    'up',
    '--json',
    '--config',
    site,
    '--data',
    data,
    '--http',
    '127.0.0.1:0',
  ]);
  assert.equal(code, 2);
  const { diagnostics } = mistakesSchema.parse(json);
  const said = diagnostics.map(({ message, hint }) => `${message}; ${hint}`);
  for (const part of [
    'GPIO17 is already used by the part "pump-relay"',
    'did you mean "sht31"?',
    '"soon": not a duration',
    '"water pump" already means "pump"',
    'did you mean "tank.level"?',
    '"percent" is not allowed',
    'did you mean "settle"?',
  ])
    assert.ok(
      said.some((text) => text.includes(part)),
      part,
    );
  assert.equal(said.length, 7);
  assert.ok(diagnostics.every(({ file, line }) => file === 'devices.yaml' && line > 0));
  assert.equal(existsSync(data), false);
});

test('broken YAML names its line, on the terminal too', async ({ directory }) => {
  const site = siteWith(directory, (devices) => devices.replace('    things:', '    things: ]'));
  const { code, stdout, stderr } = await runCli(['config', 'check', site]);
  assert.equal(code, 2);
  assert.match(stdout + stderr, /devices\.yaml:\d+:\d+/);
});

test('a site that is not there is a mistake of the command line', async ({ directory }) => {
  const { code, json } = await runCli(['up', '--json', '--config', join(directory, 'nowhere')]);
  assert.deepEqual([code, refusedSchema.parse(json).error.code], [2, 'CLI_NO_SITE']);
});

test('a port that is taken is an error that names it, and leaves nothing behind', async ({
  directory,
}) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const node = new NodeProcess({ dataDirectory: directory, http: `127.0.0.1:${port}` });
  await assert.rejects(node.start(), (error: Error) => {
    assert.match(error.message, /WEB_PORT_BUSY/);
    assert.match(error.message, new RegExp(port));
    return true;
  });
  other.close();
  assert.deepEqual(helpersOf(node), []);
  const free = await new NodeProcess({ dataDirectory: directory, http: 'off' }).start();
  await free.kill('SIGTERM');
});

test('an address beyond loopback is refused: the page is for this machine', async ({
  directory,
}) => {
  const { code, json } = await runUp(directory, '--http', '0.0.0.0:0');
  assert.deepEqual([code, refusedSchema.parse(json).error.code], [1, 'WEB_NOT_LOOPBACK']);
});

test('nobody answers where no node runs: exit 4', async ({ directory }) => {
  const { code, json } = await runCli(['--data', directory, 'read', 'pump', '--json']);
  assert.deepEqual([code, refusedSchema.parse(json).error.code], [4, 'CLI_NOT_REACHABLE']);
});

for (const { what, bytes } of [
  { what: 'no JSON', bytes: 'turn on the pump\n' },
  { what: 'JSON of another form', bytes: '{"id":1,"method":"format","params":{}}\n' },
  { what: 'bytes that are no text', bytes: Buffer.from([0xff, 0xfe, 0x00, 0x0a]) },
  { what: 'a line without an end', bytes: 'x'.repeat(100_000) },
  { what: 'half a request', bytes: '{"id":1,"method":"comm' },
  { what: 'a name that JSON objects have anyway', bytes: '{"id":1,"method":"__proto__"}\n' },
]) {
  test(`a client that sends ${what} disturbs nobody`, async ({ directory }) => {
    const node = await new NodeProcess({ dataDirectory: directory, http: 'off' }).start();
    const client = connect(join(directory, 'boardtalk.sock'));
    await once(client, 'connect');
    client.on('error', () => undefined);
    client.write(bytes);
    const { code } = await node.cli('read', 'pump');
    client.destroy();
    assert.equal(code, 0);
    assert.equal(await node.kill('SIGTERM'), 0);
  });
}

test('a client that reads nothing and asks for more does not stop the others', async ({
  directory,
}) => {
  const node = await new NodeProcess({ dataDirectory: directory, http: 'off' }).start();
  const client = connect(join(directory, 'boardtalk.sock')).pause();
  await once(client, 'connect');
  client.on('error', () => undefined);
  for (let id = 0; id < 2_000; id += 1)
    client.write(`{"id":${String(id)},"method":"command","params":{"argv":["things"]}}\n`);
  const { code } = await node.cli('read', 'pump');
  client.destroy();
  assert.equal(code, 0);
  assert.equal(await node.kill('SIGTERM'), 0);
});

const NAMESPACE = ['--user', '--map-root-user', '--mount'];
const MOUNT = 'mount -t tmpfs -o size=8m tmpfs "$0"';
const canMount =
  spawnSync('unshare', [...NAMESPACE, 'sh', '-ec', `${MOUNT} 2>/dev/null`, '/mnt']).status === 0;

const full = 'a full disk: outputs go to safe, people are told why, and space makes it whole again';

if (canMount)
  test(full, ({ directory }) => {
    const script = join(import.meta.dirname, 'full-disk.ts');
    const command = [process.execPath, '--import', 'tsx', script, directory];
    const { stdout } = spawnSync(
      'unshare',
      [...NAMESPACE, 'sh', '-ec', `${MOUNT}; exec "$@"`, directory, ...command],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const seen = fullDiskSchema.parse(JSON.parse(stdout));
    assert.deepEqual([seen.refused.exit, seen.refused.code], [1, 'STATE_DISK_FULL']);
    assert.match(seen.refused.hint, /space/i);
    assert.match(seen.doctor, /no more writes since/);
    assert.deepEqual([seen.canRead, seen.stopped, seen.again, seen.verified], [true, 0, 0, 0]);
  });
else test.skip(`${full} (SKIPPED: this machine lets nobody mount a file system)`);

const fullDiskSchema = z.object({
  refused: z.object({ exit: z.number(), code: z.string(), hint: z.string() }),
  canRead: z.boolean(),
  doctor: z.string(),
  stopped: z.number(),
  again: z.number(),
  verified: z.number(),
});

test.run();
