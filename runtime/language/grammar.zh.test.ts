import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describe } from './describe.fixture.ts';
import { createGrammar } from './grammar.ts';
import { greenhouse, withTwoPumps } from './greenhouse.fixture.ts';
import type { Focus } from './understanding.ts';

/** 15:00 in Berlin. */
const NOW = Date.UTC(2026, 10, 22, 14);
const grammar = createGrammar({ site: greenhouse() });
const twoPumps = createGrammar({ site: withTwoPumps() });

function understand(text: string, focus?: Focus): string {
  return describe(grammar.understand(text, { now: NOW, language: 'zh', ...(focus && { focus }) }));
}

const EVERYTHING_OFF =
  'set pump.power value=false + set grow-light.power value=false + set heater.power value=false + ' +
  'set heating.active value=false + set cooling.active value=false';
const GREENHOUSE_OFF = EVERYTHING_OFF.replace('set pump.power value=false + ', '');

const ORDERS: Readonly<Record<string, string>> = {
  打开水泵: 'set pump.power value=true',
  '打开水泵。': 'set pump.power value=true',
  打開水泵: 'set pump.power value=true',
  水泵打开: 'set pump.power value=true',
  开水泵: 'set pump.power value=true',
  启动水泵: 'set pump.power value=true',
  请打开水泵: 'set pump.power value=true',
  麻烦把水泵打开一下: 'set pump.power value=true',
  帮我开一下灯: 'set grow-light.power value=true',
  打开补光灯: 'set grow-light.power value=true',
  把植物灯打开: 'set grow-light.power value=true',
  关灯: 'set grow-light.power value=false',
  把灯关了: 'set grow-light.power value=false',
  把灯关掉吧: 'set grow-light.power value=false',
  停止水泵: 'set pump.power value=false',
  关闭加热器: 'set heater.power value=false',
  打开pump: 'set pump.power value=true',
  打开天窗: 'set vent.position value=100',
  关上天窗: 'set vent.position value=0',
  '天窗开到30%': 'set vent.position value=30',
  打开天窗到百分之三十: 'set vent.position value=30',
  天窗开三成: 'set vent.position value=30',
  天窗开一半: 'set vent.position value=50',
  把天窗调到五十: 'set vent.position value=50',
  天窗全开: 'set vent.position value=100',
  天窗开大一点: 'set vent.position change=20',
  调暗补光灯: 'set grow-light.level change=-20',
  灯亮一点: 'set grow-light.level change=20',
  灯暗一点: 'set grow-light.level change=-20',
  '把灯调到30%': 'set grow-light.level value=30',
  '补光灯亮度设为60%': 'set grow-light.level value=60',
  把亮度调到最大: 'set grow-light.level value=100',
  把灯调亮百分之十: 'set grow-light.level change=10',
  温室保持22度: 'set heating.setpoint value=22',
  把温室保持在二十二度: 'set heating.setpoint value=22',
  温室保持二十一点五度: 'set heating.setpoint value=21.5',
  温室温度保持在22度半: 'set heating.setpoint value=22.5',
  把温度设为24度: 'set heating.setpoint value=24',
  供暖设定为21: 'set heating.setpoint value=21',
  温度调高2度: 'set heating.setpoint change=2',
  温度降低一度: 'set heating.setpoint change=-1',
  温室降温到20度: 'set cooling.setpoint value=20',
  把温室里的灯打开: 'set grow-light.power value=true',
  把灯调大: 'set grow-light.level change=20',
  温室热一点: 'set heating.setpoint change=1',
  停止供暖: 'set heating.active value=false',
  打开降温: 'set cooling.active value=true',
  打开水泵5秒: 'set pump.power value=true for=5s',
  打开水泵五分钟: 'set pump.power value=true for=5m',
  水泵开十秒钟: 'set pump.power value=true for=10s',
  打开水泵半小时: 'set pump.power value=true for=30m',
  打开水泵半个小时: 'set pump.power value=true for=30m',
  打开水泵一个半小时: 'set pump.power value=true for=1h30m',
  打开水泵一小时三十分钟: 'set pump.power value=true for=1h30m',
  打开水泵一刻钟: 'set pump.power value=true for=15m',
  十分钟后关闭水泵: 'set pump.power value=false at=2026-11-22T15:10:00+01:00',
  '水泵打开，5秒后关闭':
    'set pump.power value=true + set pump.power value=false at=2026-11-22T15:00:05+01:00',
  晚上六点半打开水泵: 'set pump.power value=true at=18:30',
  下午五点一刻打开水泵: 'set pump.power value=true at=17:15',
  '18:00打开水泵': 'set pump.power value=true at=18:00',
  六点半打开水泵: 'set pump.power value=true at=18:30',
  中午打开水泵: 'set pump.power value=true at=12:00',
  早上六点十分打开水泵: 'set pump.power value=true at=06:10',
  明天早上七点打开补光灯: 'set grow-light.power value=true at=2026-11-23T07:00:00+01:00',
  今晚八点打开补光灯五分钟: 'set grow-light.power value=true for=5m at=2026-11-22T20:00:00+01:00',
  打开水泵和灯十分钟: 'set pump.power value=true for=10m + set grow-light.power value=true for=10m',
  把水泵和灯打开十分钟:
    'set pump.power value=true for=10m + set grow-light.power value=true for=10m',
  '打开水泵，关掉灯': 'set pump.power value=true + set grow-light.power value=false',
  先打开水泵再打开天窗: 'set pump.power value=true + set vent.position value=100',
  关掉所有设备: EVERYTHING_OFF,
  全部关闭: EVERYTHING_OFF,
  关掉温室所有设备: GREENHOUSE_OFF,
  温室的设备都关掉: GREENHOUSE_OFF,
  除了水泵都关掉: GREENHOUSE_OFF,
  '除了水泵以外，全部关闭': GREENHOUSE_OFF,
  把所有的灯关掉: 'set grow-light.power value=false',
  '能帮我打开水泵吗？': 'set pump.power value=true',
  可以帮我把灯关掉吗: 'set grow-light.power value=false',
  '请把水泵打开，好吗？': 'set pump.power value=true',
  锁定水泵: 'mode pump mode=locked-out',
  '锁定水泵：叶轮维修': 'mode pump mode=locked-out reason=叶轮维修',
  '给水泵挂牌，原因是叶轮坏了': 'mode pump mode=locked-out reason=叶轮坏了',
  解锁水泵: 'mode pump mode=auto',
  解除锁定水泵: 'mode pump mode=auto',
  加热器切换到手动模式: 'mode heater mode=hand',
  把加热器改成自动: 'mode heater mode=auto',
  取消: 'cancel',
  取消水泵任务: 'cancel pump',
  撤销: 'undo',
};

const QUESTIONS: Readonly<Record<string, string>> = {
  加热器开着吗: 'read heater.power is=true',
  '水泵在运行吗？': 'read pump.power is=true',
  水泵开没开: 'read pump.power is=true',
  水泵开了没有: 'read pump.power is=true',
  '水泵打开了吗？': 'read pump.power is=true',
  '水泵关了吗？': 'read pump.power is=false',
  灯是不是开着: 'read grow-light.power is=true',
  '哪些灯开着？': 'read grow-light.power is=true',
  天窗开着吗: 'read vent.position above=0',
  天窗关着吗: 'read vent.position is=0',
  門開着嗎: 'read door.open is=true',
  急停按下了吗: 'read estop.pressed is=true',
  温度高于25度吗: 'read climate.temperature above=25',
  温室温度超过三十度了吗: 'read climate.temperature above=30',
  温度比25度高吗: 'read climate.temperature above=25',
  '湿度低于40%吗': 'read climate.humidity below=40',
  '水位低于20%吗？': 'read tank.level below=20',
  温度是多少: 'read climate.temperature',
  现在几度: 'read climate.temperature',
  温室多少度: 'read climate.temperature',
  湿度多少: 'read climate.humidity',
  水箱水位多少: 'read tank.level',
  水箱还有多少水: 'read tank.level',
  水箱满了吗: 'read tank.level',
  '水箱的水位是多少？': 'read tank.level',
  温度和湿度: 'read climate.temperature,climate.humidity',
  现在有多亮: 'read light.illuminance',
  光照多少: 'read light.illuminance',
  流量是多少: 'read flow.rate',
  天窗开度多少: 'read vent.position',
  查看水泵: 'read pump',
  水泵怎么样: 'read pump',
  水泵: 'read pump',
  温室怎么样: 'read grow-light,heater,vent,climate,light,door',
  帮我看看水泵开了吗: 'read pump.power is=true',
  供暖的设定值是多少: 'read heating.setpoint',
  为什么水泵开了: 'why pump.power value=true',
  水泵为什么停了: 'why pump.power value=false',
  水泵怎么开了: 'why pump.power value=true',
  '谁打开了水泵？': 'why pump.power value=true',
  水泵什么时候开的: 'why pump.power value=true',
  温室为什么这么热: 'why climate.temperature',
  '为什么天窗开着？': 'why vent.position',
  发生了什么: 'why',
  '怎么了？': 'why',
  水泵怎么了: 'why pump.power',
  引脚: 'pins',
  显示温室控制板的引脚: 'pins board=greenhouse-board',
  状态: 'status',
  温室状态: 'status area=greenhouse',
  任务: 'tasks',
  有哪些设备: 'things',
  温室有哪些设备: 'things area=greenhouse',
  有哪些板子: 'boards',
  帮助: 'help',
  你能做什么: 'help',
  怎么打开水泵: 'help topic=set',
  系统自检: 'doctor',
  日志: 'journal',
  查看日志: 'journal',
};

const UNSURE: Readonly<Record<string, string>> = {
  打开: 'missing',
  打开水泵吗: 'unknown',
  '打开水泵？': 'unknown',
  '能打开水泵吗？': 'unknown',
  可以打开水泵吗: 'unknown',
  要不要打开水泵: 'unknown',
  '请打开水泵？': 'unknown',
  帮我打开水泵吗: 'unknown',
  不要打开水泵: 'negation',
  别开水泵: 'negation',
  请不要打开水泵: 'negation',
  禁止打开加热器: 'negation',
  没有打开水泵: 'negation',
  如果水箱空了就打开水泵: 'condition',
  水箱满了就关水泵: 'condition',
  温度高于30度的时候打开天窗: 'condition',
  每天六点打开水泵: 'condition',
  等水箱满了关水泵: 'condition',
  '要是太冷，打开加热器': 'condition',
  水泵自己开了: 'report',
  水泵开了: 'report',
  把水泵打开了: 'report',
  我打开了水泵: 'report',
  有人打开水泵: 'report',
  水泵是开着的: 'report',
  水泵开着: 'report',
  '他说“打开水泵”': 'report',
  '「打开水泵」': 'report',
  温室有点热: 'report',
  温室太热: 'unknown',
  温度高: 'unknown',
  温度25度: 'missing',
  灯亮: 'report',
  有水泵打开: 'unknown',
  水泵在打开: 'report',
  水泵会打开: 'report',
  水泵需要打开: 'report',
  打开大灯: 'unknown',
  '把大灯调到50%': 'unknown',
  打开后灯: 'unknown',
  打开外灯: 'unknown',
  打开里灯: 'unknown',
  其他的都关掉: 'unknown',
  打开两个灯: 'missing',
  打开电视: 'unknown',
  打开水泵的盖子: 'unknown',
  打开2号水泵: 'unknown',
  打开或关闭水泵: 'unknown',
  '把水泵调到50%': 'missing',
  打开门: 'missing',
  调灯: 'missing',
  明天打开水泵: 'missing',
  打开温室: 'ambiguous',
  打开温室的水泵: 'unknown',
  胡言乱语: 'unknown',
};

const ANSWERS: Readonly<Record<string, string>> = {
  确认: 'yes',
  '好的！': 'yes',
  可以: 'yes',
  不要: 'no',
  算了: 'no',
  不用了: 'no',
  你好: 'talk:greeting',
  谢谢: 'talk:thanks',
  '现在几点了？': 'talk:time',
};

for (const [table, name] of [
  [ORDERS, 'orders'],
  [QUESTIONS, 'questions'],
  [ANSWERS, 'answers'],
] as const)
  for (const [sentence, expected] of Object.entries(table))
    test(`${name}: ${sentence} → ${expected}`, () => {
      assert.is(understand(sentence), expected);
    });

for (const [sentence, reason] of Object.entries(UNSURE))
  test(`nothing happens (${reason}): ${sentence}`, () => {
    assert.is(understand(sentence), `unsure:${reason}`);
  });

const PUMP: Focus = { addresses: ['pump.power'], value: true };

for (const [sentence, focus, expected] of [
  ['把它关掉', PUMP, 'set pump.power value=false'],
  ['它开着吗', PUMP, 'read pump.power is=true'],
  ['五分钟后把它关掉', PUMP, 'set pump.power value=false at=2026-11-22T15:05:00+01:00'],
  ['再来一次', PUMP, 'unsure:missing'],
  [
    '把它们都关掉',
    { addresses: ['pump.power', 'heater.power'] },
    'set pump.power value=false + set heater.power value=false',
  ],
] as const)
  test(`with ${focus.addresses.join(' and ')} in mind: ${sentence} → ${expected}`, () => {
    assert.is(understand(sentence, focus), expected);
  });

test('a name that fits two pumps is asked back in Chinese', () => {
  const found = twoPumps.understand('打开水泵十秒', { now: NOW, language: 'zh' });
  assert.equal(found, {
    kind: 'unsure',
    language: 'zh',
    reason: 'ambiguous',
    suggestions: ['打开1号泵十秒', '打开2号泵十秒'],
  });
});

test('of two pumps a number, in digits or as a character, names one', () => {
  const say = (text: string): string =>
    describe(twoPumps.understand(text, { now: NOW, language: 'zh' }));
  assert.is(say('打开2号泵'), 'set pump-2.power value=true');
  assert.is(say('打开二号泵'), 'set pump-2.power value=true');
  assert.is(say('打开温室的水泵'), 'set pump-2.power value=true');
});

test('suggestions to a Chinese sentence are Chinese and use the Chinese titles', () => {
  const found = grammar.understand('不要打开水泵', { now: NOW, language: 'en' });
  assert.equal(found.kind === 'unsure' && found.suggestions, ['水泵开着吗？', '关闭水泵', '状态']);
});

test.run();
