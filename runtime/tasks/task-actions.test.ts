import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { askerOf, speaker, withGateway, type GatewayRig } from '../../test/gateway-rig.ts';
import type { ActionResult } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';

const ANNA = askerOf(speaker('anna'));
const BERT = askerOf(speaker('bert'));

test('cancel ends a timed run at once', async () => {
  await withGateway(async (rig) => {
    await rig.run('set', { target: 'pump', value: true, for: '60s' }, ANNA);
    const result = await rig.run('cancel', {}, ANNA);
    assert.is(rig.value('pump', 'power'), false);
    assert.is(result.text, 'Pump is off: flow meter 0.0 l/min (measured).');
    assert.is(codeOf(await rig.run('cancel', {}, ANNA)), 'TASK_NOTHING_TO_CANCEL');
  });
});

test('cancel means the latest of my own, whoever else waits', async () => {
  await withGateway(async (rig) => {
    const first = await plan(rig, ANNA);
    const second = await plan(rig, ANNA);
    const other = await plan(rig, BERT);
    await rig.run('cancel', {}, ANNA);
    assert.equal(states(rig, [first, second, other]), ['waiting', 'cancelled', 'waiting']);
  });
});

for (const target of ['id', 'grow-light', 'grow-light.power']) {
  test(`cancel takes a task by its ${target === 'id' ? 'id' : `"${target}"`}`, async () => {
    await withGateway(async (rig) => {
      const id = await plan(rig, BERT);
      const result = await rig.run('cancel', { target: target === 'id' ? id : target }, ANNA);
      assert.equal(result.tasks, [id]);
      assert.match(result.text, /^No longer planned for .*: grow light on\.$/);
      assert.equal(states(rig, [id]), ['cancelled']);
    });
  });
}

test('a bare cancel does not reach back beyond the last order, and asks which', async () => {
  await withGateway(async (rig) => {
    const id = await plan(rig, ANNA);
    await rig.say('turn off the pump', speaker('anna'));
    const { reply } = await rig.say('取消', speaker('anna'));
    assert.match(reply, '没有取消任何任务');
    assert.match(reply, id);
    assert.equal(states(rig, [id]), ['waiting']);
  });
});

test('a bare cancel does not reach back to yesterday', async () => {
  await withGateway(async (rig) => {
    const id = await plan(rig, ANNA);
    await rig.pass(11 * 60_000);
    assert.is(codeOf(await rig.run('cancel', {}, ANNA)), 'TASK_WHICH');
    assert.equal(states(rig, [id]), ['waiting']);
  });
});

test('"cancel everything" cancels all of my own, names each, and nobody else\'s', async () => {
  await withGateway(async (rig) => {
    const mine = await plan(rig, ANNA);
    const other = await plan(rig, BERT);
    await rig.run('set', { target: 'pump', value: true, for: '60s' }, ANNA);
    const { reply } = await rig.say('cancel everything', speaker('anna'));
    assert.match(reply, /^No longer planned for .*: grow light on\./);
    assert.match(reply, 'Pump is off');
    assert.equal(states(rig, [mine, other]), ['cancelled', 'waiting']);
    assert.is(rig.value('pump', 'power'), false);
  });
});

test('cancel of what a person may not change is refused', async () => {
  await withGateway(async (rig) => {
    const id = await plan(rig, ANNA);
    const elsewhere = askerOf(speaker('otto', 'operator', ['pump-room']));
    assert.is(codeOf(await rig.run('cancel', { target: id }, elsewhere)), 'POLICY_DENIED');
    assert.equal(states(rig, [id]), ['waiting']);
  });
});

test('the same cancel, delivered twice, cancels one task', async () => {
  await withGateway(async (rig) => {
    const ids = [await plan(rig, ANNA), await plan(rig, ANNA)];
    const message = rig.message('cancel', speaker('anna'));
    await rig.during(rig.gateway.conversation.handle(message));
    await rig.restart();
    const again = await rig.during(rig.gateway.conversation.handle(message));
    assert.match(again.reply, 'dealt with already');
    assert.equal(states(rig, ids), ['waiting', 'cancelled']);
  });
});

test('cancel of what is nowhere says so', async () => {
  await withGateway(async (rig) => {
    const { text } = await rig.run('cancel', { target: 'nothing' });
    assert.is(text, 'There is no "nothing" here. See what there is with: boardtalk things');
    assert.is(codeOf(await rig.run('cancel', { target: 'pump' })), 'TASK_NOTHING_TO_CANCEL');
  });
});

test('cancel without anything open says so', async () => {
  await withGateway(async (rig) => {
    const result = await rig.run('cancel', {}, ANNA);
    assert.is(result.text, 'There is nothing to cancel. What is open is listed by "tasks".');
  });
});

test('tasks lists what is over, then what goes on, with the ids of what can be cancelled', async () => {
  await withGateway(async (rig) => {
    await set(rig, 'vent', 30);
    await rig.run('set', { target: 'pump', value: true, for: '60s' }, ANNA);
    const id = await plan(rig, ANNA);
    const lines = (await rig.run('tasks', {})).text.split('\n');
    assert.match(lines[0] ?? '', /^12:00:\d\d Vent 30 %: done$/);
    assert.match(lines[1] ?? '', /^12:00:\d\d Pump on for 1 min: done, runs until 12:01:\d\d$/);
    assert.is(lines[2], `18:00:00 Grow light on: planned (${id})`);
    assert.is(lines.length, 3);
  });
});

test('tasks are listed in Chinese', async () => {
  await withGateway(async (rig) => {
    await rig.run('set', { target: 'pump', value: true, for: '60s' }, ANNA);
    const chinese = { ...ANNA, language: 'zh' } as const;
    const { text } = await rig.run('tasks', {}, chinese);
    assert.match(text, /^12:00:\d\d 水泵开 1 分钟：完成，运行到 12:01:\d\d$/);
  });
});

test('of the ended tasks the last ten are listed, unless all are asked for', async () => {
  await withGateway(async (rig) => {
    assert.is((await rig.run('tasks', {})).text, 'There are no tasks.');
    for (let level = 1; level <= 12; level += 1) await set(rig, 'vent', level);
    assert.is((await rig.run('tasks', {})).text.split('\n').length, 10);
    assert.is((await rig.run('tasks', { all: true })).text.split('\n').length, 12);
  });
});

function set(rig: GatewayRig, target: string, value: unknown, asker = ANNA): Promise<ActionResult> {
  return rig.run('set', { target, value }, asker);
}

async function plan(rig: GatewayRig, asker: Asker): Promise<string> {
  const result = await rig.run('set', { target: 'grow-light', value: true, at: '18:00' }, asker);
  return result.tasks?.[0] ?? '';
}

function states({ gateway }: GatewayRig, ids: readonly string[]): (string | undefined)[] {
  return ids.map((id) => gateway.tasks.find(id)?.state);
}

function codeOf(result: ActionResult): string {
  return result.ok ? 'ok' : result.refusal.code;
}

test.run();
