/** What starts a workflow from outside, on a whole node: the sample site on the simulated board, a real store. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Run } from '../runtime/workflows/runs/run.ts';
import type { HookAnswer } from '../runtime/workflows/triggers/webhook/hook.ts';
import { OWNER, speaker, withGateway, type GatewayRig } from './gateway-rig.ts';
import { independentHmac } from './independent-hmac.ts';

const test = suite('what starts a workflow');

const SECRET = 'of-the-door-bell';
const LIGHT = '{ action: set, params: { target: grow-light.power, value: on } }';
const LOOK = '{ action: read, params: { targets: [tank.level] } }';
const WAIT = '{ action: wait, params: { for: 1m } }';

function workflow(trigger: string, step = LOOK, name = 'w'): string {
  return `  - name: ${name}\n    trigger: ${trigger}\n    steps:\n      - ${step}\n`;
}

/** @param workflows one text, or several */
function withWorkflows(
  workflows: string | readonly string[],
  use: (rig: GatewayRig) => Promise<void>,
): Promise<void> {
  const all = typeof workflows === 'string' ? [workflows] : workflows;
  return withGateway(
    async (rig) => {
      assert.equal(rig.gateway.workflows.workflows.mistakes, []);
      // The sensors were asked by then.
      await rig.pass(2_000);
      await use(rig);
    },
    undefined,
    `workflows:\n${all.join('')}`,
  );
}

function runs(rig: GatewayRig): readonly Run[] {
  return rig.gateway.workflows.runs.list();
}

async function press(rig: GatewayRig, ms: number): Promise<void> {
  await rig.run('sim-set', { target: 'estop.pressed', value: true });
  await rig.pass(ms);
  await rig.run('sim-set', { target: 'estop.pressed', value: false });
  await rig.pass(100);
}

const values = (rig: GatewayRig): readonly unknown[] =>
  runs(rig).map(({ trigger }) => trigger['value']);

test('an edge far shorter than the time between two samples starts its workflow', () =>
  withWorkflows(workflow('{ edge: estop.pressed }', LIGHT), async (rig) => {
    await press(rig, 60);
    await rig.pass(3_000);
    assert.equal(values(rig), [true]);
    assert.is(rig.value('grow-light', 'power'), true);
    const why = await rig.say('why is the grow light on?');
    assert.match(why.reply, /workflow w \(because estop\.pressed became true\)/);
  }));

test('each edge starts it once, in the order of the edges; one that bounces within 20 ms is none', () =>
  withWorkflows(workflow('{ edge: estop.pressed, direction: both }'), async (rig) => {
    await press(rig, 60);
    await press(rig, 60);
    await press(rig, 5);
    await rig.pass(1_000);
    assert.equal(values(rig), [true, false, true, false]);
    const [first, second] = runs(rig);
    assert.ok(Number(second?.trigger['at']) > Number(first?.trigger['at']));
  }));

test('where it stands at a start, and after a restart, is no edge', () =>
  withWorkflows(workflow('{ edge: estop.pressed, direction: both }'), async (rig) => {
    await rig.run('sim-set', { target: 'estop.pressed', value: true });
    await rig.pass(1_000);
    assert.is(runs(rig).length, 1);
    await rig.restart();
    await rig.pass(3_000);
    assert.is(runs(rig).length, 1);
  }));

test('a storm runs one after the other, ten at most, and that more were dropped is told once', () =>
  withWorkflows(workflow('{ mqtt: storm }', WAIT), async (rig) => {
    rig.ground.people.configure([{ id: 'mei', name: 'Mei', role: 'operator' }]);
    for (let count = 0; count < 50; count += 1) rig.publish('storm', String(count));
    await rig.pass(1_000);
    assert.is(runs(rig).length, 10);
    const begun = runs(rig).filter(({ steps }) => steps['wait']?.state !== 'queued');
    assert.equal(
      begun.map(({ trigger }) => trigger['payload']),
      [0],
    );
    await rig.pass(11 * 60_000);
    assert.ok(runs(rig).every(({ state }) => state === 'done'));
    const ends = runs(rig).map(({ endedAt = 0 }) => endedAt);
    assert.ok(ends.every((end, index) => index === 0 || end - (ends[index - 1] ?? 0) >= 60_000));
    const letters = rig.gateway.outbox.waiting('web:mei').map(([, { news }]) => news);
    assert.is(letters.length, 1);
    assert.match(JSON.stringify(letters), /w did not run at .*10 runs of w are open/);
  }));

test('those that wait in line go on after a power cut, in their order', () =>
  withWorkflows(workflow('{ mqtt: storm }', WAIT), async (rig) => {
    for (let count = 0; count < 3; count += 1) rig.publish('storm', String(count));
    await rig.pass(10_000);
    await rig.restart();
    await rig.pass(200_000);
    assert.equal(
      runs(rig).map(({ trigger, state }) => [trigger['payload'], state]),
      [
        [0, 'done'],
        [1, 'done'],
        [2, 'done'],
      ],
    );
  }));

test('an MQTT message of a client starts it, as text or JSON, where its condition holds', () =>
  withWorkflows(
    workflow(`{ mqtt: 'zigbee2mqtt/+/action', where: 'trigger.payload == "single"' }`),
    async (rig) => {
      rig.publish('zigbee2mqtt/button/action', 'single');
      rig.publish('zigbee2mqtt/button/action', 'double');
      rig.publish('zigbee2mqtt/button', 'single');
      rig.publish('zigbee2mqtt/button/action', '{"x":1}');
      rig.publish('zigbee2mqtt/button/action', '"single"', { client: 'other' });
      await rig.pass(100);
      assert.equal(
        runs(rig).map(({ trigger }) => [trigger['topic'], trigger['client'], trigger['payload']]),
        [
          ['zigbee2mqtt/button/action', 'bridge', 'single'],
          ['zigbee2mqtt/button/action', 'other', 'single'],
        ],
      );
    },
  ));

test('a message that its client marks as sent again is the one that was heard, else another one', () =>
  withWorkflows(workflow('{ mqtt: button }'), async (rig) => {
    rig.publish('button', 'single');
    rig.publish('button', 'single', { isRepeat: true });
    rig.publish('button', 'single');
    rig.publish('button', 'lost', { isRepeat: true });
    await rig.pass(100);
    assert.equal(
      runs(rig).map(({ trigger }) => trigger['payload']),
      ['single', 'single', 'lost'],
    );
  }));

test('what a board did by itself starts one, once, however often it is told', () =>
  withWorkflows(workflow('{ event: grow-light.run-ended }'), async (rig) => {
    await rig.say('turn on the grow light for 5 seconds');
    await rig.pass(10_000);
    const [run, ...others] = runs(rig);
    assert.equal(others, []);
    assert.is(run?.trigger['event'], 'grow-light.run-ended');
    assert.is(run?.trigger['thing'], 'grow-light');
    const why = { code: 'X', message: 'no', hint: 'wait' };
    const outcome = { status: 'refused', refusal: why } as const;
    const other = { kind: 'forced', thing: 'pump', property: 'power', why, outcome } as const;
    await rig.gateway.events.thing(other, 5);
    assert.is(runs(rig).length, 1);
  }));

test('the same event of another board, told again after a cut, begins no second run', () =>
  withWorkflows(workflow('{ event: pump.forced }'), async (rig) => {
    const why = { code: 'X', message: 'no', hint: 'wait' };
    const outcome = { status: 'refused', refusal: why } as const;
    const event = { kind: 'forced', thing: 'pump', property: 'power', why, outcome } as const;
    const at = rig.clock.now();
    await rig.gateway.events.thing(event, at);
    await rig.restart();
    await rig.gateway.events.thing(event, at);
    assert.is(runs(rig).length, 1);
    await rig.gateway.events.thing(event, at + 1);
    assert.is(runs(rig).length, 2);
  }));

test('a board that joins or leaves starts one; that those come back which a restart lost does not', () =>
  withWorkflows(
    [
      workflow('{ event: board-joined }', LOOK, 'came'),
      workflow('{ event: board-left }', LOOK, 'went'),
    ],
    async (rig) => {
      const told = (isOnline: boolean): void => {
        rig.gateway.events.board('pump-room', isOnline, rig.clock.now());
      };
      told(true);
      told(true);
      await rig.pass(100);
      assert.equal(runs(rig), []);
      told(false);
      told(false);
      await rig.pass(120_000);
      told(true);
      rig.gateway.events.board('attic', true, rig.clock.now());
      await rig.pass(100);
      assert.equal(
        runs(rig).map(({ workflow: name, trigger }) => [name, trigger['board']]),
        [
          ['went', 'pump-room'],
          ['came', 'pump-room'],
          ['came', 'attic'],
        ],
      );
    },
  ));

test('an alert that is raised, and one that is cleared, start theirs: only of the one that is named', () =>
  withWorkflows(
    [
      workflow('{ event: alert-raised, of: cpu-high }', LOOK, 'hot'),
      workflow('{ event: alert-cleared }', LOOK, 'cool'),
    ],
    async (rig) => {
      const incident = { since: rig.clock.now(), value: 90 };
      const cpu = { ...incident, id: 'incident-1', code: 'cpu-high' };
      const { events } = rig.gateway;
      await events.alert('began', cpu);
      await events.alert('began', cpu);
      await events.alert('began', { ...incident, id: 'incident-2', code: 'other' });
      await events.alert('over', cpu);
      await rig.pass(100);
      assert.equal(
        runs(rig).map(({ workflow: name, trigger }) => [name, trigger['alert']]),
        [
          ['hot', 'cpu-high'],
          ['cool', 'cpu-high'],
        ],
      );
    },
  ));

const MOVIE = workflow('{ phrase: [movie time, 看电影了] }', LIGHT);

test('whoever says its phrase starts it, in any of its languages, and the journal names who', () =>
  withWorkflows(MOVIE, async (rig) => {
    const { reply } = await rig.say('Movie time, please!', speaker('ben'));
    assert.match(reply, /^“movie time” means “run the workflow w”/);
    assert.is(rig.value('grow-light', 'power'), true);
    const why = await rig.say('why is the grow light on?');
    assert.match(why.reply, /because ben said “movie time”/);
    const chinese = await rig.say('看电影了');
    assert.match(chinese.reply, /运行流程 w/);
    assert.is(runs(rig).length, 2);
    assert.is(runs(rig)[0]?.asked?.person, 'ben');
  }));

test('a question, a negation, a slip that may be another word, and a viewer start nothing', () =>
  withWorkflows(MOVIE, async (rig) => {
    for (const text of [
      ...['movie time?', "don't movie time", 'if it is dark movie time', '"movie time"'],
      ...['dovie time', '看电影了吗', 'not movie time', 'bob said movie time'],
    ])
      await rig.say(text);
    const denied = await rig.say('movie time', speaker('vera', 'viewer'));
    assert.is(denied.error?.code, 'POLICY_DENIED');
    assert.equal(runs(rig), []);
  }));

test('the same message twice, a power cut between, starts it once', () =>
  withWorkflows(MOVIE, async (rig) => {
    const message = rig.message('movie time');
    await rig.during(rig.gateway.conversation.handle(message));
    await rig.restart();
    await rig.during(rig.gateway.conversation.handle(message));
    assert.is(runs(rig).length, 1);
  }));

test('nobody teaches another meaning to a phrase that starts a workflow', () =>
  withWorkflows(MOVIE, async (rig) => {
    const taught = await rig.say('teach "movie time" means "turn off the grow light"', OWNER);
    assert.is(taught.error?.code, 'PHRASE_TAKEN');
  }));

const HOOK = workflow(`{ webhook: { secret: ${SECRET} }, where: 'trigger.body.ring' }`);

interface Post {
  readonly secret?: string;
  readonly at?: number;
  readonly delivery?: string;
  readonly name?: string;
}

function post(rig: GatewayRig, body: string, given: Post = {}): Promise<HookAnswer> {
  const { secret = SECRET, at = rig.clock.now(), delivery, name = 'w' } = given;
  const timestamp = String(Math.floor(at / 1_000));
  const signature = independentHmac(secret, `${timestamp}.${body}`);
  const request = { timestamp, signature, body: Buffer.from(body) };
  return rig.during(
    rig.gateway.workflows.hooks.knock(
      name,
      { ...request, ...(delivery !== undefined && { delivery }) },
      () => true,
    ),
  );
}

test('a signed request starts it, and what it says is there for the steps', () =>
  withWorkflows(HOOK, async (rig) => {
    assert.is((await post(rig, '{"ring":true,"who":"mei"}')).kind, 'begun');
    assert.equal(runs(rig)[0]?.trigger['body'], { ring: true, who: 'mei' });
    assert.is((await post(rig, '{"ring":false}')).kind, 'unmet');
    assert.is((await post(rig, '{"other":1}')).kind, 'unmet');
    assert.is((await post(rig, '{"ring')).kind, 'no-json');
    assert.is(runs(rig).length, 1);
  }));

test('a request with another secret, for another hook, or of long ago, starts nothing', () =>
  withWorkflows([HOOK, workflow('{ phrase: movie time }', LOOK, 'm')], async (rig) => {
    const body = '{"ring":true}';
    assert.is((await post(rig, body, { secret: 'x' })).kind, 'unknown');
    assert.is((await post(rig, body, { name: 'm' })).kind, 'unknown');
    assert.is((await post(rig, body, { name: 'none' })).kind, 'unknown');
    assert.is((await post(rig, body, { at: rig.clock.now() - 400_000 })).kind, 'old');
    assert.equal(runs(rig), []);
  }));

test('the same request, and the same delivery signed anew, are one run, across a power cut', () =>
  withWorkflows(HOOK, async (rig) => {
    const body = '{"ring":true}';
    const at = rig.clock.now();
    const first = await post(rig, body, { at, delivery: 'd-1' });
    assert.equal(await post(rig, body, { at }), first);
    assert.equal(await post(rig, body, { at, delivery: 'forged' }), first);
    await rig.restart();
    assert.equal(await post(rig, body, { at }), first);
    assert.equal(await post(rig, body, { delivery: 'd-1' }), first);
    assert.is(runs(rig).length, 1);
    await rig.pass(2_000);
    assert.is.not((await post(rig, body, { delivery: 'd-2' })).kind, 'unknown');
    assert.is(runs(rig).length, 2);
  }));

test('where the line is full a request is told so, and may come again', () =>
  withWorkflows(workflow(`{ webhook: { secret: ${SECRET} } }`, WAIT), async (rig) => {
    const kinds: string[] = [];
    for (let count = 0; count < 11; count += 1) kinds.push((await post(rig, String(count))).kind);
    assert.equal(kinds.slice(-2), ['begun', 'busy']);
    await rig.pass(61_000);
    assert.is((await post(rig, '10')).kind, 'begun');
  }));

test.run();
