import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { withProperty } from '../../test/gateway-rig.ts';
import { readSampleSite } from '../../test/sample-site.ts';
import type { PropertyAddress, Reading, Value } from '../core/reading.ts';
import type { Outcome, Receipt } from '../core/receipt.ts';
import type { Site } from '../config/site.ts';
import { Speech } from './speech.ts';

interface Context {
  site: Site;
  speech: Speech;
}

const test = suite<Context>('speech');

const NOON = Date.UTC(2026, 5, 1, 12);
const PUMP = { thing: 'pump', property: 'power' };
const LIGHT = { thing: 'grow-light', property: 'power' };
const LEVEL = { thing: 'grow-light', property: 'level' };
const DOOR = { thing: 'door', property: 'open' };
const ESTOP = { thing: 'estop', property: 'pressed' };
const TANK = { thing: 'tank', property: 'level' };
const SETPOINT = { thing: 'heating', property: 'setpoint' };
const ACTIVE = { thing: 'heating', property: 'active' };

test.before(async (context) => {
  context.site = { ...(await readSampleSite()).site, timezone: 'UTC' };
  context.speech = new Speech(context.site, new FakeClock(NOON));
});

test('says a property by its thing where that is enough', ({ speech }) => {
  const names: [PropertyAddress, string, string][] = [
    [PUMP, 'pump', '水泵'],
    [LIGHT, 'grow light', '补光灯'],
    [LEVEL, 'grow light level', '补光灯亮度'],
    [DOOR, 'door', '门'],
    [TANK, 'tank level', '水箱水位'],
    [ACTIVE, 'heating', '供暖'],
    [SETPOINT, 'heating setpoint', '供暖设定值'],
    [{ thing: 'moat', property: 'level' }, 'moat', 'moat'],
  ];
  for (const [address, en, zh] of names) {
    assert.is(speech.property(address, 'en'), en);
    assert.is(speech.property(address, 'zh'), zh);
  }
});

test('says values in the words of their property', ({ speech }) => {
  const values: [PropertyAddress, Value | null, string, string][] = [
    [PUMP, true, 'on', '开'],
    [PUMP, false, 'off', '关'],
    [DOOR, true, 'open', '打开'],
    [ESTOP, true, 'pressed', '已按下'],
    [LEVEL, 30, '30 %', '30 %'],
    [SETPOINT, 22, '22.0 °C', '22.0 °C'],
    [TANK, null, 'no reading', '无读数'],
  ];
  for (const [address, value, en, zh] of values) {
    assert.is(speech.value(address, value, 'en'), en);
    assert.is(speech.value(address, value, 'zh'), zh);
  }
});

test('says what was done, and what would be', ({ speech }) => {
  assert.is(speech.done(PUMP, true, 'en'), 'switched on');
  assert.is(speech.done(DOOR, false, 'zh'), '已关闭');
  assert.is(speech.done(LEVEL, 30, 'en'), 'set to 30 %');
  assert.is(speech.done(LEVEL, 30, 'zh'), '已设为 30 %');
  assert.is(speech.order(PUMP, false, 'en'), 'switch off');
  assert.is(speech.order(DOOR, true, 'en'), 'open');
  assert.is(speech.order(LEVEL, 30, 'zh'), '设为 30 %');
});

test('says a reading with a capital, and doubts what cannot be trusted', ({ speech }) => {
  const read = (quality: Reading['quality'], value: Value | null): Reading => ({
    quality,
    value,
    at: NOON,
  });
  assert.is(speech.reading(TANK, read('good', 62), 'en'), 'Tank level: 62 %');
  assert.is(speech.reading(TANK, read('simulated', 62), 'zh'), '水箱水位：62 %');
  assert.is(
    speech.reading(TANK, read('stale', 62), 'en'),
    'Tank level: 62 % (stale: the sensor has stopped answering)',
  );
  assert.is(speech.reading(TANK, read('faulty', null), 'en'), 'Tank level: no reading (faulty)');
  assert.is(speech.reading(TANK, read('faulty', null), 'zh'), '水箱水位：无读数（传感器故障）');
});

test('names the board that is away, and not its sensors', ({ site }) => {
  const speech = new Speech(site, new FakeClock(NOON));
  speech.hearOf((board) => board === 'greenhouse');
  const last: Reading = { value: 62, quality: 'stale', at: NOON };
  assert.is(speech.reading(TANK, last, 'en'), 'Tank level: 62 % (greenhouse board is away)');
  const never: Reading = { value: null, quality: 'faulty', at: 0 };
  assert.is(speech.reading(TANK, never, 'zh'), '水箱水位：无读数（温室主板不在线）');
  assert.is(speech.board('moat', 'en'), 'moat');
});

test('says the time of today, and the day of another', ({ speech }) => {
  assert.is(speech.time(NOON), '12:00:00');
  assert.is(speech.time(NOON + 43_199_000), '23:59:59');
  assert.is(speech.time(NOON + 43_200_000), '2026-06-02 00:00:00');
  assert.is(speech.time(NOON - 86_400_000), '2026-05-31 12:00:00');
});

test('the day is that of the site, wherever the process lives', ({ site }) => {
  const shanghai = new Speech({ ...site, timezone: 'Asia/Shanghai' }, new FakeClock(NOON));
  assert.is(shanghai.time(NOON), '20:00:00');
  assert.is(shanghai.time(NOON + 4 * 3_600_000), '2026-06-02 00:00:00');
});

test('puts titles where a message has addresses, and leaves other words alone', ({ speech }) => {
  const text = 'tank.level is 2.5 %, see node.log; flow.rate too';
  assert.is(speech.named(text, 'en'), 'tank level is 2.5 %, see node.log; flow meter too');
  assert.is(speech.named('tank.level', 'zh'), '水箱水位');
});

const FLOW = { thing: 'flow', property: 'rate' };
const FLOWS = { ...FLOW, reading: reading(3.2, 'l/min') };
const SILENT = { ...FLOW, reading: { ...reading(null, 'l/min'), quality: 'faulty' } as const };

for (const [fact, given, en, zh] of [
  [
    'a receipt by a sensor names what was measured',
    receipt(PUMP, true, { evidence: 'sensor', proof: FLOWS }),
    'Pump is on: flow meter 3.2 l/min (measured).',
    '水泵：开，流量计 3.2 l/min（传感器实测）。',
  ],
  [
    'a receipt of a timed run names its end',
    receipt(PUMP, true, { evidence: 'sensor', proof: FLOWS, until: NOON + 3_000 }),
    'Pump is on: flow meter 3.2 l/min (measured). It will be off again in 3 s, by itself.',
    '水泵：开，流量计 3.2 l/min（传感器实测）。3 秒后自动关闭。',
  ],
  [
    'a latch claims no more than it knows',
    receipt(LIGHT, true, {}),
    'Grow light switched on (read back from the output; no sensor watches the effect).',
    '补光灯已打开（输出回读；没有传感器验证效果）。',
  ],
  [
    'what a device says of itself is called that',
    receipt(LIGHT, true, { evidence: 'report' }),
    'Grow light switched on (the device reports it; no sensor watches the effect).',
    '补光灯已打开（设备自己的报告；没有传感器验证效果）。',
  ],
  [
    'a timed off comes on again',
    receipt(LIGHT, false, { until: NOON + 60_000 }),
    'Grow light switched off (read back from the output; no sensor watches the effect). It will be on again in 1 min, by itself.',
    '补光灯已关闭（输出回读；没有传感器验证效果）。1 分钟后自动打开。',
  ],
  [
    'a number that holds for a while goes back',
    receipt(LEVEL, 30, { unit: '%', until: NOON + 10_000 }),
    'Grow light level set to 30 % (read back from the output; no sensor watches the effect). It goes back by itself in 10 s.',
    '补光灯亮度已设为 30 %（输出回读；没有传感器验证效果）。10 秒后自动恢复。',
  ],
  [
    'a proof that could not tell is named as such',
    receipt(PUMP, true, { proof: SILENT }),
    'Pump switched on (read back from the output; flow meter no reading (faulty) cannot tell whether it follows).',
    '水泵已打开（输出回读；流量计 无读数（传感器故障），无法验证效果）。',
  ],
  [
    'without any evidence that is said',
    receipt(PUMP, true, { evidence: 'none', measured: null }),
    'Pump switched on; nothing could be read back.',
    '水泵已打开（没有任何验证）。',
  ],
  [
    'what is only told to the program needs no proof',
    receipt(SETPOINT, 22, { unit: 'Cel' }),
    'Heating setpoint set to 22.0 °C.',
    '供暖设定值已设为 22.0 °C。',
  ],
  [
    'a regulator is switched like a thing',
    receipt(ACTIVE, true, {}),
    'Heating switched on.',
    '供暖已打开。',
  ],
] as const) {
  test(fact, ({ speech }) => {
    assert.is(speech.receipt(given, 'en'), en);
    assert.is(speech.receipt(given, 'zh'), zh);
  });
}

test('says an outcome by its receipt, or by why not', ({ speech }) => {
  const done: Outcome = { status: 'done', receipt: receipt(ACTIVE, false, {}) };
  assert.is(speech.outcome(done, 'en'), 'Heating switched off.');
  const message = 'pump.power was written, but flow.rate disagrees';
  const refusal = { code: 'DEVICE_CONTRADICTED', message, hint: 'Go and look.' };
  assert.is(
    speech.outcome({ status: 'failed', refusal }, 'en'),
    'Pump was written, but flow meter disagrees. Go and look.',
  );
});

test('a thing without a Chinese title keeps its own', ({ site }) => {
  const english = withProperty(site, LEVEL, { title: { en: 'Level' } });
  assert.is(new Speech(english).property(LEVEL, 'zh'), '补光灯Level');
});

test('no receipt doubles a word, loses its capital or lacks its full stop', ({ site, speech }) => {
  const evidences = ['sensor', 'latch', 'report', 'none'] as const;
  for (const { id, properties } of site.boards.flatMap(({ things }) => things))
    for (const { name, type } of properties)
      for (const requested of type === 'boolean' ? [true, false] : [0, 1, 55.5])
        for (const evidence of evidences)
          for (const until of [undefined, NOON + 5_000]) {
            const more = {
              evidence,
              ...(until && { until }),
              ...(evidence === 'sensor' && { proof: FLOWS }),
            };
            const text = speech.receipt(
              receipt({ thing: id, property: name }, requested, more),
              'en',
            );
            assert.not.match(text, /\b(\w+) \1\b/i);
            assert.match(text, /^[A-Z].*\.$/);
            assert.not.match(text, /undefined|null|\[object| {2}|\.\./);
          }
});

function reading(value: number | null, unit: string): Reading {
  return { value, unit, quality: 'good', at: NOON };
}

function receipt(address: PropertyAddress, requested: Value, more: Partial<Receipt>): Receipt {
  return {
    ...{ command: 'cmd-1', board: 'main', ...address, requested, measured: requested },
    ...{ evidence: 'latch', at: NOON, journal: 1 },
    ...more,
  };
}

test.run();
