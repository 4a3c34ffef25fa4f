/** "For ten seconds": when a run ends, to what, and what takes over from it. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withBoard, withProperties, type BoardRig } from '../../test/board-rig.ts';

const test = suite('timed runs');

const PUMP = 'GPIO17';
const LAMP = 'GPIO23';
const TANK = 'i2c1:0x48';
/** How far time may run ahead of the disk at the end of a run. */
const SLACK_MS = 100;

async function runLamp(rig: BoardRig, forMs: number): Promise<void> {
  assert.is((await rig.command('lamp.power', true, { forMs })).status, 'done');
}

/** How the runs ended that people are told of. */
function endings(rig: BoardRig): unknown[] {
  return rig.ended.map(({ outcome }) =>
    outcome.status === 'done' ? 'done' : outcome.refusal.code,
  );
}

test('end by the clock of the board, and say which rule ended them', () =>
  withBoard(async (rig) => {
    await runLamp(rig, 10_000);
    assert.equal(
      rig.role.timedRuns.list().map(({ forMs }) => forMs),
      [10_000],
    );
    await rig.pass(9_900);
    assert.is(rig.register(LAMP), '1');
    await rig.pass(200);
    assert.is(rig.register(LAMP), '0');
    assert.equal(endings(rig), ['done']);
    assert.equal(rig.role.timedRuns.list(), []);
    const last = (await rig.entries()).at(-1);
    assert.equal([last?.actor, last?.cause], ['rule:timed-run', 'time was up after 10 s']);
  }));

test('promise in the receipt when they will end', () =>
  withBoard(async (rig) => {
    const now = rig.clock.now();
    const outcome = await rig.command('lamp.power', true, { forMs: 10_000 });
    const until = outcome.status === 'done' ? outcome.receipt.until : undefined;
    assert.ok(Math.abs(Number(until) - now - 10_000) <= SLACK_MS);
  }));

for (const byMs of [-3_600_000, 3_600_000])
  test(`take no notice of a wall clock that jumps by ${byMs / 60_000} minutes`, () =>
    withBoard(async (rig) => {
      await runLamp(rig, 10_000);
      rig.clock.set(rig.clock.now() + byMs);
      await rig.pass(9_900);
      assert.is(rig.register(LAMP), '1');
      await rig.pass(200);
      assert.is(rig.register(LAMP), '0');
    }));

test('give way to a newer write without doing anything', () =>
  withBoard(async (rig) => {
    await runLamp(rig, 1_000);
    await rig.command('lamp.power', true);
    await rig.pass(2_000);
    assert.is(rig.register(LAMP), '1');
    assert.equal(rig.ended, []);
    await rig.losePower();
    await rig.start();
    assert.equal(rig.interrupted, [], 'and nothing of them is left in the store');
  }));

test('give way to a longer run', () =>
  withBoard(async (rig) => {
    await runLamp(rig, 1_000);
    await runLamp(rig, 3_000);
    await rig.pass(2_000);
    assert.is(rig.register(LAMP), '1');
    await rig.pass(1_000 + SLACK_MS);
    assert.is(rig.register(LAMP), '0');
    assert.equal(endings(rig), ['done']);
  }));

test('give way to a write that was under way when they ended', () =>
  withBoard(async (rig) => {
    await runLamp(rig, 1_000);
    await rig.pass(950);
    rig.disk.hang();
    const longer = rig.role.receive(rig.seal('lamp.power', true, { forMs: 5_000 }));
    await rig.pass(100);
    rig.disk.resume();
    assert.is((await rig.during(longer)).status, 'done');
    await rig.pass(1_000);
    assert.is(rig.register(LAMP), '1');
    assert.equal(rig.ended, [], 'nobody is told of an end that was none');
  }));

test('go on when the write that would have taken over is refused', () =>
  withBoard(
    async (rig) => {
      await runLamp(rig, 10_000);
      const refused = await rig.command('lamp.power', true, { forMs: 60_000 });
      assert.is(refused.status, 'refused');
      assert.equal(
        rig.role.timedRuns.list().map(({ forMs }) => forMs),
        [10_000],
      );
    },
    { edit: withProperties({ 'lamp.power': { interlocks: [{ maxOn: 20_000 }] } }) },
  ));

test('are still told of after a restart when the write that would have taken over failed', () =>
  withBoard(async (rig) => {
    await runLamp(rig, 60_000);
    rig.balk('lamp-relay').write = 'fail';
    await rig.command('lamp.power', false);
    rig.balk('lamp-relay').write = 'ok';
    await rig.losePower();
    await rig.start();
    assert.equal(
      rig.interrupted.map(({ run }) => run.forMs),
      [60_000],
    );
  }));

test('are over when something else brings the thing back', () =>
  withBoard(async (rig) => {
    await rig.command('pump.power', true, { forMs: 60_000 });
    rig.simulate(TANK, 'ain0', 2);
    await rig.pass(6_000);
    assert.is(rig.register(PUMP), '0');
    assert.equal(rig.role.timedRuns.list(), []);
  }));

test('bring a number back to what it was, and through all runs that took over to what was before the first', () =>
  withBoard(async (rig) => {
    await rig.command('lamp.level', 30);
    await rig.command('lamp.level', 80, { forMs: 2_000 });
    await rig.command('lamp.level', 60, { forMs: 1_000 });
    await rig.pass(1_000 + SLACK_MS);
    assert.is(rig.balk('dimmer').taken.at(-1)?.value, 30);
  }));

test('end at the safe value where they changed nothing', () =>
  withBoard(async (rig) => {
    await rig.command('lamp.power', true);
    await runLamp(rig, 1_000);
    await rig.pass(1_000 + SLACK_MS);
    assert.is(rig.register(LAMP), '0', 'on for a second: off afterwards, though it was on before');
    await rig.command('lamp.power', false, { forMs: 1_000 });
    await rig.pass(1_000 + SLACK_MS);
    assert.is(rig.register(LAMP), '0', 'off for a second: nobody asked for it to go on');
  }));

test('switch on again what was switched off for a while', () =>
  withBoard(async (rig) => {
    await rig.command('lamp.power', true);
    await rig.command('lamp.power', false, { forMs: 1_000 });
    await rig.pass(1_000 + SLACK_MS);
    assert.is(rig.register(LAMP), '1');
  }));

test('ask the interlocks when ending means to leave the safe value, and say so when they refuse', () =>
  withBoard(async (rig) => {
    await rig.command('pump.power', true);
    await rig.command('pump.power', false, { forMs: 4_000 });
    rig.simulate(TANK, 'ain0', 2);
    await rig.pass(4_000 + SLACK_MS);
    assert.is(rig.register(PUMP), '0');
    assert.equal(endings(rig), ['INTERLOCK_REFUSED']);
    assert.equal(rig.role.timedRuns.list(), []);
  }));

test('end in hand mode, both ways: a person ordered it', () =>
  withBoard(async (rig) => {
    rig.role.modes.take('lamp', { base: 'hand', tags: [] });
    await rig.command('lamp.power', true);
    await rig.command('lamp.power', false, { forMs: 1_000 });
    await rig.pass(1_000 + SLACK_MS);
    assert.is(rig.register(LAMP), '1');
  }));

test('try again until the part takes the end, and tell of it once at first and once at last', () =>
  withBoard(async (rig) => {
    await runLamp(rig, 1_000);
    rig.balk('lamp-relay').write = 'fail';
    await rig.pass(6_000);
    assert.is(rig.register(LAMP), '1');
    assert.equal(endings(rig), ['DEVICE_WRITE_FAILED']);
    rig.balk('lamp-relay').write = 'ok';
    await rig.pass(4_000);
    assert.is(rig.register(LAMP), '0');
    const told = rig.forced.map(({ outcome }) => outcome.status);
    assert.equal(told, ['failed', 'done']);
  }));

test('end on a full disk too', () =>
  withBoard(
    async (rig) => {
      await runLamp(rig, 1_000);
      rig.disk.hang();
      await rig.pass(2_000);
      assert.is(rig.register(LAMP), '0');
      rig.disk.resume();
    },
    { edit: withProperties({ 'lamp.power': { onRestart: 'last' } }) },
  ));

test.run();
