/**
 * A workflow with two actuations on a board that has nobody, and a power cut at every write that becomes
 * durable in its course. Whatever the moment: nothing is switched twice, each run ends as done or unknown,
 * and what the gateway will hear is whole, once, and in order.
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BundleWorkflow } from '../runtime/config/bundle-workflow.ts';
import { bundleWorkflows } from '../runtime/workflows/board/bundle-form.ts';
import { boardReportSchema } from '../runtime/workflows/board/board-report.ts';
import { loadText } from '../runtime/workflows/workflow-file.fixture.ts';
import { withBoard, type BoardRig } from './board-rig.ts';
import { BoardWorkflowRig } from './board-workflow-rig.ts';

const test = suite('power cut in a workflow on a board');

/** A minute after the clock of the rig begins. */
const WORKFLOWS = `workflows:
  - name: water
    on: pump-room
    trigger: cron 1 12 * * *
    steps:
      - { id: look, action: read, params: { targets: [tank.level] } }
      - { id: pump, action: set, depends_on: look, params: { target: pump.power, value: on, for: 5s } }
      - { id: pause, action: wait, depends_on: pump, params: { for: 8s } }
      - { id: lamp, action: set, depends_on: pause, when: 'reading("tank.level") > 10', params: { target: lamp.power, value: on } }
      - { id: tell, action: send_notification, depends_on: lamp, params: { platform: enterprise_team, text: watered } }
      - { id: see, action: read, depends_on: tell, params: { targets: [lamp.power] } }
`;
const ACTUATIONS = ['pump', 'lamp'];

const loaded = await loadText(WORKFLOWS.replace('text: watered', 'channel: watered'));
const [FORM] = bundleWorkflows(loaded.workflows).get('pump-room') ?? [];
if (FORM === undefined) throw new Error(JSON.stringify(loaded.diagnostics));

/** The checks of a fixture know no text; the board does. */
const FORMS: readonly BundleWorkflow[] = [
  {
    ...FORM,
    steps: FORM.steps.map((step) =>
      step.id === 'tell' ? { ...step, params: { platform: 'team', text: 'watered' } } : step,
    ),
  },
];

/** How often each actuation was begun, by the journal: the intent stands there before the pin moves. */
async function intents(rig: BoardRig): Promise<readonly number[]> {
  const entries = await rig.entries();
  return ACTUATIONS.map(
    (step) =>
      entries.filter(
        ({ kind, actor, cause }) =>
          kind === 'intent' && actor === 'rule:water' && cause === `step ${step}, by the clock`,
      ).length,
  );
}

/** States of the run that the gateway will hear of, and how often what the step says. */
async function told(own: BoardWorkflowRig): Promise<{ runs: string[]; notices: number }> {
  const reports = (await own.told()).map(({ data }) => boardReportSchema.parse(data));
  return {
    runs: reports.flatMap((report) => (report.kind === 'workflow-run' ? [report.run.state] : [])),
    notices: new Set(
      reports.flatMap((one) => (one.kind === 'workflow-notice' ? [`${one.run}.${one.step}`] : [])),
    ).size,
  };
}

async function live(rig: BoardRig, ms: number): Promise<BoardWorkflowRig> {
  const own = new BoardWorkflowRig(rig);
  await own.start(FORMS);
  await rig.pass(ms, undefined, 200);
  return own;
}

test('runs through where nothing comes between', () =>
  withBoard(async (rig) => {
    const own = await live(rig, 90_000);
    assert.equal(
      own.workflows.runs.list().map(({ state }) => state),
      ['done'],
    );
    assert.equal(await intents(rig), [1, 1]);
    assert.equal(await told(own), { runs: ['running', 'done'], notices: 1 });
    await own.stop();
  }));

/** What one cut led to; undefined: the workflow was through before so many writes. */
async function cutAt(write: number): Promise<string | undefined> {
  let end: string | undefined;
  await withBoard(async (rig) => {
    const isCut = rig.losePowerAtWrite(write);
    await (await live(rig, 90_000)).stop();
    if (!isCut()) return;
    await rig.startAfterCut();
    const own = await live(rig, 60_000);
    const runs = own.workflows.runs.list();
    const counts = await intents(rig);
    const heard = await told(own);
    end = `write ${String(write)}: ${runs.map(({ state }) => state).join()}, ${counts.join(' and ')} times, told ${heard.runs.join()}`;
    for (const count of counts) assert.ok(count <= 1, end);
    assert.ok(runs.length <= 1, end);
    for (const { state } of runs) assert.ok(state === 'done' || state === 'unknown', end);
    if (runs[0]?.state === 'done') assert.equal(counts, [1, 1], end);
    assert.equal(heard.runs, runs.length === 0 ? [] : ['running', runs[0]?.state], end);
    await own.stop();
  });
  return end;
}

test('whatever write the power is cut at, nothing is switched twice and each run ends, and is told once', async () => {
  const ends: string[] = [];
  for (let end = await cutAt(1); end !== undefined; end = await cutAt(ends.length + 1))
    ends.push(end);
  assert.ok(ends.length > 12, `so many writes were cut: ${ends.join('\n')}`);
  const found = ends.join('\n');
  assert.ok(found.includes('done') && found.includes('unknown'), found);
});

test.run();
