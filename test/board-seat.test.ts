/** One plan after the other on one seat: what goes on, what is cut short, and what a bad plan leaves behind. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { planOf } from '../runtime/app/board-plans.ts';
import { errorCode } from '../runtime/core/app-error.ts';
import type { BoardPlan } from '../runtime/devices/board-seat.ts';
import { withGateway, type GatewayRig } from './gateway-rig.ts';

const test = suite('board seat');

function planNow({ ground }: GatewayRig): BoardPlan {
  return planOf(ground.site, ground.site.files, ground.boardId);
}

function withoutThing(plan: BoardPlan, id: string): BoardPlan {
  const things = plan.site.things.filter((thing) => thing.id !== id);
  return { ...plan, site: { ...plan.site, things } };
}

test('a plan that cannot be started leaves the one before in force', () =>
  withGateway(async (rig) => {
    const plan = planNow(rig);
    const plant = { ...plan.hardware.plant, volcano: 'gpio:GPIO5' };
    const impossible = { ...plan, hardware: { ...plan.hardware, plant } };
    const failed = rig.board.take(impossible).then(() => 'taken', errorCode);
    assert.is(await rig.during(failed), 'HAL_BOARD_FILE');
    assert.equal(rig.board.plan, plan);
    assert.match((await rig.say('turn on the grow light')).reply, /switched on/);
  }));

test('whoever listened to the things goes on hearing, and no longer of what is gone', () =>
  withGateway(async (rig) => {
    const heard = new Set<string>();
    rig.board.things.onReading(({ name }) => heard.add(name));
    await rig.during(rig.board.take(withoutThing(planNow(rig), 'door')));
    heard.clear();
    await rig.pass(6_000);
    assert.ok(heard.has('tank.level'));
    assert.not.ok(heard.has('door.open'));
    assert.is(rig.board.things.thing('door'), undefined);
  }));

test('outputs pass their safe values on the way, and a lock-out goes on', () =>
  withGateway(async (rig) => {
    await rig.say('turn on the grow light');
    await rig.run('mode', { thing: 'vent', mode: 'locked-out', reason: 'belt' });
    await rig.during(rig.board.take(planNow(rig)));
    assert.is(rig.value('grow-light', 'power'), false);
    assert.match((await rig.say('open the vent')).reply, /locked out by owner \(belt\)/i);
  }));

test('plans that come together are taken one after the other; the last one holds', () =>
  withGateway(async (rig) => {
    const plan = planNow(rig);
    const last = withoutThing(plan, 'door');
    await rig.during(Promise.all([rig.board.take(plan), rig.board.take(last)]));
    assert.equal(rig.board.plan, last);
  }));

test('a board without a plan refuses, and says why', () =>
  withGateway(async (rig) => {
    await rig.during(rig.board.stop());
    const result = await rig.run('set', { target: 'grow-light.power', value: 'on' });
    assert.match(result.text, /no configuration yet/);
    assert.is(rig.board.plan, undefined);
  }));

test.run();
