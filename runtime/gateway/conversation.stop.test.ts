/** After a stop nothing starts any more, and no yes means what was overtaken; on the whole node. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { askerOf, speaker, withGateway, type GatewayRig } from '../../test/gateway-rig.ts';
import { createGrammar } from '../language/grammar.ts';
import { Conversation } from './conversation.ts';
import type { OpenQuestions } from './open-questions.ts';

const ANNA = speaker('anna');
const BERT = speaker('bert');
const WATERING = [
  'workflows:',
  '  - name: watering',
  '    steps:',
  '      - { id: rest, action: wait, params: { for: 15s } }',
  '      - id: pump',
  '        depends_on: rest',
  '        action: set',
  '        params: { target: pump.power, value: on }',
  '  - name: warming',
  '    steps:',
  '      - id: heat',
  '        approval: { role: operator, within: 1h }',
  '        action: set',
  '        params: { target: heater.power, value: on }',
  '',
].join('\n');

const NONE_OPEN: OpenQuestions = {
  openFor: () => [],
  has: () => false,
  callOf: (token, answer) => ({ action: 'confirm', args: { token, answer } }),
};

test('a stop ends what was planned, whoever planned it, and says so', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the pump in 8 seconds', ANNA);
    await rig.say('turn on the grow light in 8 seconds', BERT);
    assert.match((await rig.say('stop', ANNA)).reply, /\n2 planned orders were cancelled, too\.$/);
    await rig.pass(20_000);
    assert.equal(switched(rig), { pump: false, light: false, heater: false });
    assert.is((await rig.say('停', ANNA)).reply.includes('另外'), false);
    await rig.say('turn on the pump in 8 seconds', ANNA);
    assert.match((await rig.say('停', ANNA)).reply, /\n另外取消了1个计划任务。$/);
  });
});

test('a stop leaves planned what only switches off', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn off the grow light in 8 seconds', ANNA);
    assert.not.match((await rig.say('stop', ANNA)).reply, 'cancelled');
    assert.equal(states(rig, 'grow-light').slice(0, 1), ['waiting']);
  });
});

test('a stop ends open runs of workflows: what waits for its time, and what waits for a yes', async () => {
  await withGateway(
    async (rig) => {
      for (const name of ['warming', 'watering']) {
        const begun = rig.gateway.catalogue.run('workflow-run', { name }, askerOf(ANNA));
        await rig.pass(11_000);
        await begun;
      }
      const { reply } = await rig.say('stop everything', BERT);
      assert.match(reply, '2 workflow runs were cancelled, too.');
      const runs = rig.gateway.workflows.runs.list();
      assert.equal(
        runs.map(({ state, cancelledBy }) => [state, cancelledBy]),
        [
          ['cancelled', 'bert'],
          ['cancelled', 'bert'],
        ],
      );
      const yes = { run: runs[0]?.id, answer: 'yes' };
      assert.is((await rig.run('workflow-answer', yes)).ok, false);
      await rig.pass(20_000);
      assert.equal(switched(rig), { pump: false, light: false, heater: false });
    },
    undefined,
    WATERING,
  );
});

test('a stop closes questions whose yes would start something, in every chat', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the heater', BERT);
    const { confirm } = await rig.say('turn on the heater', ANNA);
    assert.match((await rig.say('stop', ANNA)).reply, '2 open questions were cancelled, too.');
    assert.match((await rig.say('yes', ANNA)).reply, 'everything was stopped since');
    assert.match((await rig.say('yes', BERT)).reply, 'everything was stopped since');
    const pressed = { token: confirm?.token, answer: 'yes' };
    assert.is((await rig.run('confirm', pressed, askerOf(ANNA))).ok, false);
    assert.is(rig.value('heater', 'power'), false);
    // A question that is asked afterwards is answered as ever.
    await rig.pass(10_000);
    await rig.say('turn on the heater', ANNA);
    assert.match((await rig.say('yes', ANNA)).reply, 'Heater switched on');
  });
});

test('a stop ends only what this person may end, and a viewer is refused once', async () => {
  await withGateway(async (rig) => {
    // The heater rests for a while after a start.
    await rig.pass(10_000);
    const viewer = speaker('vera', 'viewer');
    const elsewhere = speaker('emil', 'operator', ['nowhere']);
    await rig.say('turn on the pump in 8 seconds', ANNA);
    await rig.say('turn on the heater', ANNA);
    const { reply } = await rig.say('stop', viewer);
    assert.is(reply.split('\n').length, 1);
    assert.match(reply, 'Vera is viewer');
    assert.not.match((await rig.say('stop', elsewhere)).reply, 'too.');
    assert.equal(states(rig, 'pump'), ['waiting']);
    assert.match((await rig.say('yes', ANNA)).reply, 'Heater switched on');
  });
});

test('what cannot be ended keeps nothing from being switched off', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the grow light', ANNA);
    const grammar = createGrammar({ site: rig.ground.site });
    const conversation = new Conversation({
      ...{ ...rig.ground, ...rig.gateway, language: 'en', seePicture: () => Promise.resolve('') },
      advisor: () => undefined,
      picturesOf: () => [],
      begunBy: () => '',
      lastOrder: () => undefined,
      open: NONE_OPEN,
      usualPlace: () => undefined,
      understand: (text, context) => grammar.understand(text, context),
      upcoming: {
        endAll: () => Promise.reject(new Error('disk full')),
        overtake: () => Promise.resolve([]),
        startersOf: () => [],
      },
    });
    const stopped = conversation.handle(rig.message('stop', ANNA)).catch(String);
    assert.is(await rig.during(stopped), 'Error: disk full');
    assert.is(rig.value('grow-light', 'power'), false);
  });
});

test('a later order about the same thing overtakes the question', async () => {
  await withGateway(async (rig) => {
    for (const [asked, order] of [
      ['turn on the heater', 'turn off the heater'],
      ['keep the greenhouse at 22 degrees', 'everything off'],
      ['keep the greenhouse at 22 degrees', 'turn off the heater'],
    ] as const) {
      assert.ok((await rig.say(asked)).confirm, asked);
      await rig.say(order);
      assert.match((await rig.say('yes')).reply, 'you have ordered something else since', asked);
      assert.equal([rig.value('heater', 'power'), rig.value('heating', 'active')], [false, false]);
      await rig.pass(130_000);
    }
    assert.match((await rig.say('yes')).reply, 'No question is waiting for an answer');
  });
});

test('a question in between, and an order about something else, leave the question open', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the heater', ANNA);
    await rig.say('is the pump on?', ANNA);
    await rig.say('is the heater on?', ANNA);
    await rig.say('turn on the grow light', ANNA);
    await rig.say('turn off the heater', BERT);
    await rig.pass(10_000);
    assert.match((await rig.say('yes', ANNA)).reply, 'Heater switched on');
  });
});

test('who switches something off is told what is planned to switch it on again', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the pump at 18:00', BERT);
    const { reply } = await rig.say('turn off the pump', ANNA);
    assert.match(
      reply,
      /Still planned for 18:00(:00)?: pump on\. To call it off, say: cancel the pump\.$/,
    );
    assert.match((await rig.say('关闭水泵', ANNA)).reply, /仍计划在 18:00(:00)? 执行/);
    assert.match((await rig.say('cancel the pump', ANNA)).reply, 'No longer planned');
    assert.not.match((await rig.say('turn off the pump', ANNA)).reply, 'planned');
  });
});

function switched(rig: GatewayRig): Readonly<Record<string, unknown>> {
  return {
    pump: rig.value('pump', 'power'),
    light: rig.value('grow-light', 'power'),
    heater: rig.value('heater', 'power'),
  };
}

function states(rig: GatewayRig, thing: string): readonly string[] {
  return rig.gateway.tasks
    .writes()
    .filter((task) => task.thing === thing)
    .map(({ state }) => state);
}

test.run();
