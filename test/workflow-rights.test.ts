/** Who may have a workflow do what: it runs as an operator of the whole site, so whoever starts it, or says yes, must be one who may. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ActionResult } from '../runtime/actions/action.ts';
import { askerOf, speaker, withGateway, type GatewayRig } from './gateway-rig.ts';

const test = suite('rights in workflows');

const LIGHT = `workflows:
  - name: w
    steps: [{ action: set, params: { target: grow-light.power, value: on } }]
`;

const EACH_WITH_YES = `workflows:
  - name: w
    notify: [web_chat]
    steps:
      - { id: look, action: read, params: { targets: [heater.power, grow-light.power] } }
      - { id: a, depends_on: look, approval: true, for_each: '{{look.rows}}', action: set,
          params: { target: '{{item.thing}}.{{item.property}}', value: on } }
`;

function start(rig: GatewayRig, areas?: readonly string[]): Promise<ActionResult> {
  return rig.run('workflow-run', { name: 'w' }, askerOf(speaker('eva', 'operator', areas)));
}

function sayYes(rig: GatewayRig, areas: readonly string[]): Promise<ActionResult> {
  const asker = askerOf(speaker('eva', 'operator', areas));
  return rig.run('workflow-answer', { run: 'w', answer: 'yes' }, asker);
}

function refusalIn(result: ActionResult): string {
  return result.ok ? '' : result.refusal.message;
}

const NOT_THERE = /eva may not change things in the area greenhouse/;

test('whoever is limited to some areas starts nothing that writes elsewhere', () =>
  withGateway(
    async (rig) => {
      assert.match(refusalIn(await start(rig, ['pump-room'])), NOT_THERE);
      assert.equal(rig.gateway.workflows.runs.list(), []);
      assert.ok((await start(rig, ['greenhouse'])).ok);
      assert.is(rig.value('grow-light', 'power'), true);
    },
    undefined,
    LIGHT,
  ));

test('the yes to a step is for what it will do: filled, and only by who may do that', () =>
  withGateway(
    async (rig) => {
      rig.ground.people.configure([{ id: 'ben', name: 'Ben', role: 'operator' }]);
      await start(rig);
      const asked = rig.gateway.outbox
        .waiting('web:ben')
        .map(([, { news }]) => (news.kind === 'notice' ? news.text : news.kind))
        .join();
      assert.match(asked, /“set heater\.power on; set grow-light\.power on”/);
      assert.match(refusalIn(await sayYes(rig, ['pump-room'])), NOT_THERE);
      assert.is(rig.gateway.workflows.runs.list()[0]?.state, 'running');
      assert.ok((await sayYes(rig, ['greenhouse'])).ok);
    },
    undefined,
    EACH_WITH_YES,
  ));

/** Armed by Eva, as she is now. */
async function armedBy(rig: GatewayRig, eva: object): Promise<void> {
  const person = { id: 'eva', name: 'Eva', role: 'operator' } as const;
  rig.ground.people.configure([person]);
  const by = askerOf(speaker('eva'));
  const { confirm } = await rig.run('workflow-make', { text: WHEN_DRY }, by);
  await rig.run('confirm', { token: confirm?.token ?? '', answer: 'yes' }, by);
  rig.ground.people.configure([{ ...person, ...eva }]);
  await rig.gateway.workflows.workflows.reload();
  await rig.run('sim-set', { target: 'tank.level', value: 5 });
  await rig.pass(5_000);
}

const WHEN_DRY = `workflows:
  - name: dry
    trigger: { reading: tank.level, below: 20 }
    steps: [{ action: set, params: { target: grow-light.power, value: on } }]
`;

for (const change of [{ role: 'viewer' }, { areas: ['pump-room'] }, { id: 'ben' }])
  test(`what somebody armed who may not have it done any more is armed no more: ${JSON.stringify(change)}`, () =>
    withGateway(async (rig) => {
      await armedBy(rig, change);
      assert.is(rig.value('grow-light', 'power'), false);
      const list = await rig.run('workflow-list', {});
      assert.match(list.text, /dry: not armed/);
      assert.match(list.text, /dry: eva, who armed it, may not have it done any more/);
      const again = await rig.run('workflow-enable', { name: 'dry' });
      assert.ok(again.ok, again.text);
      assert.not.match((await rig.run('workflow-list', {})).text, /who armed it/);
    }));

test('what somebody armed who still may goes on', () =>
  withGateway(async (rig) => {
    await armedBy(rig, { areas: ['greenhouse'] });
    assert.is(rig.value('grow-light', 'power'), true);
  }));

const READS_A_FILE = `workflows:
  - name: looks
    steps: [{ action: fetch_data, params: { source: 'sqlite:/tmp/of-others.db', query: SELECT 1 } }]
`;

const withHook = (secret: string): string => `workflows:
  - name: hooked
    trigger: { webhook: { secret: '${secret}' } }
    steps: [{ action: read, params: { targets: [tank.level] } }]
`;

for (const text of [READS_A_FILE, withHook('env:DOOR_HOOK')])
  test(`only an admin lets a workflow reach beyond the site by talking: ${text.slice(20, 30)}`, () =>
    withGateway(async (rig) => {
      const by = (role: 'technician' | 'admin'): Promise<ActionResult> =>
        rig.run('workflow-make', { text }, askerOf(speaker('eva', role)));
      assert.match(refusalIn(await by('technician')), /takes the role admin/);
      assert.ok((await by('admin')).confirm);
    }));

test('a secret is not said in a chat, neither by who makes a workflow nor by who shows one', () =>
  withGateway(
    async (rig) => {
      const admin = askerOf(speaker('eva', 'admin'));
      const made = await rig.run('workflow-make', { text: withHook('tops3cret') }, admin);
      assert.match(refusalIn(made), /no secret any more/);
      const shown = await rig.run('workflow-show', { name: 'hooked' });
      assert.match(shown.text, /webhook:\s+secret: '\[secret\]/);
      assert.not.match(JSON.stringify(shown), /0f-the-file/);
    },
    undefined,
    withHook('0f-the-file'),
  ));

test.run();
