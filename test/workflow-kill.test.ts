/**
 * A workflow with two actuations, and a power cut at every write that becomes durable in its course: on
 * the whole node, with a real store, on the simulated board. Whatever the moment, nothing is switched
 * twice, and each run ends: done, or unknown where nobody can tell whether something was switched.
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Run } from '../runtime/workflows/runs/run.ts';
import { withGateway, type GatewayRig } from './gateway-rig.ts';

const test = suite('power cut in a workflow');

const WORKFLOWS = `workflows:
  - name: water
    steps:
      - { id: look, action: read, params: { targets: [tank.level] } }
      - { id: pump, action: set, depends_on: look, params: { target: pump.power, value: on, for: 5s } }
      - { id: pause, action: wait, depends_on: pump, params: { for: 8s } }
      - { id: light, action: set, depends_on: pause, params: { target: grow-light.power, value: on } }
      - { id: see, action: read, depends_on: light, params: { targets: [grow-light.power] } }
      - { id: end, action: read, depends_on: see, params: { targets: [tank.level] } }
`;
const ACTUATIONS = ['pump', 'light'];

/** How often each actuation was ordered of the board, by the journal: the intent stands there before the pin moves. */
async function intents(rig: GatewayRig): Promise<readonly number[]> {
  const entries = await rig.ground.journal.entries();
  return ACTUATIONS.map(
    (step) =>
      entries.filter(
        ({ kind, cause }) =>
          kind === 'intent' && cause === `workflow water (started by owner), step ${step}`,
      ).length,
  );
}

async function runOnce(rig: GatewayRig): Promise<Run> {
  const begun = rig.run('workflow-run', { name: 'water' });
  await rig.pass(30_000);
  await begun;
  const [run] = rig.gateway.workflows.runs.list();
  if (run === undefined) throw new Error('nothing has run');
  return run;
}

test('runs through where nothing comes between', () =>
  withGateway(
    async (rig) => {
      assert.is((await runOnce(rig)).state, 'done');
      assert.equal(await intents(rig), [1, 1]);
    },
    undefined,
    WORKFLOWS,
  ));

/** What one cut led to; undefined: the workflow was through before so many writes. */
async function cutAt(write: number): Promise<string | undefined> {
  let end: string | undefined;
  await withGateway(
    async (rig) => {
      const isCut = rig.losePowerAtWrite(write);
      await runOnce(rig);
      if (!isCut()) return;
      await rig.startAfterCut();
      await rig.pass(60_000);
      const [run] = rig.gateway.workflows.runs.list();
      const counts = await intents(rig);
      end = `write ${String(write)}: ${String(run?.state)}, ${counts.join(' and ')} times`;
      for (const count of counts) assert.ok(count <= 1, end);
      if (run === undefined) assert.equal(counts, [0, 0], end);
      else assert.ok(run.state === 'done' || run.state === 'unknown', end);
      if (run?.state === 'done') assert.equal(counts, [1, 1], end);
    },
    undefined,
    WORKFLOWS,
  );
  return end;
}

test('whatever write the power is cut at, nothing is switched twice and each run ends', async () => {
  const ends: string[] = [];
  for (let end = await cutAt(1); end !== undefined; end = await cutAt(ends.length + 1))
    ends.push(end);
  assert.ok(ends.length > 12, `so many writes were cut: ${String(ends.length)}`);
  const found = ends.join('\n');
  assert.ok(found.includes('done') && found.includes('unknown'), found);
});

test.run();
