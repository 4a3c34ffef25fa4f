import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { askerOf, speaker, withGateway, type GatewayRig } from '../../test/gateway-rig.ts';
import type { News } from './news.ts';
import type { WriteTask } from './task.ts';

const ANNA = askerOf(speaker('anna'), { words: 'light at six' });
const LIGHT_ON = { thing: 'grow-light', property: 'power', value: true };
const HOUR_MS = 3_600_000;

test('a planned task runs at its time, and not before', async () => {
  await withGateway(async (rig) => {
    await plan(rig, HOUR_MS);
    await rig.clock.advance(HOUR_MS - 60_000);
    assert.is(rig.value('grow-light', 'power'), false);
    await rig.pass(62_000);
    assert.is(rig.value('grow-light', 'power'), true);
    assert.equal(
      told(rig).map(({ kind }) => kind),
      ['planned'],
    );
  });
});

test('a clock that jumps forward, not far, brings the task forward with it', async () => {
  await withGateway(async (rig) => {
    const task = await plan(rig, HOUR_MS);
    rig.clock.set((task.startsAt ?? 0) - 1_000);
    await rig.pass(61_000);
    assert.is(stateOf(rig, task), 'done');
  });
});

test('a clock that jumps far beyond the time makes the task missed, and that is told', async () => {
  await withGateway(async (rig) => {
    const task = await plan(rig, HOUR_MS);
    rig.clock.set((task.startsAt ?? 0) + HOUR_MS);
    await rig.pass(61_000);
    assert.is(stateOf(rig, task), 'expired');
    assert.is(rig.value('grow-light', 'power'), false);
    assert.equal(
      told(rig).map(({ kind }) => kind),
      ['missed'],
    );
  });
});

test('a clock that jumps back does not make the task early', async () => {
  await withGateway(async (rig) => {
    const task = await plan(rig, 90_000);
    rig.clock.set(rig.clock.now() - HOUR_MS);
    await rig.pass(120_000);
    assert.is(stateOf(rig, task), 'waiting');
    rig.clock.set((task.startsAt ?? 0) - 30_000);
    await rig.pass(95_000);
    assert.is(stateOf(rig, task), 'done');
  });
});

test('a planned task survives a restart and runs at its time', async () => {
  await withGateway(async (rig) => {
    const task = await plan(rig, HOUR_MS);
    await rig.restart();
    await rig.clock.advance(HOUR_MS - 60_000);
    assert.is(stateOf(rig, task), 'waiting');
    await rig.pass(61_000);
    assert.is(stateOf(rig, task), 'done');
  });
});

test('what was missed while the node was away is told and not caught up', async () => {
  await withGateway(async (rig) => {
    const task = await plan(rig, 60_000);
    await rig.restart(90_000);
    assert.is(stateOf(rig, task), 'expired');
    await rig.pass(61_000);
    assert.is(rig.value('grow-light', 'power'), false);
    const [news] = told(rig);
    assert.equal(news, {
      ...{ kind: 'missed', thing: 'grow-light', property: 'power' },
      ...{ words: 'light at six', startsAt: task.startsAt },
    });
  });
});

test('what was missed is told once, however often the node starts', async () => {
  await withGateway(async (rig) => {
    await plan(rig, 60_000);
    await rig.restart(90_000);
    await rig.restart();
    assert.is(told(rig).length, 1);
  });
});

test('a cancelled task does not run, and stays cancelled after a restart', async () => {
  await withGateway(async (rig) => {
    const task = await plan(rig, 60_000);
    const cancelled = await rig.during(rig.gateway.schedule.cancel(task));
    assert.is(cancelled?.state, 'cancelled');
    await rig.restart();
    await rig.pass(62_000);
    assert.is(stateOf(rig, task), 'cancelled');
    assert.is(rig.value('grow-light', 'power'), false);
  });
});

test('what runs already, or was cancelled already, cannot be cancelled', async () => {
  await withGateway(async (rig) => {
    const { schedule } = rig.gateway;
    const task = await plan(rig, 60_000);
    const [first, second] = await rig.during(
      Promise.all([schedule.cancel(task), schedule.cancel(task)]),
    );
    assert.equal([first?.state, second], ['cancelled', undefined]);
    const other = await plan(rig, 60_000);
    await rig.clock.advance(60_000);
    assert.is(await rig.during(schedule.cancel(other)), undefined);
    await rig.pass(1_000);
    assert.is(stateOf(rig, other), 'done');
  });
});

test('an interlock refuses a planned task like any other, and its person is told', async () => {
  await withGateway(async (rig) => {
    await rig.run('sim-set', { target: 'estop.pressed', value: true });
    await plan(rig, 60_000, { thing: 'pump', property: 'power', value: true });
    await rig.pass(62_000);
    const [news] = told(rig);
    const outcome = news?.kind === 'planned' ? news.outcome : undefined;
    assert.is(outcome?.status === 'refused' && outcome.refusal.interlock, 'emergency-stop');
  });
});

test('leaves no timer behind when it stops', async () => {
  await withGateway(async (rig) => {
    await plan(rig, 60_000);
    await rig.stop();
    assert.is(rig.clock.pending, 0);
  });
});

async function plan(rig: GatewayRig, inMs: number, what = LIGHT_ON): Promise<WriteTask> {
  const request = { ...what, startsAt: rig.clock.now() + inMs };
  const result = await rig.during(rig.gateway.control.request(request, ANNA));
  if (result.kind !== 'planned') throw new Error(result.kind);
  return result.task;
}

function stateOf({ gateway }: GatewayRig, { id }: WriteTask): string | undefined {
  return gateway.tasks.find(id)?.state;
}

function told({ gateway }: GatewayRig): News[] {
  return gateway.outbox.waiting(ANNA.chat).map(([, { news }]) => news);
}

test.run();
