import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { speaker, withGateway, withProperty, type GatewayRig } from '../../test/gateway-rig.ts';
import type { Language } from '../actions/asker.ts';
import { Why, type WhyAnswer, type WhyQuestion } from './why.ts';

const ANNA = speaker('anna');
const PUMP = { thing: 'pump', property: 'power' };

test('tells who said what, what allowed it and what was measured', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the pump', ANNA);
    await tells(rig, PUMP, {
      en: 'TIME Pump switched on, because anna (web) said “turn on the pump”; the interlocks allowed it (tank level 62 %, emergency stop released). Measured: on, flow meter 3.2 l/min (by a sensor).',
      zh: 'TIME 水泵已打开：anna（web）说“turn on the pump”；联锁允许（水箱水位 62 %，急停按钮 未按下）。结果：开，流量计 3.2 l/min（传感器实测）。',
    });
  });
});

test('asked for a stretch of time, tells all of that and nothing else', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the grow light', ANNA);
    await rig.pass(60_000);
    const since = rig.clock.now();
    const nothing = await why(rig, { since });
    assert.is(nothing.text, 'Nothing happened in that time.');
    await rig.say('turn off the grow light', ANNA);
    assert.match(plain(await why(rig, { since })), /^TIME Grow light switched off/);
    assert.match(plain(await why(rig, { since: 0, before: since })), 'Grow light switched on');
    assert.not.match(plain(await why(rig, { since: 0, before: since })), 'switched off');
  });
});

test('tells the end of a timed run from its beginning', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the pump for 5 s', ANNA);
    await rig.pass(8_000);
    const story = await why(rig, { ...PUMP, value: false });
    assert.equal(kinds(story), ['intent', 'outcome', 'intent', 'outcome']);
    assert.match(
      plain(story),
      'TIME Pump switched off, because time was up after 5 s. Measured: off, flow meter 0.0 l/min (by a sensor).',
    );
    assert.match(plain(story), 'anna (web) said “turn on the pump for 5 s”');
  });
});

test('asked for what led to a value, leaves out what led elsewhere', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the grow light', ANNA);
    await rig.say('turn off the grow light', speaker('bert'));
    await rig.say('turn on the grow light', speaker('carla'));
    const light = { thing: 'grow-light', property: 'power' };
    assert.match(plain(await why(rig, { ...light, value: false })), 'bert (web) said');
    const on = plain(await why(rig, { ...light, value: true }));
    assert.match(on, 'carla (web) said');
    assert.not.match(on, 'anna');
  });
});

test('tells a refusal with its interlock and the reading behind it', async () => {
  await withGateway(async (rig) => {
    await drain(rig);
    await rig.say('turn on the pump', ANNA);
    await tells(rig, PUMP, {
      en: 'TIME A request for pump was refused by the interlock tank-not-empty: tank level is 2 %, it must be at least 10 %; anna (web) said “turn on the pump”.',
    });
    assert.match(plain(await why(rig, { ...PUMP, value: false })), 'was refused');
  });
});

test('tells what an interlock forced, and what had been running', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the pump', ANNA);
    await drain(rig);
    await rig.pass(4_000);
    assert.match(
      plain(await why(rig, { ...PUMP, value: false })),
      'TIME Pump switched off, because the rule tank-not-empty decided it: tank level is 2 %, it must be at least 10 %.',
    );
  });
});

test('tells that the sensor disagreed', async () => {
  await withGateway(async (rig) => {
    await rig.run('sim-fault', { target: 'pump', kind: 'stuck' });
    await rig.say('turn on the pump', ANNA);
    assert.match(
      plain(await why(rig, PUMP)),
      'It failed: pump was written, but flow meter disagrees.',
    );
  });
});

test('what was wanted and did not come about is not told as a deed', async () => {
  await withGateway(async (rig) => {
    await rig.run('sim-fault', { target: 'pump', kind: 'stuck' });
    await rig.say('turn on the pump', ANNA);
    for (const story of [await why(rig, PUMP), await why(rig, {})]) {
      assert.match(plain(story), 'Pump was to be switched on, because anna');
      assert.match(plain(story), 'It failed: pump was written, but flow meter disagrees.');
      assert.not.match(plain(story), 'Pump switched on');
    }
    assert.match(plain(await why(rig, {}, 'zh')), '水泵要打开，没有做到：anna');
  });
});

test('a start that brought an output to its safe value is why it is off', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the grow light', ANNA);
    await rig.restart();
    const story = await why(rig, { thing: 'grow-light', property: 'power', value: false });
    assert.match(
      plain(story),
      'TIME The node started and found grow light on, grow light level 100 %, and brought it to its safe value: grow light off.',
    );
  });
});

test('tells of a run that a restart cut short, from its beginning', async () => {
  await withGateway(async (rig) => {
    await rig.say('打开水泵60秒', ANNA);
    await rig.restart();
    for (const value of [undefined, false]) {
      const story = await why(rig, { ...PUMP, value });
      assert.equal(kinds(story), ['intent', 'outcome', 'interrupted']);
      assert.match(
        plain(story),
        'TIME The node started again: a restart had cut short the 1 min run of pump.',
      );
    }
    assert.match(
      plain(await why(rig, PUMP, 'zh')),
      'TIME 节点重新启动：重启打断了水泵的 1 分钟定时运行。',
    );
  });
});

test('what a restart found switched off is no riddle either', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the grow light', ANNA);
    await rig.stop();
    await rig.start();
    const story = await why(rig, { thing: 'grow-light', property: 'power', value: false });
    assert.equal(kinds(story), ['intent', 'outcome', 'boot']);
    assert.match(plain(story), 'TIME The node started and found grow light off');
  });
});

test('tells of a lock-out who did it, and that it went to its safe value', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the grow light', ANNA);
    await rig.say('lock out the grow light', ANNA);
    await tells(
      rig,
      { thing: 'grow-light', property: 'power', value: false },
      {
        en: 'TIME Grow light switched off, because anna locked it out. Measured: off (read back from the output).',
      },
    );
    const mode = plain(await why(rig, { thing: 'grow-light', property: 'level' }));
    assert.is(
      mode,
      'TIME Grow light was locked out, because anna (web) said “lock out the grow light”.',
    );
  });
});

test('tells of a regulator which rule it was and what it measured', async () => {
  await withGateway(
    async (rig) => {
      await rig.say('keep the greenhouse at 30 degrees', ANNA);
      await rig.say('yes', ANNA);
      await rig.pass(10_000);
      const text = plain(await why(rig, { thing: 'heater', property: 'power', value: true }));
      assert.match(text, /Heater switched on, because the rule heating decided it: 2\d(\.\d)? /);
    },
    (site) => withProperty(site, { thing: 'heater', property: 'power' }, { interlocks: [] }),
  );
});

test('who may not is told in the story of the thing', async () => {
  await withGateway(async (rig) => {
    await rig.run(
      'set',
      { target: 'pump', value: 'on' },
      {
        ...speaker('otto', 'operator', ['pump-room']),
        language: 'en',
        words: 'pump on',
      },
    );
    const text = plain(await why(rig, PUMP));
    assert.match(
      text,
      'A request for pump was refused: otto may not change things in the area greenhouse',
    );
  });
});

test('knows nothing of what never happened', async () => {
  await withGateway(async (rig) => {
    const asked = { thing: 'vent', property: 'position' };
    assert.is((await why(rig, asked)).text, 'The journal knows nothing about that for vent.');
    assert.is((await why(rig, asked, 'zh')).text, '日志里没有关于天窗的相关记录。');
  });
});

test('asked for nothing in particular, tells the last few things', async () => {
  await withGateway(async (rig) => {
    for (const level of [10, 20, 30, 40, 50, 60])
      await rig.say(`set the vent to ${String(level)} %`, ANNA);
    const story = await why(rig, {});
    const lines = story.text.split('\n');
    assert.equal([lines.length, story.entries.length], [5, 5]);
    assert.match(lines[0] ?? '', 'Vent set to 20 %');
    assert.match(lines[4] ?? '', 'Vent set to 60 %');
  });
});

test('a young node has only its start to tell', async () => {
  await withGateway(async (rig) => {
    assert.is(plain(await why(rig, {})), 'TIME The node started.');
    assert.is(plain(await why(rig, {}, 'zh')), 'TIME 节点启动。');
  });
});

test('the action takes a thing or a property, and chat finds it', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the grow light', ANNA);
    const byThing = await rig.run('why', { target: 'grow-light' });
    const byProperty = await rig.run('why', { target: 'grow-light.power', value: true });
    assert.is(byThing.text, byProperty.text);
    assert.is((await rig.say('why is the grow light on?', ANNA)).reply, byThing.text);
  });
});

async function drain(rig: GatewayRig): Promise<void> {
  await rig.run('sim-set', { target: 'tank.level', value: '2%' });
  await rig.pass(1_000);
}

function why(
  { ground }: GatewayRig,
  question: WhyQuestion,
  language: Language = 'en',
): Promise<WhyAnswer> {
  return new Why(ground).answer(question, language);
}

async function tells(
  rig: GatewayRig,
  question: WhyQuestion,
  texts: Partial<Record<Language, string>>,
): Promise<void> {
  for (const [language, text] of Object.entries(texts))
    assert.is(plain(await why(rig, question, language === 'zh' ? 'zh' : 'en')), text);
}

/** Without the times of day, which depend on how long the rig took. */
function plain({ text }: WhyAnswer): string {
  return text.replace(/\d\d:\d\d:\d\d/g, 'TIME');
}

function kinds({ entries }: WhyAnswer): string[] {
  return entries.map(({ kind }) => kind);
}

test.run();
