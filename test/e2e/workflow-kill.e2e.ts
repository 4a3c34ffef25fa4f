/**
 * A workflow of six steps, two of which switch something, on a whole node that is killed with `kill -9`
 * at each write to its database in the course of it: before the write, and after it. A witness outside
 * its state (`witness.mjs`) counts what was done to the lines. Whatever the moment: no run is lost,
 * nothing is switched twice, and each run ends, or says that nobody knows.
 */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import type { NodeProcess } from './node-process.ts';
import { soon } from './outside.ts';
import { WitnessedNode, type Death } from './witnessed-node.ts';

const test = suite('kill -9 in a workflow');

const DEVICES = `areas: { hall: { title: { en: hall } } }
boards:
  bench:
    board: sim
    parts:
      pump-relay: { driver: relay, pin: GPIO17 }
      lamp-relay: { driver: relay, pin: GPIO23 }
    things:
      pump: { title: { en: pump }, area: hall, kind: pump, properties: { power: { from: pump-relay } } }
      lamp: { title: { en: lamp }, area: hall, kind: light, properties: { power: { from: lamp-relay } } }
`;
const WORKFLOWS = `workflows:
  - name: water
    steps:
      - { id: look, action: read, params: { targets: [pump.power] } }
      - { id: pump, action: set, depends_on: look, params: { target: pump.power, value: on, for: 1s } }
      - { id: pause, action: wait, depends_on: pump, params: { for: 1200ms } }
      - { id: light, action: set, depends_on: pause, params: { target: lamp.power, value: on } }
      - { id: see, action: read, depends_on: light, params: { targets: [lamp.power] } }
      - { id: tell, action: send_notification, depends_on: see, params: { platform: page } }
`;
const PLATFORM = `site: { id: kills }
supported_platforms: [{ name: page, type: websocket }]
`;
const LINES = ['GPIO17', 'GPIO23'] as const;

/** What one run came to. */
interface Outcome {
  readonly death: Death;
  readonly isKilled: boolean;
  /** How the run ended; undefined: there is none. */
  readonly state: string | undefined;
  /** How often each line was switched on. */
  readonly switched: readonly number[];
}

const runsSchema = z.array(
  z.looseObject({ id: z.string(), state: z.string(), endedAt: z.number().optional() }),
);

class Harness {
  readonly #witnessed: WitnessedNode;

  private constructor(witnessed: WitnessedNode) {
    this.#witnessed = witnessed;
  }

  static async start(): Promise<Harness> {
    const files = { devices: DEVICES, workflows: WORKFLOWS, platform: PLATFORM };
    return new Harness(await WitnessedNode.start(files));
  }

  remove(): Promise<void> {
    return this.#witnessed.remove();
  }

  get node(): NodeProcess {
    return this.#witnessed.node;
  }

  /** One run of the workflow with a death in its course, and what it has come to when all is told. */
  async cycle(death: Death): Promise<Outcome> {
    await this.#ask('set', 'lamp.power', 'off');
    await this.#ask('set', 'pump.power', 'off');
    const known = new Set((await this.#runs()).map(({ id }) => id));
    const seen = this.#switchedOn();
    this.#witnessed.arm(death);
    const isKilled = await this.#ask('workflow', 'run', 'water').then(
      () => false,
      () => true,
    );
    const diedAt = Date.now();
    if (isKilled) await this.#witnessed.killAndBegin();
    const [run, ...more] = (await this.#endedRuns()).filter(({ id }) => !known.has(id));
    assert.deepEqual(more, [], 'one run was asked for');
    const after = this.#switchedOn();
    const switched = after.map((count, line) => count - (seen[line] ?? 0));
    const heard = await this.#hear();
    if (isKilled && (run?.endedAt ?? 0) > diedAt) assert.match(heard, /water/, 'its end is told');
    return { death, isKilled, state: run?.state, switched };
  }

  #ask(...argv: readonly string[]): Promise<unknown> {
    return this.#witnessed.client.command(...argv);
  }

  /** What somebody who says hello is told. */
  async #hear(): Promise<string> {
    return (await this.#witnessed.client.chat('hello')).reply;
  }

  async #runs(): Promise<z.infer<typeof runsSchema>> {
    return runsSchema.parse(await this.#ask('workflow', 'runs'));
  }

  async #endedRuns(): Promise<z.infer<typeof runsSchema>> {
    let runs: z.infer<typeof runsSchema> = [];
    await soon('the run ends', async () => {
      runs = await this.#runs();
      return runs.every(({ state }) => state !== 'running');
    });
    return runs;
  }

  /** How often each of the lines was switched on since the beginning, says the witness. */
  #switchedOn(): readonly number[] {
    const { lines } = this.#witnessed;
    return LINES.map((line) => lines.filter((text) => text.endsWith(` ${line} 1`)).length);
  }
}

function judge({ death, isKilled, state, switched }: Outcome): void {
  const end = `${death.when} write ${String(death.write)}: ${String(state)}, switched ${switched.join(' and ')} times`;
  for (const count of switched) assert.ok(count <= 1, `doubled: ${end}`);
  if (state === undefined) {
    assert.ok(death.write === 1 && death.when === 'before', `lost: ${end}`);
    assert.deepEqual(switched, [0, 0], end);
    return;
  }
  assert.ok(state === 'done' || state === 'unknown', end);
  if (state === 'done' || !isKilled) assert.deepEqual(switched, [1, 1], `lost: ${end}`);
}

/** Dies at one write further with each run, until a run is through before. */
async function killAtEach(when: Death['when']): Promise<readonly Outcome[]> {
  const harness = await Harness.start();
  try {
    const outcomes: Outcome[] = [];
    for (let write = 1; ; write += 1) {
      const outcome = await harness.cycle({ from: 'runs/', write, when });
      judge(outcome);
      if (!outcome.isKilled) break;
      outcomes.push(outcome);
    }
    const { code, stdout } = await harness.node.cli('journal', 'verify');
    assert.equal(code, 0, stdout);
    return outcomes;
  } finally {
    await harness.remove();
  }
}

test('at every durable write: no run is lost, nothing is switched twice, each run ends or says that nobody knows', async () => {
  const outcomes = (await Promise.all([killAtEach('before'), killAtEach('after')])).flat();
  const count = (state: string | undefined): number =>
    outcomes.filter((outcome) => outcome.state === state).length;
  const ends = `${String(count('done'))} runs done, ${String(count('unknown'))} unknown, ${String(count(undefined))} not begun`;
  process.stdout.write(`${String(outcomes.length)} kills: ${ends}; 0 lost, 0 doubled\n`);
  assert.ok(outcomes.length > 30, `so many writes there are at least; ${ends}`);
  assert.ok(count('done') > 0 && count('unknown') > 0, ends);
});

test.run();
