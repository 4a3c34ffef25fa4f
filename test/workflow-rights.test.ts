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

const BEN = { id: 'ben', name: 'Ben', role: 'operator' } as const;
const EVA = { id: 'eva', name: 'Eva', role: 'operator' } as const;

function start(rig: GatewayRig, areas?: readonly string[]): Promise<ActionResult> {
  rig.ground.people.configure([BEN, { ...EVA, areas }]);
  return rig.run('workflow-run', { name: 'w' }, askerOf(speaker('eva', 'operator', areas)));
}

function sayYes(rig: GatewayRig, areas: readonly string[]): Promise<ActionResult> {
  const asker = askerOf(speaker('eva', 'operator', areas));
  return rig.run('workflow-answer', { run: 'w', answer: 'yes' }, asker);
}

function lettersFor(rig: GatewayRig, person: string): string {
  return rig.gateway.outbox
    .waiting(`web:${person}`)
    .map(([, { news }]) => (news.kind === 'notice' ? news.text : news.kind))
    .join('\n');
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
      await start(rig);
      assert.match(lettersFor(rig, 'ben'), /“set heater\.power on; set grow-light\.power on”/);
      assert.match(refusalIn(await sayYes(rig, ['pump-room'])), NOT_THERE);
      assert.is(rig.gateway.workflows.runs.list()[0]?.state, 'running');
      assert.ok((await sayYes(rig, ['greenhouse'])).ok);
    },
    undefined,
    EACH_WITH_YES,
  ));

/** Armed by Eva, as she is now. */
async function armedBy(rig: GatewayRig, eva: object): Promise<void> {
  rig.ground.people.configure([EVA]);
  const by = askerOf(speaker('eva'));
  const { confirm } = await rig.run('workflow-make', { text: WHEN_DRY }, by);
  await rig.run('confirm', { token: confirm?.token ?? '', answer: 'yes' }, by);
  rig.ground.people.configure([{ ...EVA, ...eva }]);
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

const LATER = `workflows:
  - name: w
    steps:
      - { id: first, action: wait, params: { for: 1m } }
      - { id: a, depends_on: first, action: set, params: { target: grow-light.power, value: on } }
`;

for (const [how, eva] of [
  ['belongs to the site no more', { id: 'mei' }],
  ['is a viewer now', { role: 'viewer' }],
  ['is limited to another area now', { areas: ['pump-room'] }],
] as const)
  test(`a run switches nothing more once whoever started it ${how}, and all are told`, () =>
    withGateway(
      async (rig) => {
        await start(rig);
        rig.ground.people.configure([BEN, { ...EVA, ...eva }]);
        await rig.pass(120_000);
        const [run] = rig.gateway.workflows.runs.list();
        assert.equal(
          [run?.state, run?.steps['a']?.refusal?.code],
          ['failed', 'WORKFLOW_RIGHTS_LOST'],
        );
        assert.is(rig.value('grow-light', 'power'), false);
        assert.match(lettersFor(rig, 'ben'), /Eva, who started this run, may not have "set" done/);
      },
      undefined,
      LATER,
    ));

test('what such a run began it may end: a pump does not stay on for want of a right', () =>
  withGateway(
    async (rig) => {
      await start(rig);
      assert.is(rig.value('grow-light', 'power'), true);
      rig.ground.people.configure([BEN]);
      await rig.pass(120_000);
      assert.equal(rig.gateway.workflows.runs.list()[0]?.steps['b']?.state, 'done');
      assert.is(rig.value('grow-light', 'power'), false);
    },
    undefined,
    `workflows:
  - name: w
    steps:
      - { id: a, action: set, params: { target: grow-light.power, value: on } }
      - { id: first, depends_on: a, action: wait, params: { for: 1m } }
      - { id: look, depends_on: first, action: read, params: { targets: [tank.level] } }
      - { id: b, depends_on: look, action: set, params: { target: grow-light.power, value: off } }
`,
  ));

test('nor once whoever armed it may not, and goes on with what somebody said yes to who may', () =>
  withGateway(async (rig) => {
    const by = askerOf(speaker('eva'));
    rig.ground.people.configure([BEN, EVA]);
    const { confirm } = await rig.run('workflow-make', { text: TWICE_WHEN_DRY }, by);
    await rig.run('confirm', { token: confirm?.token ?? '', answer: 'yes' }, by);
    await rig.run('sim-set', { target: 'tank.level', value: 5 });
    await rig.pass(5_000);
    rig.ground.people.configure([BEN]);
    const ben = askerOf(speaker('ben'));
    assert.ok((await rig.run('workflow-answer', { run: 'dry', answer: 'yes' }, ben)).ok);
    await rig.pass(5_000);
    const [run] = rig.gateway.workflows.runs.list();
    assert.is(run?.steps['a']?.state, 'done');
    assert.match(run?.steps['b']?.refusal?.message ?? '', /^eva, who armed it, may not/);
  }));

const TWICE_WHEN_DRY = `workflows:
  - name: dry
    trigger: { reading: tank.level, below: 20 }
    steps:
      - { id: a, approval: true, action: set, params: { target: grow-light.power, value: on } }
      - { id: b, depends_on: a, action: set, params: { target: grow-light.power, value: on } }
`;

test('what a token armed is disarmed in the moment that the token is revoked', () =>
  withGateway(async (rig) => {
    const admin = askerOf(speaker('owner', 'admin'));
    await rig.run('token-create', { name: 'plc', role: 'operator' }, admin);
    const by = askerOf(speaker('token:plc'));
    const { confirm } = await rig.run('workflow-make', { text: WHEN_DRY }, by);
    await rig.run('confirm', { token: confirm?.token ?? '', answer: 'yes' }, by);
    const isArmed = (): boolean | undefined =>
      rig.gateway.workflows.workflows.find('dry')?.isEnabled;
    assert.is(isArmed(), true);
    await rig.run('token-revoke', { name: 'plc' }, admin);
    assert.is(isArmed(), false);
    await rig.pass(1_000);
    await rig.run('token-create', { name: 'plc', role: 'operator' }, admin);
    assert.is(isArmed(), false, 'another token of that name');
    await rig.run('workflow-enable', { name: 'dry' }, by);
    assert.is(isArmed(), true);
  }));

test('a yes is asked only of people who may give it', () =>
  withGateway(
    async (rig) => {
      const starting = start(rig);
      rig.ground.people.configure([
        BEN,
        { ...EVA, areas: ['pump-room'] },
        { ...EVA, id: 'gus', role: 'viewer' },
      ]);
      await starting;
      assert.match(lettersFor(rig, 'ben'), /waits for a yes/);
      assert.equal([lettersFor(rig, 'eva'), lettersFor(rig, 'gus')], ['', '']);
      const inPumps = await rig.say('yes', speaker('eva', 'operator', ['pump-room']));
      assert.not.match(inPumps.reply, /WORKFLOW|may not change/);
      assert.is(rig.gateway.workflows.runs.list()[0]?.state, 'running');
    },
    undefined,
    EACH_WITH_YES,
  ));

test('whoever is limited to some areas may have everything done that only looks', () =>
  withGateway(async (rig) => {
    const by = askerOf(speaker('eva', 'operator', ['pump-room']));
    const looks = (action: string): Promise<ActionResult> =>
      rig.run('workflow-make', { text: WHEN_DRY.replace(/action: .*\} \}\]/, `${action} }]`) }, by);
    assert.ok((await looks('action: alerts')).confirm);
    assert.match(refusalIn(await looks('action: cancel, params: { all: true }')), /everywhere/);
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

const withToken = (token: string): string => `workflows:
  - name: solar
    steps: [{ action: fetch_data, params: { source: 'https://solar.lan?token=${token}' } }]
`;

test('nor is what opens the door of another program: not when it is asked, shown, compared or journalled', () =>
  withGateway(async (rig) => {
    const admin = (words: string): ReturnType<typeof askerOf> =>
      askerOf(speaker('owner', 'admin'), { words });
    const arm = async (token: string): Promise<readonly ActionResult[]> => {
      const text = withToken(token);
      const by = admin(`workflow make "${text}"`);
      const asked = await rig.run('workflow-make', { text }, by);
      const args = { token: asked.confirm?.token ?? '', answer: 'yes' };
      return [asked, await rig.run('confirm', args, by)];
    };
    const armed = [...(await arm('s3cret-1')), ...(await arm('s3cret-2'))];
    assert.ok(armed.every((one) => one.ok || one.confirm));
    const seen = await Promise.all(
      ['show', 'versions', 'diff'].map((what) => rig.run(`workflow-${what}`, { name: 'solar' })),
    );
    assert.match(seen[0]?.text ?? '', /solar\.lan\?token=…/);
    const journal = await rig.ground.journal.entries({ kind: 'config' });
    assert.not.match(JSON.stringify([armed, seen, journal]), /s3cret/);
    const [again] = await arm('…');
    assert.ok(again);
    assert.match(refusalIn(again), /has “…” where/);
  }));

test('a file shows no secret of an address either, whatever stands around it', () =>
  withGateway(
    async (rig) => {
      const shown = await rig.run('workflow-show', { name: 'solar' });
      assert.match(shown.text, /https:\/\/solar\.lan\/…/);
      assert.not.match(JSON.stringify(shown), /0f-the-file/);
    },
    undefined,
    withToken('0f-the-file'),
  ));

test.run();
