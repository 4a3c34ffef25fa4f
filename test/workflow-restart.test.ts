/** What becomes of a run that a restart cut short: it goes on, waits, or is ended, and people are told. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Run } from '../runtime/workflows/runs/run.ts';
import { OWNER, withGateway, type GatewayRig } from './gateway-rig.ts';

const test = suite('runs after a restart');

const HOUR_MS = 3_600_000;

function waitThenLight(length: string): string {
  return `workflows:
  - name: later
    steps:
      - { id: pause, action: wait, params: { for: ${length} } }
      - { id: light, depends_on: pause, action: set, params: { target: grow-light.power, value: on } }
`;
}

/** Begun, and not ended before a minute is over. */
async function begin(rig: GatewayRig, name = 'later'): Promise<void> {
  const started = rig.run('workflow-run', { name });
  await rig.pass(15_000);
  await started;
}

function newest(rig: GatewayRig): Run {
  const run = rig.gateway.workflows.runs.list().at(-1);
  if (run === undefined) throw new Error('nothing has run');
  return run;
}

function told(rig: GatewayRig): string {
  const letters = rig.gateway.outbox.waiting(OWNER.chat);
  return letters.map(([, { news }]) => (news.kind === 'notice' ? news.text : news.kind)).join('\n');
}

async function write(rig: GatewayRig, text: string): Promise<void> {
  await writeFile(join(rig.ground.options.configDirectory, 'workflows.yaml'), text);
}

test('where it should have gone on long ago, it is ended, and told', () =>
  withGateway(
    async (rig) => {
      await begin(rig);
      await rig.restart(2 * HOUR_MS);
      await rig.pass(60_000);
      assert.is(newest(rig).state, 'failed');
      assert.is(newest(rig).steps['light']?.refusal?.code, 'WORKFLOW_TOO_LATE');
      assert.is(rig.value('grow-light', 'power'), false);
      assert.match(told(rig), /later: failed[^]*cut short too long ago/);
    },
    undefined,
    waitThenLight('1m'),
  ));

test('what waits for a time that is yet to come goes on, however long the node was away', () =>
  withGateway(
    async (rig) => {
      await begin(rig);
      await rig.restart(5 * HOUR_MS);
      await rig.pass(2 * HOUR_MS);
      assert.is(newest(rig).state, 'done');
      assert.is(rig.value('grow-light', 'power'), true);
    },
    undefined,
    waitThenLight('6h'),
  ));

test('while its file cannot be read it waits, is told, and goes on when the file is mended', () =>
  withGateway(
    async (rig) => {
      await begin(rig);
      await write(rig, 'workflows: [{ name: later, stepps: [] }]');
      await rig.restart();
      await rig.pass(120_000);
      assert.is(newest(rig).state, 'running');
      assert.match(told(rig), /later was cut short by a restart, and waits/);
      await write(rig, waitThenLight('1m'));
      await rig.gateway.workflows.workflows.reload();
      await rig.pass(5_000);
      assert.is(newest(rig).state, 'done', JSON.stringify(newest(rig)));
      assert.is(rig.value('grow-light', 'power'), true);
    },
    undefined,
    waitThenLight('1m'),
  ));

test('where the mended file has it no more, it is ended with that reason', () =>
  withGateway(
    async (rig) => {
      await begin(rig);
      await write(rig, 'workflows: [{ name: later, stepps: [] }]');
      await rig.restart();
      await write(rig, 'workflows: []');
      await rig.gateway.workflows.workflows.reload();
      await rig.pass(5_000);
      assert.is(newest(rig).state, 'failed');
      assert.is(newest(rig).steps['light']?.refusal?.code, 'WORKFLOW_CHANGED');
    },
    undefined,
    waitThenLight('1m'),
  ));

test('one that waits for its file is ended by a stop like any other', () =>
  withGateway(
    async (rig) => {
      await begin(rig);
      await write(rig, 'workflows: [{ name: later, stepps: [] }]');
      await rig.restart();
      await rig.say('stop');
      assert.is(newest(rig).state, 'cancelled');
      await write(rig, waitThenLight('1m'));
      await rig.gateway.workflows.workflows.reload();
      await rig.pass(120_000);
      assert.is(rig.value('grow-light', 'power'), false);
    },
    undefined,
    waitThenLight('1m'),
  ));

const KEEP_WARM = `workflows:
  - name: warm
    steps: [{ action: set, params: { target: cooling.setpoint, value: 24 } }]
`;

test('a setpoint is not called done while its regulator was never switched on, whatever write is cut', async () => {
  const ends: string[] = [];
  for (let isCut = true; isCut;) {
    isCut = false;
    await withGateway(
      async (rig) => {
        const hasGone = rig.losePowerAtWrite(ends.length + 1);
        void rig.run('workflow-run', { name: 'warm' });
        await rig.pass(5_000);
        isCut = hasGone();
        if (!isCut) return;

        await rig.startAfterCut();
        await rig.pass(5_000);
        const [run] = rig.gateway.workflows.runs.list();
        const orders = await countIntents(rig);
        ends.push(`${String(run?.state)} ${String(orders)}`);
        if (run?.state === 'done') assert.is(orders, 2, ends.join('\n'));
      },
      undefined,
      KEEP_WARM,
    );
  }
  assert.ok(
    ends.some((end) => end.includes('failed')),
    ends.join('\n'),
  );
});

/** How many writes were ordered of the board. */
async function countIntents(rig: GatewayRig): Promise<number> {
  const entries = await rig.ground.journal.entries();
  return entries.filter(({ kind, cause }) => kind === 'intent' && cause.includes('warm')).length;
}

test.run();
