/** Chinese says as much as English: which reading, which value, whose tag, and why. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OWNER, speaker, withGateway, type GatewayRig } from '../../test/gateway-rig.ts';

const ANNA = speaker('anna');

/** Names of people and of interlocks are as they are; all else has to be Chinese. */
function isChinese(text: string): boolean {
  return !/[a-z]{3}/i.test(text.replaceAll(/emergency-stop|tank-not-empty|anna|min/g, ''));
}

async function press(rig: GatewayRig): Promise<void> {
  await rig.run('sim-set', { target: 'estop.pressed', value: 'pressed' });
  await rig.pass(1_500);
}

test('an interlock names its reading in the words of the reading, in both languages', async () => {
  await withGateway(async (rig) => {
    await press(rig);
    assert.match(
      (await rig.say('turn on the pump')).reply,
      'emergency-stop: emergency stop is pressed, it must be released.',
    );
    const { reply } = await rig.say('打开水泵');
    assert.is(
      reply,
      '联锁“emergency-stop”不允许：急停按钮为已按下，必须为未按下。请先排除原因；联锁谁也不能绕过。',
    );
    const { text } = await rig.run(
      'why',
      { target: 'pump' },
      { ...OWNER, language: 'zh', words: '' },
    );
    assert.match(text, '急停按钮为已按下');
  });
});

test('a quantity stands in a Chinese refusal too', async () => {
  await withGateway(async (rig) => {
    await rig.run('sim-set', { target: 'tank.level', value: '2%' });
    await rig.pass(1_000);
    assert.is(
      (await rig.say('打开水泵')).reply,
      '联锁“tank-not-empty”不允许：水箱水位为 2 %，必须至少为 10 %。请先排除原因；联锁谁也不能绕过。',
    );
  });
});

test('a lock-out names the person and the reason in Chinese too', async () => {
  await withGateway(async (rig) => {
    const anna = { ...ANNA, language: 'zh', words: '' } as const;
    await rig.run('mode', { thing: 'pump', mode: 'locked-out', reason: '检修' }, anna);
    const { reply } = await rig.say('打开水泵');
    assert.is(reply, '水泵已上锁挂牌（anna：检修）。只有挂牌人本人可以解除。');
  });
});

test('a sensor that disagrees is named in Chinese too', async () => {
  await withGateway(async (rig) => {
    await rig.run('sim-fault', { target: 'pump', kind: 'stuck' });
    const { reply } = await rig.say('打开水泵');
    assert.match(reply, '水泵已操作，但流量计的读数不一致');
  });
});

test('why speaks Chinese where a rule did it', async () => {
  await withGateway(async (rig) => {
    await rig.say('打开水泵5秒');
    await rig.pass(8_000);
    const { reply } = await rig.say('水泵为什么关闭了？');
    assert.match(reply, '5 秒到时间了');
    assert.ok(isChinese(reply.replaceAll(/owner|web/g, '')), reply);
  });
});

test('a question carries both languages, whoever asked it', async () => {
  await withGateway(async (rig) => {
    for (const language of ['en', 'zh'] as const) {
      const asker = { ...OWNER, language, words: '' };
      const result = await rig.run('set', { target: 'heater', value: 'on' }, asker);
      const { message, zh } = result.ok ? { message: '', zh: '' } : result.refusal;
      assert.is(message, 'Heater: really switch on?');
      assert.is(zh, '加热器：确认要打开吗？');
    }
  });
});

test.run();
