import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  askerOf,
  speaker,
  withGateway,
  withProperty,
  type GatewayRig,
} from '../../test/gateway-rig.ts';
import type { ActionResult } from '../actions/action.ts';

const ANNA = askerOf(speaker('anna'));
const BERT = askerOf(speaker('bert'));
const CHAT = speaker('anna');

test('undo takes back the last change, with what was before it', async () => {
  await withGateway(async (rig) => {
    await set(rig, 'grow-light.level', 40);
    await set(rig, 'grow-light.level', 70);
    const result = await rig.run('undo', {}, ANNA);
    assert.is(rig.value('grow-light', 'level'), 40);
    assert.is(result.receipts?.[0]?.requested, 40);
  });
});

test('undo twice goes two changes back, and never does again what was undone', async () => {
  await withGateway(async (rig) => {
    await set(rig, 'vent', 30);
    await set(rig, 'grow-light', true);
    await rig.run('undo', {}, ANNA);
    assert.equal([rig.value('grow-light', 'power'), rig.value('vent', 'position')], [false, 30]);
    await rig.run('undo', {}, ANNA);
    assert.equal([rig.value('grow-light', 'power'), rig.value('vent', 'position')], [false, 0]);
    assert.is(codeOf(await rig.run('undo', {}, ANNA)), 'TASK_NOTHING_TO_UNDO');
  });
});

test('undo takes back nothing that somebody else has changed since', async () => {
  await withGateway(async (rig) => {
    await set(rig, 'vent', 30);
    await set(rig, 'vent', 60, BERT);
    assert.is(codeOf(await rig.run('undo', {}, ANNA)), 'TASK_CHANGED_NOTHING');
    await rig.run('undo', {}, BERT);
    assert.is(rig.value('vent', 'position'), 30);
  });
});

test('undo takes back nothing that ended by itself', async () => {
  await withGateway(async (rig) => {
    await rig.run('set', { target: 'grow-light', value: true, for: '5s' }, ANNA);
    await rig.pass(6_000);
    assert.is(codeOf(await rig.run('undo', {}, ANNA)), 'TASK_CHANGED_NOTHING');
    assert.is(codeOf(await rig.run('undo', {}, ANNA)), 'TASK_NOTHING_TO_UNDO');
  });
});

test('undo takes back what was written though the sensor disagreed', async () => {
  await withGateway(async (rig) => {
    await rig.run('sim-fault', { target: 'pump', kind: 'stuck' });
    assert.is(codeOf(await set(rig, 'pump', true)), 'DEVICE_CONTRADICTED');
    await rig.run('undo', {}, ANNA);
    assert.is(rig.value('pump', 'power'), false);
  });
});

test('undo passes the same checks: it asks where the way back is dangerous', async () => {
  await withGateway(
    async (rig) => {
      await set(rig, 'vent', 30);
      const result = await rig.run('undo', {}, ANNA);
      assert.is(codeOf(result), 'TASK_CONFIRM');
      const answer = { token: result.confirm?.token, answer: 'yes' };
      await rig.run('confirm', answer, ANNA);
      assert.is(rig.value('vent', 'position'), 0);
      assert.is(codeOf(await rig.run('undo', {}, ANNA)), 'TASK_NOTHING_TO_UNDO');
    },
    (site) =>
      withProperty(
        site,
        { thing: 'vent', property: 'position' },
        { confirm: { to: 'closed', people: 1 } },
      ),
  );
});

test('a new person has nothing to undo', async () => {
  await withGateway(async (rig) => {
    await set(rig, 'vent', 30, BERT);
    assert.is(codeOf(await rig.run('undo', {}, ANNA)), 'TASK_NOTHING_TO_UNDO');
  });
});

test('undo still works after a restart', async () => {
  await withGateway(async (rig) => {
    await set(rig, 'heating.setpoint', 24);
    await rig.restart();
    await rig.run('undo', {}, ANNA);
    assert.is(rig.value('heating', 'setpoint'), 20);
  });
});

test('undo means the last order, and says when that changed nothing; the next undo goes behind it', async () => {
  await withGateway(async (rig) => {
    await rig.say('set the vent to 80%', CHAT);
    await rig.say('turn on the pump', CHAT);
    await rig.say('turn on the pump', CHAT);
    const { reply } = await rig.say('undo', CHAT);
    assert.is(
      reply,
      'Your last order, “turn on the pump”, changed nothing that still stands: pump was on already. Say "undo" again to take back what you ordered before that.',
    );
    assert.equal([rig.value('pump', 'power'), rig.value('vent', 'position')], [true, 80]);
    await rig.say('undo', CHAT);
    assert.equal([rig.value('pump', 'power'), rig.value('vent', 'position')], [false, 80]);
    await rig.say('undo', CHAT);
    assert.is(rig.value('vent', 'position'), 0);
  });
});

test('undo says of an order that was refused that it changed nothing', async () => {
  await withGateway(async (rig) => {
    await rig.say('set the vent to 80%', CHAT);
    await rig.run('sim-set', { target: 'tank.level', value: '2%' });
    await rig.pass(1_000);
    await rig.say('turn on the pump', CHAT);
    assert.match((await rig.say('撤销', CHAT)).reply, '水泵没有被操作。再说一次“撤销”');
    assert.is(rig.value('vent', 'position'), 80);
  });
});

test('undo takes back the whole of a sentence, with a receipt for each', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the grow light and set the vent to 60%', CHAT);
    const { reply, receipts } = await rig.say('undo', CHAT);
    assert.equal([rig.value('grow-light', 'power'), rig.value('vent', 'position')], [false, 0]);
    assert.is(receipts.length, 2);
    assert.match(reply, /Grow light switched off .*\nVent set to 0 %/);
    assert.is(codeOf(await rig.run('undo', {}, ANNA)), 'TASK_NOTHING_TO_UNDO');
  });
});

test('what somebody else has changed since stays, and undo says so', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the grow light and set the vent to 60%', CHAT);
    await set(rig, 'vent', 40, BERT);
    const result = await rig.run('undo', {}, ANNA);
    assert.is(codeOf(result), 'TASK_IN_PART');
    assert.equal([rig.value('grow-light', 'power'), rig.value('vent', 'position')], [false, 40]);
    assert.match(result.text, /Grow light switched off .*\nVent has changed since\. It stays/);
    assert.not.match(result.ok ? '' : (result.refusal.zh ?? ''), /[a-z]{3}/);
  });
});

test('undo of "everything off" asks before it switches anything on, with one question for all', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the grow light and the pump', CHAT);
    await rig.say('停', CHAT);
    const { confirm, reply } = await rig.say('撤销', CHAT);
    assert.equal(outputs(rig), [false, false]);
    assert.match(reply, '确认要这样做吗');
    assert.is(confirm?.question, '水泵：打开；补光灯：打开。确认要这样做吗？');
    await rig.say('确认', CHAT);
    assert.equal(outputs(rig), [true, true]);
  });
});

test('undo of what had a regulator switched on puts setpoint and switch back', async () => {
  await withGateway(async (rig) => {
    await rig.say('keep the greenhouse at 22 degrees', CHAT);
    await rig.say('yes', CHAT);
    assert.equal([rig.value('heating', 'setpoint'), rig.value('heating', 'active')], [22, true]);
    const { receipts } = await rig.say('undo', CHAT);
    assert.is(receipts.length, 2);
    assert.equal([rig.value('heating', 'setpoint'), rig.value('heating', 'active')], [20, false]);
    await rig.pass(3_000);
    assert.is(rig.value('heater', 'power'), false);
  });
});

test('undo cancels what was only planned', async () => {
  await withGateway(async (rig) => {
    await set(rig, 'vent', 30);
    await rig.run('set', { target: 'grow-light', value: true, at: '18:00' }, ANNA);
    const { text } = await rig.run('undo', {}, ANNA);
    assert.is(text, 'No longer planned for 18:00:00: grow light on.');
    assert.is(rig.value('vent', 'position'), 30);
    await rig.run('undo', {}, ANNA);
    assert.is(rig.value('vent', 'position'), 0);
  });
});

test('a mode is not undone, and neither is what was ordered before it', async () => {
  await withGateway(async (rig) => {
    await rig.say('set the vent to 30%', CHAT);
    await rig.pass(1_000);
    await rig.say('lock out the pump', CHAT);
    assert.match((await rig.say('undo', CHAT)).reply, 'changed the mode of pump');
    assert.is(rig.value('vent', 'position'), 30);
    await rig.say('undo', CHAT);
    assert.is(rig.value('vent', 'position'), 0);
  });
});

function outputs(rig: GatewayRig): unknown[] {
  return [rig.value('pump', 'power'), rig.value('grow-light', 'power')];
}

function set(rig: GatewayRig, target: string, value: unknown, asker = ANNA): Promise<ActionResult> {
  return rig.run('set', { target, value }, asker);
}

function codeOf(result: ActionResult): string {
  return result.ok ? 'ok' : result.refusal.code;
}

test.run();
