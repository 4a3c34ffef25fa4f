import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { askerOf, OWNER, speaker, withGateway, type GatewayRig } from '../../test/gateway-rig.ts';
import type { ActionResult } from '../actions/action.ts';
import { z } from '../core/schema.ts';
import type { Task } from './task.ts';

const refusedSchema = z.object({ refusal: z.object({ code: z.string(), message: z.string() }) });

test('a thing alone means what it is switched by', async () => {
  await withGateway(async (rig) => {
    await rig.run('set', { target: 'grow-light', value: 'on' });
    assert.is(rig.value('grow-light', 'power'), true);
    await rig.run('set', { target: 'cooling', value: 'on' });
    assert.equal([rig.value('cooling', 'active'), rig.value('cooling', 'setpoint')], [true, 26]);
  });
});

test('a thing with a number means what takes numbers', async () => {
  await withGateway(async (rig) => {
    await rig.run('set', { target: 'grow-light', value: '30%' });
    assert.is(rig.value('grow-light', 'level'), 30);
    await rig.run('set', { target: 'vent', value: 'open' });
    assert.is(rig.value('vent', 'position'), 100);
  });
});

test('a value that nothing of the thing takes is refused with what is allowed', async () => {
  await withGateway(async (rig) => {
    const { code, message } = refusal(await rig.run('set', { target: 'pump', value: 'blue' }));
    assert.is(code, 'DEVICE_BAD_VALUE');
    assert.is(message, 'pump.power takes on or off, not "blue"');
    const beyond = refusal(await rig.run('set', { target: 'grow-light.level', value: 130 }));
    assert.is(beyond.message, 'grow-light.level takes 0 % to 100 %, not 130 %');
  });
});

test('what can only be read, and what is not there, is refused', async () => {
  await withGateway(async (rig) => {
    const read = refusal(await rig.run('set', { target: 'tank.level', value: 50 }));
    assert.is(read.code, 'DEVICE_NOT_WRITABLE');
    const unknown = await rig.run('set', { target: 'pmup', value: 'on' });
    assert.is(refusal(unknown).code, 'ACTION_NO_SUCH_THING');
    assert.match(unknown.text, 'Did you mean "pump"?');
  });
});

test('a change goes from where it is now, and not beyond what it can be', async () => {
  await withGateway(async (rig) => {
    await rig.run('set', { target: 'grow-light.level', value: 90 });
    await rig.run('set', { target: 'grow-light', change: -25 });
    assert.is(rig.value('grow-light', 'level'), 65);
    await rig.run('set', { target: 'grow-light', change: 70 });
    assert.is(rig.value('grow-light', 'level'), 100);
  });
});

test('says where a change ended, and refuses more than the whole range', async () => {
  await withGateway(async (rig) => {
    await rig.run('set', { target: 'vent', value: 70 });
    const { text } = await rig.run('set', { target: 'vent', change: 50 });
    assert.match(text, 'That is as far as it goes: 120 % was asked.');
    const refused = await rig.run('set', { target: 'vent', change: 200 });
    assert.match(refused.text, 'cannot change by 200 at once');
    assert.is(rig.value('vent', 'position'), 100);
  });
});

test('a plan repeats how long', async () => {
  await withGateway(async (rig) => {
    const { text } = await rig.run('set', { target: 'pump', value: true, for: '5m', at: '18:00' });
    assert.is(text, 'Planned for 18:00:00: pump on for 5 min.');
  });
});

test('a change of what has no number is refused', async () => {
  await withGateway(async (rig) => {
    const result = await rig.run('set', { target: 'pump', change: 5 });
    assert.is(refusal(result).code, 'ACTION_BAD_ARGUMENTS');
  });
});

test('18:00 is the next six o’clock', async () => {
  await withGateway(async (rig) => {
    assert.is(await plannedAt(rig, '18:00'), Date.UTC(2026, 5, 1, 18));
    assert.is(await plannedAt(rig, '6:30'), Date.UTC(2026, 5, 2, 6, 30));
  });
});

test('a day without an offset is one of the site, whatever zone the process lives in', async () => {
  await withGateway(
    async (rig) => {
      assert.is(await plannedAt(rig, '2026-06-02T18:00'), Date.UTC(2026, 5, 2, 10));
      assert.is(await plannedAt(rig, '2026-06-02T18:00:30'), Date.UTC(2026, 5, 2, 10, 0, 30));
      assert.is(await plannedAt(rig, '2026-06-02T18:00Z'), Date.UTC(2026, 5, 2, 18));
      assert.is(await plannedAt(rig, '2026-06-02T18:00+02:00'), Date.UTC(2026, 5, 2, 16));
    },
    (site) => ({ ...site, timezone: 'Asia/Shanghai' }),
  );
});

for (const at of ['5', 'noon', '25:00', '2026-13-01T10:00', '2026-06-02', '18:00 tomorrow']) {
  test(`"${at}" is no time`, async () => {
    await withGateway(async (rig) => {
      const result = await rig.run('set', { target: 'pump', value: 'on', at });
      assert.is(refusal(result).message, `"${at}" is not a time`);
    });
  });
}

test('a time that is over is refused', async () => {
  await withGateway(async (rig) => {
    const result = await rig.run('set', { target: 'pump', value: 'on', at: '2026-05-01T10:00' });
    assert.is(refusal(result).code, 'TASK_IN_THE_PAST');
  });
});

for (const [given, what] of [
  [{ target: 'pump' }, /^set: give either a value or a change$/],
  [{ target: 'pump', value: 'on', change: 1 }, 'give either a value or a change'],
  [{ target: 'pump', value: 'on', for: 'soon' }, 'write a duration like 10s, 5m or 1h30m'],
  [{ target: 'pump', value: 'on', for: '0s' }, 'write a duration like 10s, 5m or 1h30m'],
  [{ target: 'pump', value: 'on', speed: 3 }, 'speed'],
] as const) {
  test(`set ${JSON.stringify(given)} is refused with what is wrong`, async () => {
    await withGateway(async (rig) => {
      const { code, message } = refusal(await rig.run('set', given));
      assert.is(code, 'ACTION_BAD_ARGUMENTS');
      assert.match(message, what);
      assert.equal(rig.gateway.tasks.writes(), []);
    });
  });
}

test('the answer has the task and the receipt, and says what was measured', async () => {
  await withGateway(async (rig) => {
    const result = await rig.run('set', { target: 'grow-light', value: true });
    const [task] = rig.gateway.tasks.writes();
    assert.equal(result.tasks, [task?.id]);
    assert.equal(result.receipts, [task?.receipt]);
    assert.equal(result.ok && result.data, { task: task?.id, receipt: task?.receipt });
    assert.is(
      result.text,
      'Grow light switched on (read back from the output; no sensor watches the effect).',
    );
  });
});

test('a plan says what will be done, and when; on another day with the date', async () => {
  await withGateway(async (rig) => {
    const today = await rig.run('set', { target: 'pump', value: 'on', at: '18:00' });
    assert.is(today.text, 'Planned for 18:00:00: pump on.');
    const asker = askerOf(OWNER, { language: 'zh' });
    const tomorrow = await rig.run('set', { target: 'vent', value: 30, at: '6:00' }, asker);
    assert.is(tomorrow.text, '好的，计划在 2026-06-02 06:00:00 执行：天窗30 %。');
  });
});

test('the question names what would be done, for how long and when', async () => {
  await withGateway(async (rig) => {
    const given = { target: 'heater', value: 'on', for: '10m', at: '18:00' };
    const en = await rig.run('set', given);
    assert.is(en.confirm?.question, 'Heater: really switch on for 10 min, at 18:00:00?');
    assert.is(
      en.text,
      `${en.confirm?.question ?? ''} Answer yes or no within two minutes; silence is no.`,
    );
    const zh = await rig.run('set', given, askerOf(speaker('mei'), { language: 'zh' }));
    assert.is(zh.confirm?.question, '加热器：确认要在 18:00:00 打开（10 分钟）吗？');
    assert.is(
      zh.text,
      `${zh.confirm?.question ?? ''}请在两分钟内回答“确认”或“不要”，不回答就不执行。`,
    );
  });
});

for (const words of ['keep the greenhouse at 22', 'set the greenhouse to 22', 'make it warmer']) {
  test(`“${words}” asks before a rule may switch the heater, and names it`, async () => {
    await withGateway(async (rig) => {
      await rig.say('how warm is the greenhouse?');
      const { confirm, reply } = await rig.say(words);
      assert.match(
        confirm?.question ?? '',
        /^Heating setpoint: set to 2\d(\.\d)? °C; heating: switch on\. Really\? From then on a rule switches the heater without asking\.$/,
      );
      assert.match(reply, 'silence is no');
      assert.equal([rig.value('heating', 'setpoint'), rig.value('heating', 'active')], [20, false]);
      assert.match((await rig.say('yes')).reply, /Heating switched on\. It regulates now\./);
      assert.is(rig.value('heating', 'active'), true);
    });
  });
}

test('a new setpoint of a regulator that works asks nothing', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the heating');
    await rig.say('yes');
    const { confirm, receipts } = await rig.say('keep the greenhouse at 24');
    assert.equal([confirm, receipts.length], [undefined, 1]);
    assert.is(rig.value('heating', 'setpoint'), 24);
  });
});

test('a regulator whose output needs no yes is switched on with its setpoint at once', async () => {
  await withGateway(async (rig) => {
    const result = await rig.run('set', { target: 'cooling.setpoint', value: 24 });
    assert.match(
      result.text,
      /^Cooling setpoint set to 24\.0 °C\. Cooling switched on\. It regulates now\./,
    );
    assert.equal([rig.value('cooling', 'setpoint'), rig.value('cooling', 'active')], [24, true]);
  });
});

test('a setpoint that is refused switches nothing on', async () => {
  await withGateway(async (rig) => {
    const result = await rig.run('set', { target: 'cooling.setpoint', value: 90 });
    assert.is(refusal(result).code, 'DEVICE_BAD_VALUE');
    assert.is(rig.value('cooling', 'active'), false);
  });
});

test('what will be at a later time nobody knows, so a plan for a regulator asks', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the heating');
    await rig.say('yes');
    const result = await rig.run('set', { target: 'heating.setpoint', value: 24, at: '18:00' });
    assert.match(result.confirm?.question ?? '', 'heating: switch on, at 18:00:00');
  });
});

async function plannedAt(rig: GatewayRig, at: string): Promise<number> {
  const result = await rig.run('set', { target: 'grow-light', value: 'on', at });
  const task: Task | undefined = rig.gateway.tasks.find(result.tasks?.[0] ?? '');
  return task?.startsAt ?? 0;
}

function refusal(result: ActionResult): { code: string; message: string } {
  return refusedSchema.parse(result).refusal;
}

test.run();
