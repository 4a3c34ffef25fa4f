/**
 * The published forms, unchanged, on a whole node: the report of the day is made from the site's own
 * past by the clock, and a client with the token of the form gets it in the published template.
 */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import { PUBLISHED_PLATFORM, PUBLISHED_WORKFLOWS } from '../published-forms.ts';
import { NodeProcess } from './node-process.ts';

const test = suite('the published workflow');

interface TaskUpdate {
  readonly event_type: string;
  readonly content: { readonly task_id: string; readonly status: string; readonly result: string };
}

async function withSite(
  workflows: string,
  use: (node: NodeProcess) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'boardtalk-published-'));
  await cp('provisioning/site', directory, { recursive: true });
  await writeFile(join(directory, 'platform.yaml'), PUBLISHED_PLATFORM);
  await writeFile(join(directory, 'workflows.yaml'), workflows);
  const node = new NodeProcess({ configDirectory: directory });
  try {
    await node.start();
    await use(node);
  } finally {
    await node.remove();
    await rm(directory, { recursive: true });
  }
}

async function eventsOf(node: NodeProcess): Promise<readonly TaskUpdate[]> {
  const headers = { Authorization: 'Bearer YOUR_API_KEY' };
  const response = await fetch(new URL('api/events', node.url), { headers });
  assert.equal(response.status, 200);
  return (await response.json()) as TaskUpdate[];
}

test('are what the seed has, where that is at hand', async () => {
  const seed = '../shared/data/seed';
  const [platform, workflows] = await Promise.all(
    ['platform.yaml', 'workflows.yaml'].map((name) =>
      readFile(join(seed, name), 'utf8').catch(() => undefined),
    ),
  );
  if (platform === undefined || workflows === undefined) {
    process.stdout.write('SKIPPED: ../shared/data/seed is not here\n');
    return;
  }
  assert.deepEqual(
    [platform.trim(), workflows.trim()],
    [PUBLISHED_PLATFORM.trim(), PUBLISHED_WORKFLOWS.trim()],
  );
});

test('the next whole minute makes the report, and the client gets it once, across a kill', async () => {
  // Nine o'clock of today may be hours away: the same file, by a cron of every minute.
  await withSite(PUBLISHED_WORKFLOWS.replace('0 9 * * *', '* * * * *'), async (node) => {
    assert.deepEqual(await eventsOf(node), []);
    let found: readonly TaskUpdate[] = [];
    for (let second = 0; second < 75 && found.length === 0; second += 1) {
      await sleep(1_000);
      found = await eventsOf(node);
    }
    const [event] = found;
    assert.ok(event);
    assert.equal(event.event_type, 'task_update');
    assert.deepEqual(Object.keys(event.content).sort(), ['result', 'status', 'task_id']);
    assert.equal(event.content.status, 'done');
    const today = new Date().toLocaleDateString('sv');
    assert.match(event.content.result, new RegExp(`^# .*, ${today}\n`));
    // How many there were, the lowest, mean and highest.
    assert.match(
      event.content.result,
      /^\| tank \| level \| % \| [1-9]\d* \| [\d.]+ \| [\d.]+ \| [\d.]+ \|$/m,
    );
    await node.kill('SIGKILL');
    await node.start();
    const after = await eventsOf(node);
    const ids = after.map(({ content }) => content.task_id);
    assert.equal(ids[0], event.content.task_id);
    assert.equal(new Set(ids).size, ids.length);
  });
});

test.run();
