/** Workflows that are made by talking, on a whole node: shown, agreed to, kept over restarts, changed and taken back. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ActionResult } from '../runtime/actions/action.ts';
import type { Site } from '../runtime/config/site.ts';
import type { Run } from '../runtime/workflows/runs/run.ts';
import { askerOf, speaker, withGateway as withNode, type GatewayRig } from './gateway-rig.ts';

const test = suite('workflows that are made by talking');

const text = (below: number): string =>
  [
    'workflows:',
    '  - name: dry',
    `    trigger: { reading: tank.level, below: ${String(below)} }`,
    '    steps: [{ action: set, params: { target: grow-light.power, value: on } }]\n',
  ].join('\n');

const names = (rig: GatewayRig): readonly string[] =>
  rig.gateway.workflows.workflows.list.filter(({ isEnabled }) => isEnabled).map(({ name }) => name);

const anna = askerOf(speaker('anna'), { words: 'make it so' });

/** A node of a site to which Anna belongs: what she arms stays armed. */
const withGateway = (
  use: (rig: GatewayRig) => Promise<void>,
  edit: (site: Site) => Site = (site) => site,
  workflows?: string,
): Promise<void> =>
  withNode(use, (site) => edit({ ...site, people: [...site.people, MEMBER] }), workflows);

const MEMBER = { id: 'anna', name: 'Anna', role: 'technician' as const, identities: [] };

/** The people of the site can be told. */
const withPage = (site: Site): Site => ({
  ...site,
  platforms: [{ name: 'web_chat', type: 'websocket' }],
});

/** Asks, and says yes. */
async function agree(rig: GatewayRig, action: string, args: object, by = anna): Promise<string> {
  const { confirm } = await rig.run(action, args, by);
  assert.ok(confirm, `${action} asks`);
  const answered = await rig.run('confirm', { token: confirm.token, answer: 'yes' }, by);
  return answered.text;
}

const runsOf = (rig: GatewayRig): readonly Run[] => rig.gateway.workflows.runs.list();

test('is shown word by word, and armed only after a yes', () =>
  withGateway(async (rig) => {
    const asked = await rig.run('workflow-make', { text: text(20) }, anna);
    assert.is(asked.confirm?.shown, text(20));
    assert.match(
      asked.confirm?.question ?? '',
      /in the last day|readings begin|Nothing was measured/,
    );
    assert.equal(names(rig), []);
    const { token = '' } = asked.confirm ?? {};
    await rig.run('confirm', { token, answer: 'no' }, anna);
    assert.equal(names(rig), []);
    const again = await rig.run('confirm', { token, answer: 'yes' }, anna);
    assert.is(again.ok, false, 'a question is answered once');
    await agree(rig, 'workflow-make', { text: text(20) });
    assert.equal(names(rig), ['dry']);
  }));

test('of two yeses at the same moment one arms, and the other is to something that has changed', () =>
  withGateway(async (rig) => {
    const ben = askerOf(speaker('ben'));
    const ask = async (below: number, by: typeof anna): Promise<string> =>
      (await rig.run('workflow-make', { text: text(below) }, by)).confirm?.token ?? '';
    const tokens = [await ask(20, anna), await ask(30, ben)] as const;
    const yes = (token: string, by: typeof anna): Promise<ActionResult> =>
      rig.run('confirm', { token, answer: 'yes' }, by);
    const answers = await Promise.all([yes(tokens[0], anna), yes(tokens[1], ben)]);
    const codes = answers.map((one) => (one.ok ? 'ok' : one.refusal.code));
    assert.equal(codes.sort(), ['WORKFLOW_OVERTAKEN', 'ok']);
    assert.match((await rig.run('workflow-versions', {})).text, /^dry, version \d+: /);
    const versions = await rig.run('workflow-versions', { name: 'dry' });
    assert.is(versions.text.split('\n').length, 1, versions.text);
  }));

test('silence arms nothing, nor does the yes of somebody else', () =>
  withGateway(async (rig) => {
    const { confirm } = await rig.run('workflow-make', { text: text(20) }, anna);
    const { token = '' } = confirm ?? {};
    const other = await rig.run('confirm', { token, answer: 'yes' }, askerOf(speaker('ben')));
    assert.is(other.ok, false);
    await rig.pass(130_000);
    const late = await rig.run('confirm', { token, answer: 'yes' }, anna);
    assert.is(late.ok, false);
    assert.equal(names(rig), []);
  }));

test('runs like any other, and the journal says who armed it', () =>
  withGateway(async (rig) => {
    await agree(rig, 'workflow-make', { text: text(20) });
    await rig.run('sim-set', { target: 'tank.level', value: 5 });
    await rig.pass(5_000);
    assert.is(rig.value('grow-light', 'power'), true);
    const why = await rig.run('why', { target: 'grow-light' });
    assert.match(why.text, /dry .*armed by anna on \d{4}-\d\d-\d\d/);
  }));

test('is there after the power was cut, in the version of then', () =>
  withGateway(async (rig) => {
    await agree(rig, 'workflow-make', { text: text(20) });
    await agree(rig, 'workflow-make', { text: text(10) });
    await rig.restart();
    assert.equal(names(rig), ['dry']);
    const shown = await rig.run('workflow-show', { name: 'dry' });
    assert.is(shown.text, text(10));
    const first = await rig.run('workflow-show', { name: 'dry', version: 1 });
    assert.is(first.text, text(20));
  }));

test('shows what changes, and takes the last change back', () =>
  withGateway(async (rig) => {
    await agree(rig, 'workflow-make', { text: text(20) });
    const { confirm } = await rig.run('workflow-make', { text: text(10) }, anna);
    assert.match(confirm?.shown ?? '', /^- .*below: 20.*\n\+ .*below: 10/m);
    await rig.run('confirm', { token: confirm?.token, answer: 'yes' }, anna);
    const diff = await rig.run('workflow-diff', { name: 'dry' });
    assert.match(diff.text, /version 1 → 2\n[^]*- .*below: 20/);
    await agree(rig, 'workflow-undo', { name: 'dry' });
    assert.is((await rig.run('workflow-show', { name: 'dry' })).text, text(20));
    await agree(rig, 'workflow-delete', { name: 'dry' });
    assert.equal(names(rig), []);
    await agree(rig, 'workflow-undo', { name: 'dry' });
    assert.equal(names(rig), ['dry']);
    const versions = await rig.run('workflow-versions', { name: 'dry' });
    assert.is(versions.text.split('\n').length, 5);
    assert.match(versions.text, /4 \(deleted\): .* anna: “make it so”/);
  }));

test('what has changed since it was shown is not overwritten by a late yes', () =>
  withGateway(async (rig) => {
    const early = await rig.run('workflow-make', { text: text(30) }, askerOf(speaker('ben')));
    await agree(rig, 'workflow-make', { text: text(20) });
    const { token = '' } = early.confirm ?? {};
    const late = await rig.run('confirm', { token, answer: 'yes' }, askerOf(speaker('ben')));
    assert.is(late.ok ? '' : late.refusal.code, 'WORKFLOW_OVERTAKEN');
    assert.is((await rig.run('workflow-show', { name: 'dry' })).text, text(20));
  }));

test('what has a mistake is not asked about, and what stands in the file is changed there', () =>
  withGateway(
    async (rig) => {
      const wrong = await rig.run('workflow-make', { text: text(20).replace('tank', 'tnk') }, anna);
      assert.match(wrong.text, /3:\d+.*there is no reading "tnk.level"/);
      const taken = await rig.run('workflow-make', { text: text(20).replace('dry', 'own') }, anna);
      assert.is(taken.ok ? '' : taken.refusal.code, 'WORKFLOW_WRITTEN');
      const two = await rig.run(
        'workflow-make',
        { text: `${text(20)}${text(20).split('\n').slice(1).join('\n').replace('dry', 'wet')}` },
        anna,
      );
      assert.match(two.text, /one workflow is made at a time/);
    },
    undefined,
    'workflows: [{ name: own, steps: [{ action: wait, params: { for: 1s } }] }]\n',
  ));

test('who may not switch something has no workflow do it, nor stops one that does', () =>
  withGateway(async (rig) => {
    const limited = askerOf(speaker('carl', 'operator', ['workshop']));
    const asked = await rig.run('workflow-make', { text: text(20) }, limited);
    assert.is(asked.ok ? '' : asked.refusal.code, 'POLICY_DENIED');
    await agree(rig, 'workflow-make', { text: text(20) });
    const off = await rig.run('workflow-disable', { name: 'dry' }, limited);
    assert.is(off.ok, false);
    const watching = askerOf(speaker('dora', 'viewer'));
    assert.is((await rig.run('workflow-disable', { name: 'dry' }, watching)).ok, false);
    assert.equal(names(rig), ['dry']);
  }));

test('is disarmed and armed again, over restarts, also where it stands in the file', () =>
  withGateway(
    async (rig) => {
      await agree(rig, 'workflow-make', { text: text(20) });
      assert.equal(names(rig), ['own', 'dry']);
      await rig.run('workflow-disable', { name: 'own' }, anna);
      await rig.restart();
      assert.equal(names(rig), ['dry']);
      const list = await rig.run('workflow-list', {});
      assert.match(list.text, /own: not armed \(anna, /);
      const all = await rig.run('workflow-disable', { all: true, 'end-runs': true }, anna);
      assert.match(all.text, /Disarmed: dry/);
      await rig.run('sim-set', { target: 'tank.level', value: 5 });
      await rig.pass(10_000);
      assert.is(runsOf(rig).length, 0);
      await rig.run('workflow-enable', { all: true }, anna);
      assert.equal(names(rig), ['own', 'dry']);
    },
    undefined,
    'workflows: [{ name: own, trigger: "cron 0 9 * * *", steps: [{ action: wait, params: { for: 1s } }] }]\n',
  ));

const ANNA = speaker('anna');

test('is made by a sentence in a chat, and tells the one who said it', () =>
  withGateway(async (rig) => {
    await rig.say('turn on the grow light', ANNA);
    const asked = await rig.say(
      'if the tank is below 20 % turn off the grow light and tell me',
      ANNA,
    );
    assert.match(asked.reply, /reading: tank\.level\n\s+below: 20/);
    assert.match(asked.reply, /Each time: grow light: switch off; tell anna\. Arm the workflow/);
    assert.is(rig.value('grow-light', 'power'), true, 'nothing is done at once');
    assert.match((await rig.say('yes', ANNA)).reply, /^Armed: grow_light_off_when_tank_level_low/);
    await rig.run('sim-set', { target: 'tank.level', value: 5 });
    await rig.pass(5_000);
    assert.is(rig.value('grow-light', 'power'), false);
  }, withPage));

test('who wants to be told of the same as somebody else takes nothing away from them', () =>
  withGateway(async (rig) => {
    const ben = speaker('ben');
    await rig.say('tell me when the tank is below 20 %', ANNA);
    await rig.say('yes', ANNA);
    const asked = await rig.say('tell me when the tank is below 30 %', ben);
    assert.match(asked.reply, /Arm the workflow tell_when_tank_level_low_2\?/);
    assert.match(
      (await rig.say('tell me when the tank is below 10 %', ANNA)).reply,
      /replace version 1 of tell_when_tank_level_low\?/,
    );
  }, withPage));

test('a stop says what stays armed, and an order to switch off what may start it again', () =>
  withGateway(async (rig) => {
    await rig.say('every day at 7 turn on the grow light', ANNA);
    await rig.say('yes', ANNA);
    const off = await rig.say('turn off the grow light', ANNA);
    assert.match(off.reply, /Still armed, and may start it again: grow_light_on_0700/);
    assert.match((await rig.say('stop', ANNA)).reply, /1 workflow stays armed: grow_light_on_0700/);
    const ended = await rig.say('stop all workflows', ANNA);
    assert.match(ended.reply, /Disarmed: grow_light_on_0700/);
    assert.not.match((await rig.say('stop', ANNA)).reply, /armed/);
  }));

test('a stop in between takes the question back, and a later yes arms nothing', () =>
  withGateway(async (rig) => {
    await rig.say('every day at 7 turn on the grow light', ANNA);
    await rig.say('stop', ANNA);
    await rig.say('yes', ANNA);
    assert.equal(names(rig), []);
  }));

test('what has to be asked for by hand is asked for each time', () =>
  withGateway(async (rig) => {
    const asked = await rig.say('every day at 7 turn on the heater', ANNA);
    assert.match(asked.reply, /approval: true/);
    assert.match(asked.reply, /heater: switch on \(after a yes, each time\)/);
  }));

test('is called by its title, too, and by nothing else', () =>
  withGateway(
    async (rig) => {
      assert.match(
        (await rig.say('run the evening watering', ANNA)).reply,
        /evening_watering: done/,
      );
      assert.match(
        (await rig.say('disable the Evening Watering workflow', ANNA)).reply,
        /Disarmed/,
      );
      const other = await rig.say('run the morning watering', ANNA);
      assert.is(other.error?.code, 'CHAT_NOT_UNDERSTOOD');
    },
    undefined,
    'workflows: [{ name: evening_watering, trigger: "cron 0 19 * * *", steps: [{ action: read, params: { targets: [tank.level] } }] }]\n',
  ));

test.run();
