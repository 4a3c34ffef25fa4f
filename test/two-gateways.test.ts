/**
 * Two gateways of one site: a node, and another one that was made of a copy of its data directory while
 * it ran, each whole and with a real store. What one says of its leading reaches the other one.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Ground } from '../runtime/app/ground.ts';
import { Sendings } from '../runtime/gateway/channels/sendings.ts';
import { GatewayRig, OWNER } from './gateway-rig.ts';
import { readSampleSite } from './sample-site.ts';

const test = suite('two gateways of one site');

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Carries what each says to the others, as mDNS does; who joins asks all others. */
class Ether {
  readonly #nodes = new Map<string, { say: () => void; hear: Ground['leadership']['hear'] }>();
  #starts = 0;

  join(name: string, { leadership, site, boardId: id }: Ground): void {
    this.#starts += 1;
    const bootNonce = `nonce${String(this.#starts).padStart(5, '0')}`;
    const self = { id, role: 'gateway', site: site.id, version: '1.0.0', port: 1 } as const;
    const say = (): void => {
      const said = { ...self, ...leadership.say(bootNonce), bootNonce, addresses: [name] };
      for (const [other, { hear }] of this.#nodes) if (other !== name) hear(said);
    };
    leadership.announceBy(() => {
      say();
      return Promise.resolve();
    });
    this.#nodes.set(name, { say, hear: leadership.hear });
    for (const node of this.#nodes.values()) node.say();
  }
}

interface Two {
  readonly one: GatewayRig;
  readonly two: GatewayRig;
  /** Copies the first one, and starts the copy. */
  readonly copy: () => Promise<void>;
  readonly pass: (ms: number) => Promise<void>;
}

async function withTwo(workflows: string, use: (two: Two) => Promise<void>): Promise<void> {
  const { site, boards } = await readSampleSite();
  const home = await mkdtemp(join(tmpdir(), 'boardtalk-two-'));
  const roots = [join(home, 'one'), join(home, 'two')] as const;
  const [one, two] = roots.map(
    (root) => new GatewayRig(root, { site: { ...site, timezone: 'UTC' }, boards }),
  );
  assert.ok(one && two);
  const ether = new Ether();
  for (const [name, rig] of [
    ['one', one],
    ['two', two],
  ] as const)
    rig.onMesh = (ground) => {
      ether.join(name, ground);
      return Promise.resolve();
    };
  try {
    await mkdir(roots[0]);
    await writeFile(join(roots[0], 'workflows.yaml'), workflows);
    await one.start();
    await one.pass(2_000);
    await use({
      one,
      two,
      copy: async () => {
        await one.copyTo(roots[1]);
        two.clock.set(one.clock.now());
        await two.start();
        await two.pass(2_000);
        await one.pass(2_000);
      },
      pass: async (ms) => {
        for (let left = ms; left > 0; left -= 1_000) {
          await one.pass(Math.min(left, 1_000));
          await two.pass(Math.min(left, 1_000));
        }
      },
    });
  } finally {
    await two.stop();
    await one.stop();
    await rm(home, { recursive: true });
  }
}

/** How often the board of this node was ordered to switch a thing, by its journal. */
async function orders(rig: GatewayRig, thing: string): Promise<number> {
  const entries = await rig.ground.journal.entries();
  return entries.filter((entry) => entry.kind === 'intent' && entry.thing === thing).length;
}

const lead = (rig: GatewayRig): Promise<unknown> => rig.run('lead', {});

const isBehind = ({ ground }: GatewayRig): boolean => ground.leadership.behind !== undefined;

const runs = ({ gateway }: GatewayRig): readonly string[] =>
  gateway.workflows.runs.list().map(({ state }) => state);

const dues = ({ gateway }: GatewayRig): readonly unknown[] =>
  gateway.workflows.runs.list().map(({ trigger }) => trigger['at']);

function told(rig: GatewayRig): string {
  const letters = rig.gateway.outbox.waiting(OWNER.chat);
  return letters.map(([, { news }]) => JSON.stringify(news)).join('\n');
}

const ORDINARY = 'workflows: []\n';

const WATER = `workflows:
  - name: water
    steps:
      - { id: pause, action: wait, params: { for: 60s } }
      - { id: light, action: set, depends_on: pause, params: { target: grow-light.power, value: on } }
      - { id: again, action: wait, depends_on: light, params: { for: 60s } }
      - { id: dark, action: set, depends_on: again, params: { target: grow-light.power, value: off } }
`;

const TICK = `workflows:
  - name: tick
    trigger: { cron: '* * * * *', missed: all, grace: 1h }
    steps:
      - { action: read, params: { targets: [tank.level] } }
`;

test('a run that was under way when the copy was made is gone on with where it was begun, and nowhere else', () =>
  withTwo(WATER, async ({ one, two, copy, pass }) => {
    void one.gateway.catalogue.run(
      'workflow-run',
      { name: 'water' },
      {
        ...{ ...OWNER, language: 'en', words: 'water' },
      },
    );
    await one.pass(5_000);
    await copy();
    assert.equal([isBehind(one), isBehind(two)], [false, true]);
    await lead(two);
    await pass(5_000);
    assert.equal([isBehind(one), isBehind(two)], [true, false]);
    assert.equal(runs(two), ['cancelled']);
    await pass(3 * MINUTE_MS);
    assert.equal(runs(one), ['done'], 'whoever began it ends it');
    assert.equal([await orders(one, 'grow-light'), await orders(two, 'grow-light')], [2, 0]);
  }));

test('what the clock began in one is not begun again in the other, whoever leads in turn', () =>
  withTwo(TICK, async ({ one, two, copy, pass }) => {
    await copy();
    await pass(5 * MINUTE_MS);
    assert.equal(dues(two), []);
    await lead(two);
    await pass(3 * MINUTE_MS);
    await lead(one);
    await pass(3 * MINUTE_MS);
    const all = [...dues(one), ...dues(two)];
    assert.equal(new Set(all).size, all.length, 'no minute in both');
    assert.ok(dues(two).length >= 2 && dues(one).length >= 7, all.join(' '));
  }));

test('whoever was named leads also where it cannot say so on the network', () =>
  withTwo(TICK, async ({ two, copy }) => {
    await copy();
    two.ground.leadership.announceBy(() => Promise.reject(new Error('no network')));
    await lead(two);
    await two.pass(3 * MINUTE_MS);
    assert.equal([isBehind(two), dues(two).length], [false, 3]);
  }));

test('an order that was in the line of the copy is carried out by the first one only, and ends here, told', () =>
  withTwo(ORDINARY, async ({ one, two, copy, pass }) => {
    const { tasks } = one.gateway;
    await one.say('turn on the grow light');
    const [done] = tasks.writes();
    assert.ok(done);
    const queued = { ...done, id: 'task_0000000000_left', state: 'queued', value: false } as const;
    const { receipt: _, command: __, endedAt: ___, lease: ____, ...left } = queued;
    await tasks.save(left);
    const before = await orders(one, 'grow-light');
    await copy();
    assert.is(await orders(two, 'grow-light'), before, 'the copy has the journal too');
    await lead(two);
    await pass(5_000);
    const end = two.gateway.tasks.find(left.id);
    assert.equal([end?.state, end?.refusal?.code], ['cancelled', 'MESH_LEFT']);
    assert.is(await orders(two, 'grow-light'), before);
    assert.match(told(two), /MESH_LEFT/);
  }));

test('what waited to be sent to a messenger is sent by the first one only', () =>
  withTwo(ORDINARY, async ({ one, two, copy, pass }) => {
    const sendingsOf = async ({ ground }: GatewayRig): Promise<Sendings> => {
      const sendings = new Sendings(ground);
      await sendings.load();
      return sendings;
    };
    const queue = await sendingsOf(one);
    await queue.queue('telegram:4242', [{ id: 'a', chat: '1001', text: 'the pump stopped' }]);
    await copy();
    await lead(two);
    await pass(5_000);
    const left = (await sendingsOf(two)).unsent('telegram:4242');
    assert.equal(left, { queued: 0, failed: 0, unknown: 1 });
    assert.is((await sendingsOf(one)).unsent('telegram:4242').queued, 1);
  }));

for (const days of [60, 5 * 365])
  test(`a copy whose clock is ${String(days)} days behind stands back like any other`, () =>
    withTwo(ORDINARY, async ({ one, two, copy, pass }) => {
      const now = one.clock.now();
      one.clock.set(now - days * DAY_MS);
      await copy();
      one.clock.set(now);
      await pass(10_000);
      assert.equal([isBehind(one), isBehind(two)], [false, true]);
    }));

test('one that stands back takes what ends something, and nothing else', () =>
  withTwo(ORDINARY, async ({ two, copy }) => {
    await copy();
    const said = async (text: string): Promise<string> => (await two.say(text)).reply;
    assert.match(await said('turn on the grow light'), /stands back/);
    assert.match(await said('lock out the pump'), /locked out/);
    assert.match(await said('take my tag off the pump'), /stands back/);
    assert.match(await said('turn off the grow light'), /off/);
    assert.match(await said('stop'), /stop|off/i);
  }));

test('a plan that starts something is refused where its time comes while another one leads, and told', () =>
  withTwo(ORDINARY, async ({ one, two, copy, pass }) => {
    await one.say('turn on the grow light in 1 minute');
    await copy();
    await pass(2 * MINUTE_MS);
    assert.is(one.value('grow-light', 'power'), true);
    assert.is(two.value('grow-light', 'power'), false);
    assert.match(told(two), /MESH_STANDS_BACK/);
  }));

test('one that stands back and starts again takes up nothing', () =>
  withTwo(WATER, async ({ one, two, copy, pass }) => {
    await copy();
    void one.gateway.catalogue.run(
      'workflow-run',
      { name: 'water' },
      {
        ...{ ...OWNER, language: 'en', words: 'water' },
      },
    );
    await pass(5_000);
    await lead(two);
    await pass(2_000);
    assert.equal(runs(one), ['running']);
    await one.restart();
    await pass(3 * MINUTE_MS);
    assert.equal([isBehind(one), ...runs(one)], [true, 'cancelled']);
    assert.is(await orders(one, 'grow-light'), 0);
  }));

test.run();
