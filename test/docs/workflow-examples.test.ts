/** Every workflow in the docs, and those of the sample site, run on the sample site: each is started as it says, and does its steps. */
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formatAddress } from '../../runtime/core/reading.ts';
import type { WorkflowRow } from '../../runtime/workflows/say-workflows.ts';
import { askingStep, type Run } from '../../runtime/workflows/runs/run.ts';
import type { Trigger, Workflow } from '../../runtime/workflows/workflow.ts';
import { withGateway, type GatewayRig } from '../gateway-rig.ts';
import { independentHmac } from '../independent-hmac.ts';

const test = suite('workflows of the docs');

const page = readFileSync('docs/workflows.md', 'utf8');
const blocks = [...page.matchAll(/```yaml\n(workflows:\n.*?)```/gs)].map(([, text = '']) => text);
const sample = readFileSync('provisioning/site/workflows.yaml', 'utf8');

const SECRET = 'of-the-door-bell';
process.env['DOOR_HOOK'] = SECRET;

type Fire<Kind extends Trigger['kind']> = (
  rig: GatewayRig,
  trigger: Extract<Trigger, { kind: Kind }>,
  workflow: Workflow,
) => Promise<unknown>;

/** How each kind is made to fire, from outside of it. */
const FIRE: { readonly [Kind in Trigger['kind']]: Fire<Kind> } = {
  manual: (rig, _trigger, { name }) => rig.run('workflow-run', { name }),
  cron: async (rig, _trigger, { name }) => {
    const rows = await rig.run('workflow-list', {});
    const found = rows.ok ? (rows.data as readonly WorkflowRow[]) : [];
    const { next = 0 } = found.find((row) => row.name === name) ?? {};
    assert.ok(next > rig.clock.now());
    await rig.restart(next - rig.clock.now() - 30_000);
    await rig.pass(40_000);
  },
  reading: async (rig, { reading, crossing, forMs }) => {
    const value =
      crossing.kind === 'is'
        ? crossing.value
        : crossing.limit + (crossing.kind === 'above' ? 1 : -1);
    // The simulated world drifts back by itself.
    for (let heldMs = 0; heldMs < forMs + 10_000; heldMs += 2_000) {
      await rig.run('sim-set', { target: formatAddress(reading), value });
      await rig.pass(2_000);
    }
  },
  edge: async (rig, { edge, direction }) => {
    await rig.run('sim-set', { target: formatAddress(edge), value: direction !== 'falling' });
  },
  // The one interlock of the sample site that forces something.
  event: async (rig, { event }) => {
    assert.is(event, 'pump.forced');
    await rig.say('turn on the pump');
    await rig.run('sim-set', { target: 'estop.pressed', value: true });
  },
  phrase: (rig, { phrases }) => rig.say(phrases[0] ?? ''),
  webhook: (rig, _trigger, { name }) => {
    const body = '{"pressed":true,"who":"Mei"}';
    const timestamp = String(Math.floor(rig.clock.now() / 1_000));
    const signature = independentHmac(SECRET, `${timestamp}.${body}`);
    const request = { timestamp, signature, body: Buffer.from(body) };
    return rig.during(rig.gateway.workflows.hooks.knock(name, request, () => true));
  },
  mqtt: (rig, { topic }) => {
    rig.publish(topic, 'single');
    return Promise.resolve();
  },
  workflow: (rig, { name }) => rig.run('workflow-run', { name }),
};

function fire(rig: GatewayRig, workflow: Workflow): Promise<unknown> {
  const { trigger } = workflow;
  const one = FIRE[trigger.kind] as Fire<typeof trigger.kind>;
  return one(rig, trigger, workflow);
}

function runsOf(rig: GatewayRig, name: string): readonly Run[] {
  return rig.gateway.workflows.runs.list().filter(({ workflow }) => workflow === name);
}

/** Says yes where it waits for one, until it has ended. */
async function end(rig: GatewayRig, name: string): Promise<Run | undefined> {
  for (let round = 0; round < 20; round += 1) {
    await rig.pass(2_000);
    const run = runsOf(rig, name).at(-1);
    if (run === undefined) continue;
    if (run.state !== 'running') return run;
    if (askingStep(run) !== undefined)
      await rig.run('workflow-answer', { run: run.id, answer: 'yes' });
  }
  return runsOf(rig, name).at(-1);
}

test('there is one of each kind of trigger', () =>
  withExample([sample, ...blocks].join('').replaceAll('workflows:\n', ''), (rig) => {
    const kinds = rig.gateway.workflows.workflows.list.map(({ trigger }) => trigger.kind);
    assert.equal([...new Set(kinds)].sort(), Object.keys(FIRE).sort());
    return Promise.resolve();
  }));

function withExample(text: string, use: (rig: GatewayRig) => Promise<void>): Promise<void> {
  return withGateway(
    async (rig) => {
      assert.equal(rig.gateway.workflows.workflows.mistakes, []);
      await rig.pass(10_000);
      await use(rig);
    },
    (site) => ({ ...site, platforms: [{ name: 'web_chat', type: 'websocket' }] }),
    text.startsWith('workflows:') || text.includes('\nworkflows:') ? text : `workflows:\n${text}`,
  );
}

for (const [index, text] of [sample, ...blocks].entries()) {
  const names = [...text.matchAll(/^ {2}- name: (\S+)$/gm)].map(([, name = '']) => name);
  for (const name of names)
    test(`number ${String(index)}, ${name}: begins when it says so, and does its steps`, () =>
      withExample(text, async (rig) => {
        const workflow = rig.gateway.workflows.workflows.find(name);
        assert.ok(workflow);
        const dry = await rig.run('workflow-run', { name, 'dry-run': true });
        assert.ok(dry.ok && !dry.text.includes('failed'), dry.text);
        assert.equal(runsOf(rig, name), []);
        await fire(rig, workflow);
        const run = await end(rig, name);
        assert.is(run?.state, 'done', JSON.stringify(run?.steps));
        const isExact = workflow.trigger.kind !== 'manual';
        if (isExact) assert.is(run?.trigger.kind, workflow.trigger.kind);
      }));
}

test.run();
