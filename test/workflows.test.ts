/** Workflows on a whole node: the sample site on the simulated board, a real store, time that the test moves. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ActionResult } from '../runtime/actions/action.ts';
import type { Task } from '../runtime/tasks/task.ts';
import type { Run } from '../runtime/workflows/runs/run.ts';
import { askerOf, speaker, withGateway, withProperty, type GatewayRig } from './gateway-rig.ts';

const test = suite('workflows');

const SET_LIGHT = 'action: set, params: { target: grow-light.power, value: on }';

/** @param steps each on a line, six blanks before it */
function withSteps(steps: string, use: (rig: GatewayRig) => Promise<void>): Promise<void> {
  return withGateway(use, undefined, `workflows:\n  - name: w\n    steps:\n${steps}\n`);
}

async function run(rig: GatewayRig, name = 'w'): Promise<Run> {
  const started = rig.gateway.catalogue.run('workflow-run', { name }, askerOf(speaker('anna')));
  await rig.pass(15_000);
  const result = await started;
  assert.ok(result.ok, result.text);
  return newest(rig);
}

function newest(rig: GatewayRig): Run {
  const found = rig.gateway.workflows.runs.list().at(-1);
  if (found === undefined) throw new Error('nothing has run');
  return found;
}

async function until(rig: GatewayRig, isSo: () => boolean): Promise<void> {
  for (let steps = 0; steps < 1_000 && !isSo(); steps += 1) await rig.pass(10);
  assert.ok(isSo(), 'it came about');
}

function states({ steps }: Run): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(steps).map(([id, { state }]) => [id, state]));
}

function lettersFor(rig: GatewayRig, person: string): readonly string[] {
  return rig.gateway.outbox
    .waiting(`web:${person}`)
    .map(([, { news }]) => (news.kind === 'notice' ? news.text : news.kind));
}

const answer = (rig: GatewayRig, given: string, by = speaker('ben')): Promise<ActionResult> =>
  rig.run('workflow-answer', { run: newest(rig).id, answer: given }, askerOf(by));

test('steps that wait for none run side by side, and the one that waits for them last', () =>
  withSteps(
    [
      '      - { id: a, action: wait, params: { for: 4s } }',
      '      - { id: b, action: wait, params: { for: 4s } }',
      `      - { id: c, depends_on: [a, b], ${SET_LIGHT} }`,
    ].join('\n'),
    async (rig) => {
      const { steps, state } = await run(rig);
      assert.is(state, 'done');
      assert.is((steps['c']?.startedAt ?? 0) - (steps['a']?.startedAt ?? 0), 4_000);
      assert.is(rig.value('grow-light', 'power'), true);
    },
  ));

test('a condition that does not hold skips its step, and those that rest on it; others run', () =>
  withSteps(
    [
      `      - { id: a, when: 'reading("tank.level") > 99', ${SET_LIGHT} }`,
      '      - { id: b, depends_on: a, action: read, params: { targets: [tank.level] } }',
      '      - { id: c, action: read, params: { targets: [tank.level] } }',
    ].join('\n'),
    async (rig) => {
      assert.equal(states(await run(rig)), { a: 'skipped', b: 'skipped', c: 'done' });
      assert.is(rig.value('grow-light', 'power'), false);
    },
  ));

test('what an interlock refuses fails the run, with its reason, and the steps after it never begin', () =>
  withSteps(
    [
      '      - { id: a, action: set, params: { target: pump.power, value: on } }',
      `      - { id: b, depends_on: a, ${SET_LIGHT} }`,
    ].join('\n'),
    async (rig) => {
      await rig.run('sim-set', { target: 'tank.level', value: 5 });
      await rig.pass(5_000);
      const ended = await run(rig);
      assert.is(ended.state, 'failed');
      assert.equal(states(ended), { a: 'failed', b: 'cancelled' });
      assert.match(ended.steps['a']?.refusal?.message ?? '', /tank/);
      assert.is(rig.value('grow-light', 'power'), false);
    },
  ));

test('on_error: continue goes on, and the next step can say what was wrong', () =>
  withSteps(
    [
      '      - { id: a, on_error: continue, action: set, params: { target: pump.power, value: on } }',
      `      - { id: b, depends_on: a, when: 'a.error != ""', ${SET_LIGHT} }`,
    ].join('\n'),
    async (rig) => {
      await rig.run('sim-set', { target: 'tank.level', value: 5 });
      await rig.pass(5_000);
      const ended = await run(rig);
      assert.equal([ended.state, states(ended)], ['done', { a: 'failed', b: 'done' }]);
    },
  ));

test('what asks people elsewhere is not switched without their yes, and with it by the one who gave it', () =>
  withSteps(
    '      - { id: a, action: set, params: { target: heater.power, value: on } }',
    async (rig) => {
      const ended = await run(rig);
      const { code, message } = ended.steps['a']?.refusal ?? {};
      assert.is(code, 'WORKFLOW_NEEDS_YES');
      assert.match(message ?? '', /^nothing was switched, and nobody was asked “Heater: really/);
      assert.is(rig.value('heater', 'power'), false);
    },
  ));

test('who asks for a workflow of an edit that is not in force hears why it is not there', () =>
  withSteps('      - { action: nonsense }', async (rig) => {
    const { reply } = await rig.say('run the workflow w', speaker('anna'));
    assert.match(
      reply,
      /There is no workflow "w"\. The newest edit of workflows\.yaml is not in force/,
    );
  }));

test('what a workflow may not do without a yes, nobody does later by a yes to something else', () =>
  withGateway(
    async (rig) => {
      assert.is((await run(rig)).steps['a']?.refusal?.code, 'WORKFLOW_NEEDS_YES');
      await rig.say('yes', speaker('ben'));
      await rig.pass(5_000);
      assert.is(rig.value('heater', 'power'), false);
    },
    (site) =>
      withProperty(
        site,
        { thing: 'heater', property: 'power' },
        { confirm: { to: 'on', people: 2 } },
      ),
    `workflows: [{ name: w, steps: [{ id: a, action: set, params: { target: heater.power, value: on } }] }]`,
  ));

const WITH_APPROVAL =
  '      - { id: a, approval: { role: operator, within: 10m }, action: set, params: { target: heater.power, value: on } }';

test('an approval is asked for, is given only by who may, and lets the step run', () =>
  withSteps(WITH_APPROVAL, async (rig) => {
    await rig.pass(6_000);
    await run(rig);
    assert.equal(states(newest(rig)), { a: 'waiting' });
    const refused = await answer(rig, 'yes', speaker('vera', 'viewer'));
    assert.is(refused.ok, false);
    assert.is(rig.value('heater', 'power'), false);
    await answer(rig, 'yes');
    await rig.pass(5_000);
    assert.is(newest(rig).state, 'done', JSON.stringify(newest(rig).steps));
    assert.is(rig.value('heater', 'power'), true);
  }));

test('no is no, and silence is no', () =>
  withSteps(WITH_APPROVAL, async (rig) => {
    await run(rig);
    await answer(rig, 'no');
    assert.equal(newest(rig).steps['a']?.refusal?.code, 'WORKFLOW_DECLINED');
    await run(rig);
    await rig.pass(600_000);
    assert.equal(newest(rig).steps['a']?.refusal?.code, 'WORKFLOW_NO_YES');
    assert.is(rig.value('heater', 'power'), false);
  }));

test('a question survives a power cut, with what is left of its time', () =>
  withSteps(WITH_APPROVAL, async (rig) => {
    await run(rig);
    await rig.restart(300_000);
    assert.equal(states(newest(rig)), { a: 'waiting' });
    await rig.pass(300_000);
    assert.equal(newest(rig).steps['a']?.refusal?.code, 'WORKFLOW_NO_YES');
  }));

test('a second question of a run is told, too, and each yes is for the one that was told last', () =>
  withGateway(
    async (rig) => {
      rig.ground.people.configure([{ id: 'ben', name: 'Ben', role: 'operator' }]);
      await run(rig);
      await answer(rig, 'yes');
      await rig.pass(15_000);
      const asked = lettersFor(rig, 'ben').filter((text) => text.includes('waits for a yes'));
      assert.is(asked.length, 2, asked.join('\n'));
      assert.match(asked[1] ?? '', /grow-light/);
      assert.is(rig.value('grow-light', 'power'), false);
      await answer(rig, 'yes');
      await rig.pass(5_000);
      assert.is(newest(rig).state, 'done', JSON.stringify(newest(rig).steps));
    },
    undefined,
    `workflows:
  - name: w
    notify: [web_chat]
    steps:
      - { id: a, approval: true, action: set, params: { target: heater.power, value: on } }
      - { id: b, depends_on: a, approval: true, ${SET_LIGHT} }
`,
  ));

test('why a step failed is known to those behind it also after a power cut', () =>
  withSteps(
    [
      '      - { id: a, on_error: continue, action: set, params: { target: pump.power, value: on } }',
      '      - { id: pause, depends_on: a, action: wait, params: { for: 1m } }',
      `      - { id: b, depends_on: pause, when: 'a.error != ""', ${SET_LIGHT} }`,
    ].join('\n'),
    async (rig) => {
      await rig.run('sim-set', { target: 'tank.level', value: 5 });
      await rig.pass(5_000);
      await run(rig);
      await rig.restart();
      await rig.pass(90_000);
      assert.equal(states(newest(rig)), { a: 'failed', pause: 'done', b: 'done' });
    },
  ));

test('for_each does a step once for each entry of what another gave', () =>
  withSteps(
    [
      '      - { id: look, action: read, params: { targets: [tank.level, tank.temperature] } }',
      '      - { id: each, depends_on: look, for_each: "{{look.rows}}", action: read, params: { targets: ["{{item.thing}}.{{item.property}}"] } }',
    ].join('\n'),
    async (rig) => {
      const { state, steps } = await run(rig);
      assert.is(state, 'done', JSON.stringify(steps));
      assert.is(steps['each']?.output?.['count'], 2);
    },
  ));

test('of what only reads, a list is not written down entry by entry, and an ended run keeps no rows', () =>
  withSteps(
    [
      '      - { id: look, action: read, params: { targets: [tank.level, tank.temperature, pump.power, grow-light.power] } }',
      '      - { id: each, depends_on: look, for_each: "{{look.rows}}", action: read, params: { targets: ["{{item.thing}}.{{item.property}}"] } }',
    ].join('\n'),
    async (rig) => {
      const { store } = rig.ground;
      const durable = store.durable.bind(store);
      let writes = 0;
      store.durable = (batch) => {
        writes += 1;
        return durable(batch);
      };
      const { steps } = await run(rig);
      assert.ok(writes <= 4, String(writes));
      assert.equal(Object.keys(steps['each']?.output ?? {}), ['count']);
      assert.type(steps['look']?.output?.['text'], 'string');
      assert.not('rows' in (steps['look']?.output ?? {}));
      await rig.restart();
      assert.equal(newest(rig).steps['each']?.output, { count: 4 });
    },
  ));

test('a write that takes longer than its step may is waited for, and counts as it ended', () =>
  withSteps(
    '      - { id: a, timeout: 1s, action: set, params: { target: pump.power, value: on } }',
    async (rig) => {
      const ended = await run(rig);
      assert.is(ended.state, 'done', JSON.stringify(ended.steps));
      assert.is(rig.value('pump', 'power'), true);
    },
  ));

const EACH = [
  '      - { id: look, action: read, params: { targets: [pump.power, grow-light.power] } }',
  '      - { id: each, depends_on: look, for_each: "{{look.rows}}", action: set,',
  '          params: { target: "{{item.thing}}.{{item.property}}", value: on } }',
].join('\n');

test('a run that is ended in the middle of a list switches nothing further', () =>
  withSteps(EACH, async (rig) => {
    const started = rig.run('workflow-run', { name: 'w' });
    await until(rig, () => rig.value('pump', 'power') === true);
    await rig.run('workflow-cancel', { run: 'w' });
    await started;
    await rig.pass(15_000);
    assert.equal(states(newest(rig)), { look: 'done', each: 'cancelled' });
    assert.is(newest(rig).state, 'cancelled');
    assert.is(rig.value('grow-light', 'power'), false);
  }));

test('a node that stops in the middle of a list begins no further entry', () =>
  withSteps(EACH, async (rig) => {
    const { runs } = rig.gateway.workflows;
    void rig.run('workflow-run', { name: 'w' });
    await until(rig, () => rig.value('pump', 'power') === true);
    await runs.stop();
    await rig.pass(15_000);
    assert.is(rig.value('grow-light', 'power'), false);
  }));

test('a run is ended by who asks for it: what has not begun never does', () =>
  withSteps(
    [
      '      - { id: a, action: wait, params: { for: 1h } }',
      `      - { id: b, depends_on: a, ${SET_LIGHT} }`,
    ].join('\n'),
    async (rig) => {
      await run(rig);
      await rig.run('workflow-cancel', { run: newest(rig).id });
      assert.equal(
        [newest(rig).state, states(newest(rig))],
        ['cancelled', { a: 'cancelled', b: 'cancelled' }],
      );
      await rig.pass(3_600_000);
      assert.is(rig.value('grow-light', 'power'), false);
    },
  ));

test('what a run has ordered and waits for its turn is called off with the run', () =>
  withSteps(
    '      - { id: a, action: set, params: { target: pump.power, value: on, for: 5m } }',
    async (rig) => {
      const byHand = rig.run('set', { target: 'pump.power', value: 'on' });
      const ran = rig.run('workflow-run', { name: 'w' });
      await until(rig, () => orderOf(rig)?.state === 'queued');
      await rig.run('workflow-cancel', { run: newest(rig).id });
      await rig.pass(15_000);
      await Promise.all([byHand, ran]);
      assert.equal([newest(rig).state, states(newest(rig))], ['cancelled', { a: 'cancelled' }]);
      assert.is(orderOf(rig)?.state, 'cancelled');
    },
  ));

function orderOf({ gateway }: GatewayRig): Task | undefined {
  return gateway.tasks.list().find(({ via }) => via === 'workflow');
}

test('a dry run says what it would do, and moves nothing', () =>
  withSteps(
    [
      '      - { id: a, action: wait, params: { for: 1h } }',
      `      - { id: b, depends_on: a, ${SET_LIGHT} }`,
    ].join('\n'),
    async (rig) => {
      const result = await rig.run('workflow-run', { name: 'w', 'dry-run': true });
      assert.match(result.text, /would set .*grow-light\.power/);
      assert.is(rig.value('grow-light', 'power'), false);
      assert.equal(rig.gateway.workflows.runs.list(), []);
    },
  ));

test('whoever started one that takes long is told how it ended', () =>
  withSteps('      - { id: a, action: wait, params: { for: 1m } }', async (rig) => {
    await run(rig);
    await rig.pass(60_000);
    const letters = lettersFor(rig, 'anna');
    assert.is(letters.length, 1);
    assert.match(letters[0] ?? '', /w: done/);
  }));

test('whoever started one that a restart came between is told how it ended, however short it was', () =>
  withSteps('      - { id: a, action: wait, params: { for: 5s } }', async (rig) => {
    void rig.gateway.catalogue.run('workflow-run', { name: 'w' }, askerOf(speaker('anna')));
    await rig.pass(1_000);
    await rig.restart();
    await rig.pass(5_000);
    assert.match(lettersFor(rig, 'anna').join(), /w: done/);
  }));

test('a clock that is set back meanwhile keeps nobody from being told', () =>
  withSteps('      - { id: a, action: wait, params: { for: 1m } }', async (rig) => {
    await run(rig);
    rig.clock.set(rig.clock.now() - 3_600_000);
    await rig.pass(60_000);
    assert.match(lettersFor(rig, 'anna').join(), /w: done/);
  }));

test('of a run that nobody started, and that failed, everybody hears once', () =>
  withGateway(
    async (rig) => {
      rig.ground.people.configure([{ id: 'mei', name: 'Mei', role: 'operator' }]);
      await rig.run('sim-set', { target: 'tank.level', value: 5 });
      await rig.pass(20_000);
      const letters = lettersFor(rig, 'mei');
      assert.is(letters.length, 1, letters.join());
      assert.match(letters[0] ?? '', /guard: failed[^]*tank/);
      await rig.restart();
      await rig.pass(20_000);
      assert.is(rig.gateway.workflows.runs.list().length, 1, 'it does not fire again');
    },
    undefined,
    `workflows:
  - name: guard
    trigger: { reading: tank.level, below: 20 }
    steps:
      - { action: set, params: { target: pump.power, value: on } }
`,
  ));

test.run();
