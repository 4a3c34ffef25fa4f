/**
 * A node under load is killed with `kill -9` at random moments, again and again: orders to several things
 * at once, planned ones, cancelled ones, a workflow with steps side by side. Each order sets a value that no
 * other has, so that a witness at the outputs (`witness.mjs`) can count what was done for which.
 *
 *   BOARDTALK_KILLS=1000 BOARDTALK_SEED=7 node --import tsx test/e2e/queue-kill.e2e.ts
 */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { soon } from './outside.ts';
import { seededRandom } from './seeded-random.ts';
import { WitnessedNode } from './witnessed-node.ts';

const test = suite('kill -9 under load');

const KILLS = Number(process.env['BOARDTALK_KILLS'] ?? 50);
const SEED = Number(process.env['BOARDTALK_SEED'] ?? Date.now() % 1_000_000);
/** Nodes that are killed side by side. */
const LANES = 2;

const DEVICES = `areas: { hall: { title: { en: hall } } }
boards:
  bench:
    board: sim
    parts:
      lamp-relay: { driver: relay, pin: GPIO23 }
      pump-relay: { driver: relay, pin: GPIO17 }
      left-dimmer: { driver: pwm-dimmer, chip: pwmchip0, channel: 0 }
      right-dimmer: { driver: pwm-dimmer, chip: pwmchip0, channel: 1 }
    things:
      lamp: { title: { en: lamp }, area: hall, kind: light, properties: { power: { from: lamp-relay } } }
      pump: { title: { en: pump }, area: hall, kind: pump, properties: { power: { from: pump-relay } } }
      left: { title: { en: left valve }, area: hall, kind: valve, properties: { level: { from: left-dimmer } } }
      right: { title: { en: right valve }, area: hall, kind: valve, properties: { level: { from: right-dimmer } } }
`;
const WORKFLOWS = `workflows:
  - name: both
    steps:
      - { id: lamp, action: set, params: { target: lamp.power, value: on } }
      - { id: pump, action: set, params: { target: pump.power, value: on }, retry: 2 }
      - { id: look, action: read, depends_on: [lamp, pump], params: { targets: [lamp.power] } }
`;
const LINES = { left: 'pwm0', right: 'pwm1' } as const;
/** One percent of the period in the unit of the register, ns. */
const NS_PER_PERCENT = 10_000;
/** The steps in which values differ, %. */
const STEP = 0.005;

type Thing = keyof typeof LINES;

/** What was asked, and what was answered. */
interface Order {
  readonly thing: Thing;
  readonly value: number;
  readonly isPlanned: boolean;
  answered: 'nothing' | 'done' | 'planned' | 'cancelled';
}

const tasksSchema = z.array(
  z.looseObject({ id: z.string(), state: z.string(), thing: z.string(), value: z.unknown() }),
);
const runsSchema = z.array(z.looseObject({ id: z.string(), state: z.string() }));
type Tasks = z.infer<typeof tasksSchema>;

class Load {
  readonly #witnessed: WitnessedNode;
  readonly #random: () => number;
  #orders = 0;
  readonly states = new Map<string, number>();

  constructor(witnessed: WitnessedNode, random: () => number) {
    this.#witnessed = witnessed;
    this.#random = random;
  }

  /** Asks for much, kills in the midst of it, starts again, and holds what was told to what is there. */
  async round(): Promise<void> {
    const { client, lines } = this.#witnessed;
    for (const target of ['lamp.power', 'pump.power']) await client.command('set', target, 'off');
    const runsBefore = (await this.#runs()).length;
    const orders = Array.from({ length: 8 }, (_, index) => this.#order(index >= 6));
    const working = [...orders.map((order) => this.#give(order)), this.#runWorkflow()];
    await this.#someAnswers(working);
    await this.#witnessed.killAndBegin();
    const answers = await Promise.all(working);
    const runId = answers.at(-1);
    const tasks = await this.#settled();
    const seen = this.#witnessed.lines.slice(lines.length);
    for (const order of orders) this.#judge(order, tasks, seen);
    await this.#judgeRuns(runsBefore, runId === 'ended', seen);
  }

  /** From none to most of them, and a moment more: whatever the machine, kills fall all over the work. */
  async #someAnswers(working: readonly Promise<unknown>[]): Promise<void> {
    const needed = Math.floor(this.#random() * working.length);
    let answered = 0;
    await new Promise<void>((resolve) => {
      const count = (): void => {
        if (answered >= needed) resolve();
        answered += 1;
      };
      count();
      for (const work of working) void work.then(count);
    });
    await delay(this.#random() * 40);
  }

  #order(isPlanned: boolean): Order {
    this.#orders += 1;
    const thing = this.#random() < 0.5 ? 'left' : 'right';
    const value = Number((this.#orders * STEP).toFixed(3));
    return { thing, value, isPlanned, answered: 'nothing' };
  }

  async #give(order: Order): Promise<void> {
    const { thing, value, isPlanned } = order;
    const words = ['set', `${thing}.level`, String(value)];
    await delay(this.#random() * 60);
    try {
      const client = await this.#witnessed.connect();
      if (!isPlanned) {
        await client.command(...words);
        order.answered = 'done';
        return;
      }
      await client.command(...words, '--at', hourFromNow());
      order.answered = 'planned';
      const task = tasksSchema
        .parse(await client.command('tasks'))
        .find((each) => each.value === value);
      await client.command('cancel', task?.id ?? 'none');
      order.answered = 'cancelled';
    } catch {
      // Killed meanwhile: what was answered until then stands.
    }
  }

  async #runWorkflow(): Promise<'ended' | undefined> {
    try {
      await (await this.#witnessed.connect()).command('workflow', 'run', 'both');
      return 'ended';
    } catch {
      return undefined;
    }
  }

  async #settled(): Promise<Tasks> {
    let tasks: Tasks = [];
    await soon('no task runs any more', async () => {
      tasks = tasksSchema.parse(await this.#witnessed.client.command('tasks', '--all'));
      return tasks.every(({ state }) => state !== 'running' && state !== 'queued');
    });
    return tasks;
  }

  async #runs(): Promise<z.infer<typeof runsSchema>> {
    return runsSchema.parse(await this.#witnessed.client.command('workflow', 'runs'));
  }

  /** Nothing that was told is lost, nothing is done twice, and the state that a task ended in is true. */
  #judge({ thing, value, answered }: Order, tasks: Tasks, seen: readonly string[]): void {
    const [task, ...more] = tasks.filter((each) => each.thing === thing && each.value === value);
    const state = task?.state ?? 'none';
    const text = ` ${LINES[thing]} ${String(Math.round(value * NS_PER_PERCENT))}`;
    const count = seen.filter((line) => line.endsWith(text)).length;
    const what = `${thing} ${String(value)}: answered ${answered}, then ${state}, written ${String(count)} times`;
    assert.equal(more.length, 0, `two tasks: ${what}`);
    assert.ok(count <= 1, `doubled: ${what}`);
    if (answered === 'done') assert.deepEqual([state, count], ['done', 1], `lost: ${what}`);
    if (answered === 'planned')
      assert.ok(['waiting', 'cancelled'].includes(state), `lost: ${what}`);
    if (answered === 'cancelled') assert.equal(state, 'cancelled', `lost: ${what}`);
    if (state === 'done') assert.equal(count, 1, `untrue: ${what}`);
    if (state !== 'done' && state !== 'unknown') assert.equal(count, 0, `untrue: ${what}`);
    this.states.set(state, (this.states.get(state) ?? 0) + 1);
  }

  async #judgeRuns(before: number, hasEnded: boolean, seen: readonly string[]): Promise<void> {
    await soon('each run ends', async () =>
      (await this.#runs()).every(({ state }) => state !== 'running'),
    );
    const runs = await this.#runs();
    // Only the last ten are shown.
    if (hasEnded && before < 10) assert.ok(runs.length > before, 'lost: the run was told of');
    for (const line of ['GPIO23', 'GPIO17']) {
      const count = seen.filter((text) => text.endsWith(` ${line} 1`)).length;
      assert.ok(count <= 1, `doubled: ${line} was switched on ${String(count)} times in a run`);
    }
  }
}

function hourFromNow(): string {
  const then = new Date(Date.now() + 3_600_000);
  return [then.getHours(), then.getMinutes()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

async function killAgainAndAgain(kills: number, seed: number): Promise<Map<string, number>> {
  const witnessed = await WitnessedNode.start({
    ...{ devices: DEVICES, workflows: WORKFLOWS, platform: 'site: { id: load }\n' },
  });
  try {
    const load = new Load(witnessed, seededRandom(seed));
    for (let kill = 0; kill < kills; kill += 1) await load.round();
    const { code, stdout } = await witnessed.node.cli('journal', 'verify');
    assert.equal(code, 0, stdout);
    return load.states;
  } finally {
    await witnessed.remove();
  }
}

test(`${String(KILLS)} kills at random moments, seed ${String(SEED)}: nothing told is lost, nothing is done twice, every state is true`, async () => {
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    killAgainAndAgain(Math.ceil(KILLS / LANES), SEED + lane),
  );
  const states = new Map<string, number>();
  for (const found of await Promise.all(lanes))
    for (const [state, count] of found) states.set(state, (states.get(state) ?? 0) + count);
  const orders = [...states].map(([state, count]) => `${String(count)} ${state}`).join(', ');
  process.stdout.write(
    `${String(KILLS)} kills, seed ${String(SEED)}; orders: ${orders}; 0 lost, 0 doubled\n`,
  );
  assert.ok((states.get('done') ?? 0) > 0 && states.size > 1, orders);
});

test.run();
