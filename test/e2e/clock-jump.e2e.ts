/**
 * The clock of the machine is set while a node runs, an hour on and an hour back, and the node is killed
 * in between: what waits for a time is done once, or missed and told; what counts a time is neither longer
 * nor shorter. The clock is that of the C library, moved under the whole process by libfaketime.
 */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { ControlClient } from '../bench/control-client.ts';
import { NodeProcess } from './node-process.ts';
import { helpersOf, LIGHT_RELAY, PUMP_RELAY, register, soon } from './outside.ts';

const test = suite('a clock that is set');

const DAY = '2026-12-03T';
const WORKFLOWS = `workflows:
  - name: told
    trigger: { cron: '0 11 * * *' }
    notify: [shop-floor]
    steps: [{ action: set, params: { target: pump.power, value: on, for: 1s } }]
  - name: late
    trigger: { cron: '0 11 * * *', missed: once }
    steps: [{ action: set, params: { target: grow-light.level, value: 40 } }]
  - name: slow
    steps: [{ action: wait, params: { for: 9s } }]
`;

const PLATFORM = `site: { id: clocks, timezone: Etc/UTC }
supported_platforms: [{ name: shop-floor, type: api, auth_token: env:SHOP_FLOOR_TOKEN }]
`;
const TOKEN = 'a-token-that-only-this-test-has';

/** How often a node looks at the time, and a little more. */
const LOOKED_MS = 12_000;

const library = readdirSync('/usr/lib')
  .map((folder) => join('/usr/lib', folder, 'faketime/libfaketimeMT.so.1'))
  .find((path) => existsSync(path));

const runsSchema = z.array(z.looseObject({ workflow: z.string(), state: z.string() }));

/** A node with the sample site under a clock that is set by hand. */
class ShiftedNode {
  readonly node: NodeProcess;
  readonly #directory = mkdtempSync(join(tmpdir(), 'boardtalk-clock-'));
  #offsetMs = 0;
  #client: ControlClient | undefined;

  constructor(faketime: string) {
    const site = join(this.#directory, 'site');
    cpSync('provisioning/site', site, { recursive: true });
    writeFileSync(join(site, 'workflows.yaml'), WORKFLOWS);
    writeFileSync(join(site, 'platform.yaml'), PLATFORM);
    this.node = new NodeProcess({
      ...{ configDirectory: site, dataDirectory: join(this.#directory, 'data') },
      env: {
        TZ: 'Etc/UTC',
        SHOP_FLOOR_TOKEN: TOKEN,
        LD_PRELOAD: faketime,
        FAKETIME_TIMESTAMP_FILE: join(this.#directory, 'offset'),
        FAKETIME_NO_CACHE: '1',
        // A machine whose clock is set goes on counting.
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
        NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'witness.mjs')).href}`,
        WITNESS_LINES: join(this.#directory, 'lines'),
      },
    });
  }

  get now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** @param time of the day, as `10:30:00` */
  setClock(time: string): void {
    this.#offsetMs = Date.parse(`${DAY}${time}Z`) - Date.now();
    const path = join(this.#directory, 'offset');
    const seconds = (this.#offsetMs / 1_000).toFixed(3);
    writeFileSync(`${path}.new`, this.#offsetMs < 0 ? seconds : `+${seconds}`);
    renameSync(`${path}.new`, path);
  }

  async start(): Promise<void> {
    await this.node.start();
    this.#client = await ControlClient.connect(this.node.dataDirectory);
  }

  async say(text: string): Promise<string> {
    if (this.#client === undefined) throw new Error('the node was not started');
    return (await this.#client.chat(text)).reply;
  }

  run(name: string): Promise<unknown> {
    return this.node.cli('workflow', 'run', name);
  }

  /** How each run of a workflow ended so far. */
  async runsOf(name: string): Promise<readonly string[]> {
    const { json } = await this.node.cli('workflow', 'runs', name, '--json');
    return runsSchema.parse(json).map(({ state }) => state);
  }

  /** How often a line was switched on, says the witness. */
  switchedOn(line: string): number {
    const seen = readFileSync(join(this.#directory, 'lines'), 'utf8').split('\n');
    return seen.filter((text) => text.endsWith(` ${line} 1`)).length;
  }

  /** What the program of the site has been told so far. */
  async fetched(): Promise<string> {
    const headers = { Authorization: `Bearer ${TOKEN}` };
    return (await fetch(new URL('api/events', this.node.url), { headers })).text();
  }

  /** What is told until all of it has been, in the order of telling. */
  async hear(...parts: readonly RegExp[]): Promise<string> {
    let told = '';
    await soon(`it is told: ${String(parts)}`, async () => {
      const reply = await this.say('hello');
      if (!reply.startsWith('Hello')) told += `${reply}\n`;
      return parts.every((part) => part.test(told));
    }).catch((error: unknown) => {
      throw new Error(`only this was told:\n${told}`, { cause: error });
    });
    return told;
  }

  async remove(): Promise<void> {
    this.#client?.close();
    await this.node.remove();
    await soon('the last helper is gone', () => helpersOf(this.node).length === 0);
    rmSync(this.#directory, { recursive: true });
  }
}

async function anHourOn(shifted: ShiftedNode): Promise<void> {
  const { node } = shifted;
  assert.match(await shifted.say('turn on the grow light at 11:05'), /^Planned for 11:05/);
  assert.match(await shifted.say('turn on the pump for 8 seconds'), /^Pump is on/);
  assert.match(await shifted.say('set a timer for 8 seconds'), /8 s/);
  const slow = shifted.run('slow');
  await soon('the run has begun', async () => (await shifted.runsOf('slow')).length === 1);
  shifted.setClock('11:30:00');
  assert.deepEqual(await shifted.runsOf('slow'), ['running'], 'a wait is no shorter');
  assert.match(await shifted.say('is the pump on?'), /Yes/);
  assert.equal(register(node, PUMP_RELAY), '1', 'nor is a timed run');
  await slow;
  const told = await shifted.hear(
    ...[/Time is up \(8 s\)/, /Time is up: timer 8 s/, /Missed: “turn on the grow light at 11:05”/],
  );
  assert.deepEqual(await shifted.runsOf('slow'), ['done']);
  await soon('what is made up for is through', async () => {
    const [state, ...more] = await shifted.runsOf('late');
    assert.deepEqual(more, []);
    return state === 'done';
  });
  assert.deepEqual(await shifted.runsOf('told'), [], told);
  await soon('what was missed is told', async () =>
    (await shifted.fetched()).includes('told did not run at 11:00:00'),
  );
  assert.equal(register(node, LIGHT_RELAY), '0', 'what was missed is not done');
  assert.equal(shifted.switchedOn('GPIO17'), 1);
}

async function anHourBack(shifted: ShiftedNode): Promise<void> {
  const { node } = shifted;
  shifted.setClock('10:59:50');
  assert.match(await shifted.say('turn on the grow light at 11:00'), /^Planned for 11:00/);
  await node.kill('SIGKILL');
  await shifted.start();
  await soon('the light is on at eleven', () => register(node, LIGHT_RELAY) === '1');
  const eleven = Date.parse(`${DAY}11:00:00Z`);
  assert.ok(shifted.now >= eleven, 'and not before');
  await soon('the node has looked at the time', () => shifted.now > eleven + LOOKED_MS);
  assert.deepEqual(await shifted.runsOf('told'), [], 'what was missed at eleven stays so');
  assert.deepEqual(await shifted.runsOf('late'), ['done'], 'what ran for eleven ran');
  assert.deepEqual([shifted.switchedOn('GPIO17'), shifted.switchedOn('GPIO23')], [1, 1]);
  assert.match(await shifted.hear(/The time came for/), /grow light at 11:00/);
}

if (library === undefined)
  test.skip('an hour on and an hour back (SKIPPED: install libfaketime, Debian)');
else
  test('an hour on and an hour back: nothing is lost, nothing is done twice, and people are told', async () => {
    const shifted = new ShiftedNode(library);
    try {
      shifted.setClock('10:30:00');
      await shifted.start();
      await anHourOn(shifted);
      await anHourBack(shifted);
      const { code, stdout } = await shifted.node.cli('journal', 'verify');
      assert.equal(code, 0, stdout);
      assert.doesNotMatch(shifted.node.log, /"level":(50|60)/);
    } finally {
      await shifted.remove();
    }
  });

test.run();
