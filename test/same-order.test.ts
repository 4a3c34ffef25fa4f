/** The same order twice is one task and one movement, on a whole node; what moved nothing may be asked for again. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Asker } from '../runtime/actions/asker.ts';
import type { WriteTask } from '../runtime/tasks/task.ts';
import type { Run } from '../runtime/workflows/runs/run.ts';
import { askerOf, OWNER, withGateway, type GatewayRig } from './gateway-rig.ts';

const test = suite('the same order twice');

const LIGHT_ON = { target: 'grow-light.power', value: true };

/** What a platform delivers: its id tells that it is the same, and the part which action of it. */
function message(id: string, part = 0): Asker {
  return askerOf(OWNER, { message: id, part });
}

function writes(rig: GatewayRig): readonly Pick<WriteTask, 'state' | 'thing' | 'property'>[] {
  return rig.gateway.tasks
    .writes()
    .map(({ state, thing, property }) => ({ state, thing, property }));
}

async function intents(rig: GatewayRig, thing: string): Promise<number> {
  return (await rig.ground.journal.entries({ kind: 'intent', thing })).length;
}

/** Water for the pump, or too little. */
async function fill(rig: GatewayRig, percent: number): Promise<void> {
  await rig.run('sim-set', { target: 'tank.level', value: percent });
  await rig.pass(5_000);
}

async function begin(rig: GatewayRig): Promise<void> {
  const started = rig.gateway.catalogue.run('workflow-run', { name: 'w' }, askerOf(OWNER));
  await rig.pass(15_000);
  await started;
}

function step(rig: GatewayRig): Run['steps'][string] | undefined {
  return rig.gateway.workflows.runs.list().at(-1)?.steps['a'];
}

test('submitted twice at once it is one task, both get its answer, and the light is switched once', () =>
  withGateway(async (rig) => {
    const { catalogue } = rig.gateway;
    const both = ['m1', 'm1'].map((id) => catalogue.run('set', LIGHT_ON, message(id)));
    const [first, second] = await rig.during(Promise.all(both));
    assert.ok(first?.ok === true && second?.ok === true);
    assert.equal(first.tasks, second.tasks);
    assert.equal(writes(rig), [{ state: 'done', thing: 'grow-light', property: 'power' }]);
    assert.is(await intents(rig, 'grow-light'), 1);
  }));

test('over a restart it is still known, and nothing is switched again', () =>
  withGateway(async (rig) => {
    const before = await rig.run('set', LIGHT_ON, message('m1'));
    await rig.restart();
    const after = await rig.run('set', LIGHT_ON, message('m1'));
    assert.equal(after.tasks, before.tasks);
    assert.is(rig.value('grow-light', 'power'), false, 'as the restart left it');
    assert.is(await intents(rig, 'grow-light'), 1);
  }));

test('another message, another action of it, and another chat are another order', () =>
  withGateway(async (rig) => {
    const elsewhere = { ...message('m1'), chat: 'cli:owner' };
    for (const asker of [message('m1'), message('m1', 1), message('m2'), elsewhere])
      await rig.run('set', LIGHT_ON, asker);
    assert.is(writes(rig).length, 4);
  }));

test('whoever gives no message means it twice', () =>
  withGateway(async (rig) => {
    await rig.run('set', LIGHT_ON);
    await rig.run('set', LIGHT_ON);
    assert.is(writes(rig).length, 2);
  }));

test('one sentence with two actions is two tasks, each known by itself', () =>
  withGateway(async (rig) => {
    const { reply } = await rig.say('turn on the grow light and set the vent to 40 %');
    assert.match(reply, /light[^]*40/i);
    const keys = rig.gateway.tasks.writes().map(({ key }) => key);
    assert.is(keys.filter((key) => key !== undefined).length, 2);
    assert.is(new Set(keys).size, 2);
  }));

test('what was refused moved nothing: asked for again by the same message, it is begun anew', () =>
  withGateway(async (rig) => {
    const pump = { target: 'pump.power', value: true };
    await fill(rig, 5);
    assert.not((await rig.run('set', pump, message('m1'))).ok);
    await fill(rig, 80);
    assert.ok((await rig.run('set', pump, message('m1'))).ok);
    assert.equal(
      writes(rig).map(({ state }) => state),
      ['refused', 'done'],
    );
  }));

const PUMP = `workflows:
  - name: w
    steps: [{ id: a, action: set, params: { target: pump.power, value: on }, retry: { times: 3, wait: 20s } }]
`;

test('a step that was refused is tried again, and acts as soon as it may', () =>
  withGateway(
    async (rig) => {
      await fill(rig, 5);
      await begin(rig);
      assert.is(step(rig)?.waitsFor, 'retry');
      await fill(rig, 80);
      await rig.pass(60_000);
      // How often it was refused depends on how long the tank took.
      assert.is(step(rig)?.state, 'done');
      assert.ok((step(rig)?.attempt ?? 0) > 1);
      assert.is(rig.value('pump', 'power'), true);
      assert.is(await intents(rig, 'pump'), 1);
    },
    undefined,
    PUMP,
  ));

test('a step that moved something and failed is not tried again', () =>
  withGateway(
    async (rig) => {
      await rig.run('sim-fault', { target: 'pump', kind: 'stuck' });
      await begin(rig);
      await rig.pass(120_000);
      assert.equal([step(rig)?.state, step(rig)?.attempt], ['failed', 1]);
      assert.is(await intents(rig, 'pump'), 1);
    },
    undefined,
    PUMP,
  ));

test('where a person ordered otherwise meanwhile, a step does not insist', () =>
  withGateway(
    async (rig) => {
      const { queue } = rig.gateway;
      const person = rig.gateway.catalogue.run(
        'set',
        { target: 'pump.power', value: true },
        askerOf(OWNER),
      );
      await rig.pass(100);
      const run = rig.gateway.catalogue.run('workflow-run', { name: 'w' }, askerOf(OWNER));
      await rig.pass(100);
      const queued = rig.gateway.tasks.list().find(({ level }) => level === 'workflow');
      assert.is(queued?.state, 'queued');
      assert.ok(queue.before(queued?.id ?? '').length > 0);
      await rig.run('set', { target: 'pump.power', value: false }, askerOf(OWNER));
      await rig.pass(120_000);
      await Promise.all([person, run]);
      assert.equal([step(rig)?.state, step(rig)?.attempt], ['failed', 1]);
      assert.is(rig.value('pump', 'power'), false);
    },
    undefined,
    PUMP,
  ));

test.run();
