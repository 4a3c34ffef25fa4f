import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../../test/fake-clock.ts';
import { openState, type OpenState } from '../../../../test/open-state.ts';
import { inTempDirectory } from '../../../../test/temp-directory.ts';
import { silentLog } from '../../../core/log.ts';
import { WallClock, type WallTime } from '../../../core/wall-clock.ts';
import type { Workflow } from '../../workflow.ts';
import { loadText } from '../../workflow-file.fixture.ts';
import { CronTriggers } from './cron-triggers.ts';
import { TriggerMemory } from '../trigger-memory.ts';

const test = suite('workflows by the clock');

const HOUR_MS = 3_600_000;

/** Counts how often it is asked, which is what a search costs. */
class CountingWall extends WallClock {
  asked = 0;
  readonly #wall = new WallClock('Europe/Berlin');
  override readonly wallTime = (instant: number): WallTime => {
    this.asked += 1;
    return this.#wall.wallTime(instant);
  };
}

const berlin = new CountingWall();

async function workflowAt(cron: string, more = ''): Promise<Workflow> {
  const { workflows } = await loadText(
    `workflows: [{ name: w, trigger: { cron: "${cron}"${more} }, steps: [{ action: set, params: { target: a.b, value: on } }] }]`,
  );
  const [workflow] = workflows;
  if (workflow === undefined) throw new Error('the workflow of the test is wrong');
  return workflow;
}

/** A node that lives, is switched off, and lives again; what it began and missed, on the wall. */
class Rig {
  readonly clock: FakeClock;
  readonly begun: string[] = [];
  readonly missed: string[] = [];
  workflows: readonly Workflow[] = [];
  tries = 0;
  isDiskFull = false;
  readonly #directory: string;
  #life: { state: OpenState; triggers: CronTriggers } | undefined;

  constructor(directory: string, from: string) {
    this.#directory = directory;
    this.clock = new FakeClock(Date.parse(from));
  }

  async start(): Promise<void> {
    const { clock } = this;
    const state = await openState(this.#directory, clock);
    const memory = new TriggerMemory(state);
    await memory.load();
    const triggers = new CronTriggers({
      ...{ memory, clock, log: silentLog, wall: () => berlin, workflows: () => this.workflows },
      begin: async (_, { at, isLate }, alongside) => {
        await state.store.durable(alongside);
        this.begun.push(`${berlin.formatIso(at)}${isLate ? ' late' : ''}`);
      },
      miss: async (_, dues, alongside) => {
        this.tries += 1;
        if (this.isDiskFull && this.tries < 100) throw new Error('the disk is full');
        await state.store.durable(alongside);
        this.missed.push(...dues.map((due) => berlin.formatIso(due)));
      },
    });
    this.#life = { state, triggers };
    await triggers.start();
  }

  async look(): Promise<void> {
    await this.#life?.triggers.look();
  }

  async stop(): Promise<void> {
    await this.#life?.triggers.stop();
    await this.#life?.state.close();
    this.#life = undefined;
  }

  async offFor(ms: number): Promise<void> {
    await this.stop();
    this.clock.set(this.clock.now() + ms);
    await this.start();
  }
}

const withRig = (from: string, use: (rig: Rig) => Promise<void>): Promise<void> =>
  inTempDirectory(async (directory) => {
    const rig = new Rig(directory, from);
    await use(rig).finally(() => rig.stop());
    assert.is(rig.clock.pending, 0, 'no timer is left');
  });

test('begins at its time, each day once', () =>
  withRig('2026-06-01T05:00:00Z', async (rig) => {
    rig.workflows = [await workflowAt('0 9 * * *')];
    await rig.start();
    await rig.clock.advance(49 * HOUR_MS);
    assert.equal(
      rig.begun,
      ['2026-06-01T09:00:00+02:00', '2026-06-02T09:00:00+02:00', '2026-06-03T09:00:00+02:00'].slice(
        0,
        2,
      ),
    );
    assert.equal(rig.missed, []);
  }));

test('does not make up for what was due before it was armed', () =>
  withRig('2026-06-01T10:00:00Z', async (rig) => {
    await rig.start();
    rig.workflows = [await workflowAt('0 9 * * *')];
    await rig.look();
    await rig.clock.advance(HOUR_MS);
    assert.equal([rig.begun, rig.missed], [[], []]);
  }));

test('tells what was missed while the node was away, and runs none of it', () =>
  withRig('2026-06-01T05:00:00Z', async (rig) => {
    rig.workflows = [await workflowAt('0 9 * * *')];
    await rig.start();
    await rig.offFor(3 * HOUR_MS);
    assert.equal(rig.missed, ['2026-06-01T09:00:00+02:00']);
    assert.equal(rig.begun, []);
    await rig.offFor(HOUR_MS);
    assert.is(rig.missed.length, 1, 'once');
  }));

test('what became due while it was disarmed was not missed, also where it is armed with the node away', () =>
  withRig('2026-06-01T05:00:00Z', async (rig) => {
    const workflow = await workflowAt('0 9 * * *');
    rig.workflows = [workflow];
    await rig.start();
    await rig.stop();
    rig.workflows = [{ ...workflow, isEnabled: false }];
    await rig.offFor(HOUR_MS);
    await rig.stop();
    rig.workflows = [workflow];
    await rig.offFor(24 * HOUR_MS);
    assert.equal([rig.begun, rig.missed], [[], []]);
    await rig.clock.advance(24 * HOUR_MS);
    assert.is(rig.begun.length, 1, 'it is armed again');
  }));

test('runs the last one late, or all, where the workflow says so, but no later than its grace', () =>
  withRig('2026-06-01T06:30:00Z', async (rig) => {
    rig.workflows = [await workflowAt('0 * * * *', ', missed: once, grace: 90m')];
    await rig.start();
    await rig.offFor(3 * HOUR_MS);
    assert.equal(rig.begun, ['2026-06-01T11:00:00+02:00 late']);
    assert.equal(rig.missed.length, 2);
    rig.workflows = [await workflowAt('0 * * * *', ', missed: all, grace: 90m')];
    await rig.offFor(3 * HOUR_MS);
    assert.equal(rig.begun.slice(1), [
      '2026-06-01T13:00:00+02:00 late',
      '2026-06-01T14:00:00+02:00 late',
    ]);
  }));

test('a restart at its very minute neither loses nor repeats it', () =>
  withRig('2026-06-01T06:59:59Z', async (rig) => {
    rig.workflows = [await workflowAt('0 9 * * *')];
    await rig.start();
    await rig.offFor(20_000);
    assert.equal(rig.begun, ['2026-06-01T09:00:00+02:00']);
    await rig.offFor(10_000);
    assert.is(rig.begun.length, 1);
  }));

test('a clock that is set back an hour repeats nothing, and one that is set on misses and tells', () =>
  withRig('2026-06-01T06:59:00Z', async (rig) => {
    rig.workflows = [await workflowAt('0 9 * * *')];
    await rig.start();
    await rig.clock.advance(2 * 60_000);
    rig.clock.set(rig.clock.now() - HOUR_MS);
    await rig.clock.advance(2 * HOUR_MS);
    assert.is(rig.begun.length, 1);
    rig.clock.set(rig.clock.now() + 24 * HOUR_MS);
    await rig.clock.advance(2 * 60_000);
    assert.equal(rig.missed, ['2026-06-02T09:00:00+02:00']);
    assert.is(rig.begun.length, 1);
  }));

test('goes on at once after a clock that was a year ahead', () =>
  withRig('2027-06-01T06:00:00Z', async (rig) => {
    rig.workflows = [await workflowAt('0 9 * * *')];
    await rig.start();
    await rig.clock.advance(2 * HOUR_MS);
    await rig.stop();
    rig.clock.set(Date.parse('2026-06-01T06:00:00Z'));
    await rig.start();
    await rig.clock.advance(2 * HOUR_MS);
    assert.is(rig.begun.at(-1), '2026-06-01T09:00:00+02:00');
  }));

test('waits for a clock that was never set', () =>
  withRig('1970-01-01T08:59:00Z', async (rig) => {
    rig.workflows = [await workflowAt('0 9 * * *')];
    await rig.start();
    await rig.clock.advance(HOUR_MS);
    assert.equal([rig.begun, rig.missed], [[], []]);
    rig.clock.set(Date.parse('2026-06-01T06:00:00Z'));
    await rig.clock.advance(2 * HOUR_MS);
    assert.equal(rig.begun, ['2026-06-01T09:00:00+02:00']);
  }));

test('a day off and ten years on are seen to in a moment, and told as a hundred at most', () =>
  withRig('2026-06-01T06:00:00Z', async (rig) => {
    rig.workflows = [await workflowAt('0 9 * * *')];
    await rig.start();
    await rig.offFor(10 * 365 * 24 * HOUR_MS);
    assert.is(rig.missed.length, 100);
  }));

test('where nothing can be kept, it tries again in a minute, and not in a circle', () =>
  withRig('2026-06-01T05:00:00Z', async (rig) => {
    rig.workflows = [await workflowAt('0 9 * * *')];
    await rig.start();
    rig.isDiskFull = true;
    await rig.offFor(3 * HOUR_MS);
    await rig.clock.advance(HOUR_MS);
    assert.ok(rig.tries >= 1 && rig.tries <= 61, `tried ${String(rig.tries)} times`);
  }));

for (const [cron, last] of [
  ['*/5 8-17 * * *', '2027-05-31T17:55:00+02:00'],
  ['* * * * *', '2027-06-01T06:58:00+02:00'],
] as const)
  test(`after a year away, finds what was missed of ${cron} without going through all of it`, () =>
    withRig('2026-06-01T05:00:00Z', async (rig) => {
      rig.workflows = [await workflowAt(cron)];
      await rig.start();
      const before = berlin.asked;
      await rig.offFor(365 * 24 * HOUR_MS);
      assert.is(rig.missed.at(-1), last);
      const asked = berlin.asked - before;
      assert.ok(asked < 50_000, `asked the wall ${String(asked)} times`);
    }));

test.run();
