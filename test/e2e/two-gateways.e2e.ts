/**
 * A data directory that was copied while its gateway was stopped, and two gateways of one site on one machine: the
 * second one stands back and says so, what the site does by itself is done once, and a person says who leads.
 */
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import { NodeProcess } from './node-process.ts';

const test = suite('two gateways of one site');

const WORKFLOWS = `workflows:
  - name: tick
    trigger: cron * * * * *
    steps:
      - action: wait
        params: { for: 1s }
`;

async function until(what: string, isSo: () => Promise<boolean>, seconds = 45): Promise<void> {
  for (let second = 0; second < seconds; second += 0.5) {
    if (await isSo()) return;
    await sleep(500);
  }
  assert.fail(`not within ${String(seconds)} s: ${what}`);
}

const standsBack = async (node: NodeProcess): Promise<boolean> =>
  /stands back/.test((await node.cli('workflow', 'list')).stdout);

/** By the clock, with when. */
async function ticks(node: NodeProcess): Promise<readonly number[]> {
  const { json } = await node.cli('workflow', 'runs', '--json');
  const text = JSON.stringify(json);
  return [...text.matchAll(/"kind":"cron","at":(\d+)/g)].map(([, at]) => Number(at));
}

test('the copy stands back until a person says that it leads, and nothing is done twice', async () => {
  const home = await mkdtemp(join(tmpdir(), 'boardtalk-two-'));
  const [site, one, two] = ['site', 'one', 'two'].map((name) => join(home, name));
  assert.ok(site && one && two);
  await cp('provisioning/site', site, { recursive: true });
  await writeFile(join(site, 'workflows.yaml'), WORKFLOWS);
  const node = (dataDirectory: string): NodeProcess =>
    new NodeProcess({ configDirectory: site, dataDirectory, mqtt: '127.0.0.1:0' });
  const [first, second] = [node(one), node(two)];
  try {
    await first.start();
    await first.kill('SIGTERM');
    await cp(one, two, { recursive: true });
    await first.start();
    await second.start();
    await until('the copy stands back', () => standsBack(second), 20);
    assert.equal(await standsBack(first), false);
    assert.match(
      (await second.cli('doctor')).stdout,
      /the gateway at 127\.0\.0\.1:\d+ leads this site/,
    );
    const refused = await second.cli('workflow', 'run', 'tick');
    assert.equal(refused.code, 3);
    assert.match(refused.stdout + refused.stderr, /stands back.*leads this site/s);
    assert.equal((await second.cli('set', 'grow-light', 'on')).code, 3);
    assert.equal((await second.cli('set', 'grow-light', 'off')).code, 0);

    await until('the one that leads has run it', async () => (await ticks(first)).length > 0, 75);
    assert.deepEqual(await ticks(second), []);

    await second.kill('SIGKILL');
    await second.start();
    assert.equal(await standsBack(second), true);

    assert.equal((await second.cli('lead')).code, 0);
    assert.equal(await standsBack(second), false);
    await until('the other one stands back', () => standsBack(first));
    const before = await ticks(first);
    await until('the new one has run it', async () => (await ticks(second)).length > 0, 75);
    const after = await ticks(first);
    const twice = (await ticks(second)).filter((at) => after.includes(at));
    assert.deepEqual([after, twice], [before, []]);
  } finally {
    await first.remove();
    await second.remove();
    await rm(home, { recursive: true });
  }
});

test.run();
