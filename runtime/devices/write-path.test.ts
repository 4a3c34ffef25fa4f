/** The way of an order from judge to outcome: what is written when, on what evidence, and what the journal has of it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withBoard, withProperties } from '../../test/board-rig.ts';
import type { Outcome, Receipt } from '../core/receipt.ts';
import type { WriteProgress } from './order.ts';

const test = suite('write path');

const PUMP = 'GPIO17';
const LIGHT = 'GPIO23';
const TANK = 'i2c1:0x48';

/** The pump without settle time and proof: its register is all there is. */
const BLUNT = withProperties({ 'pump.power': { settleMs: 0, proof: undefined } });

function receiptOf(outcome: Outcome): Receipt {
  const receipt = outcome.status === 'refused' ? undefined : outcome.receipt;
  assert.ok(receipt, JSON.stringify(outcome));
  return receipt;
}

function refusalOf(outcome: Outcome): { status: string; code?: string; message?: string } {
  const { status } = outcome;
  if (outcome.status === 'done') return { status };
  const { code, message } = outcome.refusal;
  return { status, code, message };
}

test('lets the world settle, and rests its receipt on the sensor', () =>
  withBoard(async (rig) => {
    const beganMs = rig.clock.monotonicMs();
    const { proof, journal, at, ...rest } = receiptOf(
      await rig.command('pump.power', true, { id: 'cmd-1' }),
    );
    assert.ok(rig.clock.monotonicMs() - beganMs >= 2_000, 'the settle time passed');
    assert.is(rig.register(PUMP), '1');
    assert.equal(rest, {
      ...{ command: 'cmd-1', board: 'bench', thing: 'pump', property: 'power' },
      ...{ requested: true, measured: true, evidence: 'sensor' },
    });
    assert.equal([proof?.thing, proof?.property], ['flow', 'rate']);
    assert.ok(Number(proof?.reading.value) > 3, String(proof?.reading.value));
    assert.ok(at >= Number(proof?.reading.at));
    const intent = (await rig.entries()).find(({ seq }) => seq === journal);
    assert.equal([intent?.kind, intent?.command], ['intent', 'cmd-1']);
  }));

test('moves the pin only when the intent is durable, and answers only when the outcome is', () =>
  withBoard(async (rig) => {
    const seen: { pin: string | undefined; isAnswered: boolean; kinds: string[] }[] = [];
    let isAnswered = false;
    rig.disk.onDurable = async () => {
      seen.push({ pin: rig.register(PUMP), isAnswered, kinds: await rig.kinds() });
    };
    await rig.command('pump.power', true).then(() => (isAnswered = true));
    assert.equal(seen, [
      { pin: '0', isAnswered: false, kinds: ['boot', 'intent'] },
      { pin: '1', isAnswered: false, kinds: ['boot', 'intent', 'outcome'] },
    ]);
  }));

test('puts one durable barrier between a command and its write', () =>
  withBoard(async (rig) => {
    const before = rig.disk.writes;
    const answer = rig.role.receive(rig.seal('pump.power', true));
    await rig.pass(1_000);
    assert.is(rig.register(PUMP), '1');
    assert.is(rig.disk.writes - before, 1);
    await rig.during(answer);
  }));

test('records why it was allowed, what was before, and what came of it', () =>
  withBoard(async (rig) => {
    await rig.command('pump.power', true, { id: 'cmd-1', cause: 'water it', forMs: 60_000 });
    const [, intent, outcome] = await rig.entries();
    const { basis, ...asked } = intent?.details ?? {};
    assert.equal(asked, { value: true, previous: false, forMs: 60_000 });
    assert.equal(basis, { 'tank.level': rig.value('tank.level'), 'estop.pressed': false });
    assert.equal(
      [intent?.actor, intent?.via, intent?.cause, intent?.thing, intent?.property],
      ['ann', 'test', 'water it', 'pump', 'power'],
    );
    const { status, measured, evidence, value } = outcome?.details ?? {};
    assert.equal([status, measured, evidence, value], ['done', true, 'sensor', true]);
    assert.is(outcome?.command, 'cmd-1');
  }));

test('fails when the flow meter disagrees, and shows its reading', () =>
  withBoard(async (rig) => {
    rig.break('gpio:GPIO17', 'stuck');
    const outcome = await rig.command('pump.power', true);
    assert.equal(refusalOf(outcome), {
      status: 'failed',
      code: 'DEVICE_CONTRADICTED',
      message: 'pump.power was written, but flow.rate disagrees',
    });
    assert.equal(outcome.status === 'failed' && outcome.refusal.reading?.thing, 'flow');
    const { measured, evidence } = receiptOf(outcome);
    assert.equal([measured, evidence], [false, 'sensor']);
    assert.is((await rig.kinds()).at(-1), 'outcome');
  }));

test('fails when the register does not hold what was written', () =>
  withBoard(async (rig) => {
    const answer = rig.role.receive(rig.seal('pump.power', true));
    await rig.pass(1_000);
    writeFileSync(join(rig.directory, 'sim/gpio', PUMP, 'value'), '0');
    const outcome = await rig.during(answer);
    assert.match(refusalOf(outcome).message ?? '', 'the output register holds false');
    const { measured, evidence } = receiptOf(outcome);
    assert.equal([measured, evidence], [false, 'latch']);
  }));

for (const fault of ['fail', 'hang'] as const)
  test(`rests on the register alone when the proof ${fault}s, however good its last sample was`, () =>
    withBoard(async (rig) => {
      rig.break('gpio:GPIO17', 'stuck');
      const answer = rig.role.receive(rig.seal('pump.power', true));
      await rig.pass(1_500);
      assert.is(rig.value('flow.rate'), 0, 'a trusted sample from before the settle time');
      rig.balk('flow-meter').read = fault;
      const beganMs = rig.clock.monotonicMs();
      const { measured, evidence, proof } = receiptOf(await rig.during(answer));
      assert.equal([measured, evidence, proof?.reading.quality], [true, 'latch', 'stale']);
      assert.ok(rig.clock.monotonicMs() - beganMs < 1_500, 'it did not wait long');
      rig.balk('flow-meter').read = 'ok';
    }));

for (const fault of ['fail', 'hang'] as const)
  test(`says that there is no evidence when the register cannot be read back: ${fault}`, () =>
    withBoard(async (rig) => {
      rig.balk('lamp-relay').read = fault;
      const { measured, evidence } = receiptOf(await rig.command('lamp.power', true));
      assert.equal([measured, evidence], [null, 'none']);
      assert.is(rig.register(LIGHT), '1');
      rig.balk('lamp-relay').read = 'ok';
    }));

test('takes what a register rounds for what was written', () =>
  withBoard(async (rig) => {
    const { measured, evidence, unit } = receiptOf(await rig.command('lamp.level', 33.337));
    assert.is(evidence, 'latch');
    assert.is(unit, '%');
    assert.ok(Math.abs(Number(measured) - 33.337) < 0.001, String(measured));
  }));

test('never lets off wait behind a slow on, and ends the older measurement', () =>
  withBoard(async (rig) => {
    const on = rig.role.receive(rig.seal('pump.power', true));
    await rig.pass(500);
    assert.is(rig.register(PUMP), '1');
    const off = rig.role.receive(rig.seal('pump.power', false));
    await rig.pass(50);
    assert.is(rig.register(PUMP), '0');
    assert.equal(refusalOf(await on).code, 'DEVICE_SUPERSEDED');
    assert.is((await rig.during(off)).status, 'done');
  }));

test('lets an off that comes after an on win, though the on still looks at a sensor that hangs', () =>
  withBoard(async (rig) => {
    await rig.pass(1_000);
    rig.balk('level-input').read = 'hang';
    const on = rig.role.receive(rig.seal('pump.power', true));
    const off = rig.role.receive(rig.seal('pump.power', false));
    assert.is((await rig.during(off)).status, 'done');
    assert.equal(refusalOf(await rig.during(on)).code, 'DEVICE_SUPERSEDED');
    assert.is(rig.register(PUMP), '0');
    rig.balk('level-input').read = 'ok';
  }));

test('tells what it waits for, once, and nothing where there is nothing to wait for', () =>
  withBoard(async (rig) => {
    const told: WriteProgress[] = [];
    await rig.receive(rig.seal('pump.power', true), (progress) => told.push(progress));
    assert.equal(told, [{ waitingFor: { thing: 'flow', property: 'rate' } }]);
    await rig.receive(rig.seal('lamp.power', true), (progress) => told.push(progress));
    assert.is(told.length, 1);
  }));

test('says so when the part does not take the write', () =>
  withBoard(async (rig) => {
    rig.balk('lamp-relay').write = 'fail';
    const outcome = await rig.command('lamp.power', true);
    assert.equal(refusalOf(outcome), {
      status: 'failed',
      code: 'DEVICE_WRITE_FAILED',
      message: 'lamp.power: nothing answers the write',
    });
    assert.equal((await rig.kinds()).slice(-2), ['intent', 'outcome']);
    rig.balk('lamp-relay').write = 'ok';
  }));

test('judges again when the journal is done: what changed meanwhile counts', () =>
  withBoard(async (rig) => {
    rig.disk.hang();
    const answer = rig.role.receive(rig.seal('pump.power', true));
    await rig.pass(500);
    rig.simulate(TANK, 'ain0', 2);
    await rig.during(rig.role.refresh({ thing: 'tank', property: 'level' }));
    rig.disk.resume();
    const outcome = await rig.during(answer);
    assert.equal(refusalOf(outcome).code, 'INTERLOCK_REFUSED');
    assert.is(rig.register(PUMP), '0');
    const [, intent, ended] = await rig.entries();
    assert.equal(
      [intent?.kind, ended?.kind, ended?.details['status']],
      ['intent', 'outcome', 'refused'],
    );
  }));

test('decides on readings of now, not of the last sample', () =>
  withBoard(async (rig) => {
    await rig.pass(1_000);
    rig.simulate(TANK, 'ain0', 2);
    const outcome = await rig.command('pump.power', true);
    assert.match(refusalOf(outcome).message ?? '', /tank\.level is 2 %, it must be at least 10 %/);
  }));

test('waits no longer than half a second for a sensor that hangs', () =>
  withBoard(
    async (rig) => {
      await rig.pass(1_000);
      rig.balk('level-input').read = 'hang';
      const beganMs = rig.clock.monotonicMs();
      assert.is((await rig.command('pump.power', true)).status, 'done');
      assert.ok(rig.clock.monotonicMs() - beganMs <= 520);
      rig.balk('level-input').read = 'ok';
    },
    { edit: BLUNT },
  ));

test('refuses a command that waited for the disk beyond its deadline', () =>
  withBoard(async (rig) => {
    rig.disk.hang();
    const answer = rig.role.receive(rig.seal('lamp.power', true));
    await rig.pass(31_000, undefined, 1_000);
    rig.disk.resume();
    assert.equal(refusalOf(await rig.during(answer)).code, 'COMMAND_EXPIRED');
    assert.is(rig.register(LIGHT), '0');
  }));

test('refuses what does not exist, cannot be written, or does not fit, each with its code', () =>
  withBoard(async (rig) => {
    const refused = async (target: string, value: boolean | number): Promise<unknown> => {
      const { status, code, message } = refusalOf(await rig.command(target, value));
      assert.is(status, 'refused');
      return [code, message];
    };
    assert.equal(await refused('pump.speed', 1), [
      'DEVICE_UNKNOWN',
      'there is no pump.speed on this board',
    ]);
    assert.equal(await refused('tank.level', 50), [
      'DEVICE_NOT_WRITABLE',
      'tank.level cannot be written',
    ]);
    assert.equal(await refused('pump.power', 1), [
      'DEVICE_BAD_VALUE',
      'pump.power takes a boolean, not 1',
    ]);
    assert.equal(await refused('lamp.level', 101), [
      'DEVICE_BAD_VALUE',
      'lamp.level takes 0 % to 100 %, not 101 %',
    ]);
  }));

test('journals the refusals of one sender once a minute, with their count', () =>
  withBoard(async (rig) => {
    await rig.pass(1_000);
    rig.simulate(TANK, 'ain0', 2);
    for (let times = 0; times < 5; times += 1) await rig.command('pump.power', true);
    const refusals = async (): Promise<unknown[]> =>
      (await rig.entries())
        .filter(({ kind }) => kind === 'refusal')
        .map(({ details }) => details['more']);
    assert.equal(await refusals(), [undefined]);
    await rig.pass(60_000, undefined, 1_000);
    assert.equal(await refusals(), [undefined, 4]);
  }));

test('switches nothing on that it cannot record', () =>
  withBoard(async (rig) => {
    rig.disk.fill();
    const outcome = await rig.command('lamp.power', true);
    assert.equal([outcome.status, refusalOf(outcome).code], ['refused', 'STATE_DISK_FULL']);
    assert.is(rig.register(LIGHT), '0');
    const again = await rig.command('lamp.power', true);
    assert.equal(refusalOf(again).code, 'STATE_DISK_FULL');
  }));

test('switches off on a full disk too, and says that it could not record it', () =>
  withBoard(async (rig) => {
    await rig.command('lamp.power', true);
    rig.disk.fill();
    const outcome = await rig.command('lamp.power', false);
    assert.is(rig.register(LIGHT), '0');
    const { status, code, message = '' } = refusalOf(outcome);
    assert.equal([status, code], ['failed', 'STATE_DISK_FULL']);
    assert.match(message, 'lamp.power was written, and that could not be recorded');
    const { measured, evidence, journal } = receiptOf(outcome);
    assert.equal([measured, evidence, journal], [false, 'latch', 0]);
  }));

test('switches off past a disk that hangs, and past an on that waits for it', () =>
  withBoard(async (rig) => {
    await rig.command('lamp.power', true);
    rig.disk.hang();
    const on = rig.role.receive(rig.seal('lamp.power', true));
    const off = rig.role.receive(rig.seal('lamp.power', false));
    await rig.pass(600);
    assert.is(rig.register(LIGHT), '0');
    rig.disk.resume();
    assert.equal(refusalOf(await rig.during(on)), {
      status: 'refused',
      code: 'DEVICE_SUPERSEDED',
      message: 'lamp.power was not written',
    });
    assert.is((await rig.during(off)).status, 'done');
    assert.is(rig.register(LIGHT), '0');
  }));

test('counts how its orders ended, and which interlock refused', () =>
  withBoard(async (rig) => {
    await rig.command('lamp.power', true);
    await rig.pass(1_000);
    rig.simulate(TANK, 'ain0', 2);
    await rig.command('pump.power', true);
    const text = rig.metrics.render();
    assert.match(text, 'boardtalk_writes_total{outcome="done"} 1');
    assert.match(text, 'boardtalk_writes_total{outcome="refused"} 1');
    assert.match(text, 'boardtalk_interlock_refusals_total{interlock="tank-not-empty"} 1');
  }));

test('carries out the orders of one property in the order they came', () =>
  withBoard(async (rig) => {
    const levels = [10, 20, 30, 40];
    const answers = levels.map((level) => rig.role.receive(rig.seal('lamp.level', level)));
    const outcomes = await rig.during(Promise.all(answers));
    assert.is(outcomes.at(-1)?.status, 'done');
    const written = (await rig.entries())
      .filter(({ kind }) => kind === 'intent')
      .map(({ details }) => [details['previous'], details['value']]);
    assert.equal(written, [
      [0, 10],
      [10, 20],
      [20, 30],
      [30, 40],
    ]);
  }));

test.run();
