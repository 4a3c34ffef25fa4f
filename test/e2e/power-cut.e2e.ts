/** What a node does when its power goes, when it is told to stop, and when its memory is damaged. */
import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import { randomText } from '../../runtime/core/ids.ts';
import { z } from '../../runtime/core/schema.ts';
import { chatSchema, refusedSchema } from './answers.ts';
import { NodeProcess, runCli, runUp } from './node-process.ts';
import { helpersOf, PUMP_RELAY, register, soon } from './outside.ts';

interface Context {
  node: NodeProcess;
}

const test = suite<Context>('a power cut');

const ORDER = 'turn on the pump for 60 seconds';

test.before.each(async (context) => {
  context.node = await new NodeProcess({ http: 'off' }).start();
});

test.after.each(async ({ node }) => {
  await node.remove();
  assert.deepEqual(helpersOf(node), [], 'no helper is left');
});

async function say(node: NodeProcess, text: string): Promise<string> {
  return chatSchema.parse((await node.cli('chat', '--json', text)).json).reply;
}

/** The pump runs, and has been measured to. */
async function startPump(node: NodeProcess): Promise<void> {
  assert.match(await say(node, ORDER), /^Pump is on/);
  assert.equal(register(node, PUMP_RELAY), '1');
}

test('kill -9 during a run: the helper makes the pump safe', async ({ node }) => {
  await startPump(node);
  assert.equal(helpersOf(node).length, 1);
  await node.kill('SIGKILL');
  await soon('the pump is off', () => register(node, PUMP_RELAY) === '0');
  await soon('the helper is gone', () => helpersOf(node).length === 0);
});

test('after kill -9 the chat tells what happened, why tells it, and the journal is whole', async ({
  node,
}) => {
  await startPump(node);
  await node.kill('SIGKILL');
  await soon('the helper is done', () => helpersOf(node).length === 0);
  await node.start();
  const told = await say(node, 'is the pump on?');
  assert.match(
    told,
    /^The node restarted at \d\d:\d\d:\d\d and cut short a timed run: pump switched on, 5\d s left\./,
  );
  assert.match(told, /The safe-state helper made it safe at \d\d:\d\d:\d\d\. Now: pump off\./);
  assert.match(told, /It was not started again; for that, say “turn on the pump for 60 seconds”\./);
  assert.match(told, /\nNo\. Pump: off$/);
  assert.equal(await say(node, 'is the pump on?'), 'No. Pump: off');
  for (const question of ['why did the pump stop?', 'why did the pump start?'])
    assert.match(
      await say(node, question),
      /a restart had cut short the 1 min run of pump; the safe-state helper/,
    );
  assert.equal((await node.cli('journal', 'verify')).code, 0);
  assert.equal(register(node, PUMP_RELAY), '0');
});

test('kill -9 before the measurement: nobody says how it ended, and nothing is redone', async ({
  node,
}) => {
  const asked = node.cli('chat', '--json', 'turn on the pump');
  await soon('the pump is on', () => register(node, PUMP_RELAY) === '1');
  await node.kill('SIGKILL');
  assert.equal((await asked).code, 4);
  await soon('the pump is off', () => register(node, PUMP_RELAY) === '0');
  await node.start();
  assert.match(await say(node, '你好'), /结果未知。现在：水泵关。没有自动重做。/);
  assert.match((await node.cli('tasks')).stdout, /Pump on: cut short by a restart/);
});

test('an orderly stop during a run: exit 0, outputs safe, no helper, and it is told', async ({
  node,
}) => {
  await startPump(node);
  assert.equal(await node.kill('SIGTERM'), 0);
  assert.equal(register(node, PUMP_RELAY), '0');
  assert.deepEqual(helpersOf(node), []);
  await node.start();
  assert.match(await say(node, 'hello'), /cut short a timed run: pump switched on/);
  assert.equal((await node.cli('journal', 'verify')).code, 0);
});

test('an orderly stop while an order settles ends it, too', async ({ node }) => {
  const asked = node.cli('chat', '--json', 'turn on the pump');
  await soon('the pump is on', () => register(node, PUMP_RELAY) === '1');
  assert.equal(await node.kill('SIGTERM'), 0);
  await asked;
  assert.equal(register(node, PUMP_RELAY), '0');
  assert.doesNotMatch(node.log, /"level":(50|60)/);
});

test('one byte of the stored journal changed, in whichever file, is found: exit 1', async ({
  node,
}) => {
  // Words that occur nowhere else, so that no compression hides them; what follows keeps its last
  // letter from being packed away together with the quotation mark behind it.
  const marks = [randomText(12), randomText(12)];
  await node.cli('mode', 'pump', 'hand', '--reason', `${marks[0] ?? ''} mark`);
  await node.kill('SIGKILL');
  // This start writes what the log held into a table, and begins a new log.
  await node.start();
  await node.cli('mode', 'pump', 'hand', '--reason', `${marks[1] ?? ''} mark`);
  await node.kill('SIGKILL');
  const files = readdirSync(join(node.dataDirectory, 'db')).filter(isData);
  const kinds = new Set<string>();
  for (const file of files) {
    const damaged = damage(node, file, marks);
    if (damaged === undefined) continue;
    kinds.add(file.slice(-3));
    const { code, json } = await runCli(['--data', damaged, 'journal', 'verify', '--json']);
    rmSync(damaged, { recursive: true });
    assert.deepEqual([code, refusedSchema.parse(json).error.code], [1, 'CLI_JOURNAL_BROKEN'], file);
  }
  assert.deepEqual([...kinds].sort(), ['ldb', 'log'], 'a mark stands in a table and one in a log');
  const whole = await runCli(['--data', node.dataDirectory, 'journal', 'verify', '--json']);
  assert.equal(whole.code, 0);
});

test('a second start on the same data is an error that names the reason; the first runs on', async ({
  node,
}) => {
  const { code, json } = await runUp(node.dataDirectory);
  const { error } = refusedSchema.parse(json);
  assert.deepEqual([code, error.code], [1, 'STATE_LOCKED']);
  assert.match(error.hint, /Another Boardtalk process uses this data directory/);
  assert.equal((await node.cli('read', 'pump')).code, 0);
});

test('a store that lost its table of contents is an error with a next step, never an empty start', async ({
  node,
}) => {
  await say(node, 'turn on the grow light');
  await node.kill('SIGTERM');
  const database = join(node.dataDirectory, 'db');
  rmSync(join(database, 'CURRENT'));
  const before = readdirSync(database).sort();
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const { code, json } = await runUp(node.dataDirectory);
    const { error } = refusedSchema.parse(json);
    assert.equal(code, 1);
    assert.match(error.code, /^STATE_(DAMAGED|LOST)$/);
    assert.ok(error.hint.length > 20, error.hint);
  }
  const kept = readdirSync(database)
    .filter((name) => before.includes(name))
    .sort();
  assert.deepEqual(kept.filter(isData), before.filter(isData), 'nothing was thrown away');
  assert.deepEqual(helpersOf(node), []);
});

test('a data directory whose database is gone does not begin anew', async ({ node }) => {
  await node.kill('SIGTERM');
  rmSync(join(node.dataDirectory, 'db'), { recursive: true });
  const { code, json } = await runUp(node.dataDirectory);
  assert.deepEqual([code, refusedSchema.parse(json).error.code], [1, 'STATE_LOST']);
  assert.equal(existsSync(join(node.dataDirectory, 'db', 'CURRENT')), false);
});

test('a doctor is at hand, and finds nothing wrong with a healthy node', async ({ node }) => {
  const { code, json } = await node.cli('doctor', '--json');
  assert.equal(code, 0);
  const findings = z.array(z.looseObject({ code: z.string(), verdict: z.string() })).parse(json);
  assert.deepEqual(
    findings.filter(({ verdict }) => verdict === 'fail'),
    [],
  );
});

/** A copy of the data directory with one byte of a mark changed in one file; undefined where none stands. */
function damage(
  { dataDirectory }: NodeProcess,
  file: string,
  marks: readonly string[],
): string | undefined {
  const bytes = readFileSync(join(dataDirectory, 'db', file));
  const at = Math.max(...marks.map((mark) => bytes.indexOf(mark)));
  if (at < 0) return undefined;
  const copy = mkdtempSync(join(tmpdir(), 'boardtalk-'));
  cpSync(dataDirectory, copy, { recursive: true, filter: (path) => !path.endsWith('.sock') });
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(join(copy, 'db', file), bytes);
  return copy;
}

function isData(name: string): boolean {
  return /\.(ldb|log)$/.test(name);
}

test.run();
