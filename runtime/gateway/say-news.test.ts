import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { readSampleSite } from '../../test/sample-site.ts';
import { Speech } from '../actions/speech.ts';
import type { Outcome } from '../core/receipt.ts';
import type { News } from '../tasks/news.ts';
import { sayNews } from './say-news.ts';

interface Context {
  speech: Speech;
}

const test = suite<Context>('news');

const NOON = Date.UTC(2026, 5, 1, 12);
const PUMP = { thing: 'pump', property: 'power' };
const OFF = { value: false, quality: 'good', at: NOON } as const;
const OFF_DONE: Outcome = {
  status: 'done',
  receipt: {
    ...{ command: 'cmd-1', board: 'main', ...PUMP, requested: false, measured: false },
    ...{ evidence: 'latch', at: NOON, journal: 1 },
  },
};
const REFUSED: Outcome = {
  status: 'refused',
  refusal: {
    ...{ code: 'INTERLOCK_REFUSED', message: 'tank.level is 2 %', zh: 'tank.level 是 2 %' },
    ...{ hint: 'Fill it.', interlock: 'tank-not-empty' },
  },
};

test.before(async (context) => {
  const { site } = await readSampleSite();
  context.speech = new Speech({ ...site, timezone: 'UTC' }, new FakeClock(NOON));
});

const cases: [string, News, string, string][] = [
  [
    'what a workflow wants to have said',
    { kind: 'notice', name: 'daily_report', isFailure: false, text: '# Today' },
    '# Today',
    '# Today',
  ],
  [
    'a workflow that failed',
    { kind: 'notice', name: 'daily_report', isFailure: true, text: 'no such template' },
    'daily_report failed: no such template',
    'daily_report失败：no such template',
  ],
  [
    'a run that ended',
    { kind: 'run-ended', ...PUMP, forMs: 60_000, outcome: OFF_DONE },
    'Time is up (1 min). Pump switched off (read back from the output; no sensor watches the effect).',
    '1 分钟到时间了。水泵已关闭（输出回读；没有传感器验证效果）。',
  ],
  [
    'what an interlock forced',
    { kind: 'forced', ...PUMP, why: REFUSED.refusal, outcome: OFF_DONE },
    'The interlock tank-not-empty stopped pump: tank level is 2 %. Pump switched off (read back from the output; no sensor watches the effect).',
    '联锁“tank-not-empty”停止了水泵：水箱水位 是 2 %。水泵已关闭（输出回读；没有传感器验证效果）。',
  ],
  [
    'a run that a restart cut short, with the help of the helper',
    {
      ...{ kind: 'interrupted', ...PUMP, value: true, leftMs: 58_000, now: OFF },
      ...{ safeSince: NOON - 4_000, words: 'pump on for 60 s' },
    },
    'The node restarted at 12:00:00 and cut short a timed run: pump switched on, 58 s left. The safe-state helper made it safe at 11:59:56. Now: pump off. It was not started again; for that, say “pump on for 60 s”.',
    '节点于 12:00:00 重启，打断了定时运行：水泵已打开，还剩 58 秒。安全助手已于 11:59:56 将其恢复到安全状态。现在：水泵关。没有自动重做；需要的话请再说一次“pump on for 60 s”。',
  ],
  [
    'an order whose end nobody saw, on a sensor that is silent',
    {
      ...{ kind: 'unknown', ...PUMP, value: true, words: 'pump on' },
      now: { value: null, quality: 'faulty', at: 0 },
    },
    'The node restarted at 12:00:00 in the middle of “pump on”; nobody saw how that ended. Now: pump no reading (faulty). It was not done again.',
    '节点于 12:00:00 重启，当时正在执行“pump on”，结果未知。现在：水泵无读数（传感器故障）。没有自动重做。',
  ],
  [
    'what a restart brought back to its safe value',
    { kind: 'reset', ...PUMP, value: true, now: false },
    'The node restarted at 12:00:00: pump was on, and is at its safe value again, off. It was not set back.',
    '节点于 12:00:00 重启：水泵原来是开，现在回到安全值关，没有自动恢复。',
  ],
  [
    'a plan that was carried out',
    { kind: 'planned', ...PUMP, words: 'pump off at six', outcome: OFF_DONE },
    'The time came for “pump off at six”: Pump switched off (read back from the output; no sensor watches the effect).',
    '“pump off at six”的时间到了：水泵已关闭（输出回读；没有传感器验证效果）。',
  ],
  [
    'a plan that was refused',
    { kind: 'planned', ...PUMP, words: 'pump on at six', outcome: REFUSED },
    'The time came for “pump on at six”: Refused by the interlock tank-not-empty: tank level is 2 %. Fill it.',
    '“pump on at six”的时间到了：联锁“tank-not-empty”不允许：水箱水位 是 2 %。请先排除原因；联锁谁也不能绕过。',
  ],
  [
    'what somebody else confirmed',
    { kind: 'confirmed', ...PUMP, words: 'pump off', by: 'bert', outcome: OFF_DONE },
    'Bert confirmed “pump off”: Pump switched off (read back from the output; no sensor watches the effect).',
    'bert 确认了“pump off”：水泵已关闭（输出回读；没有传感器验证效果）。',
  ],
  [
    'a plan that was missed, on another day',
    { kind: 'missed', ...PUMP, words: 'pump on at six', startsAt: NOON - 86_400_000 },
    'Missed: “pump on at six” was planned for 2026-05-31 12:00:00. That time went by, and it is not caught up.',
    '错过了计划：“pump on at six”本应在 2026-05-31 12:00:00 执行，已经过时，不再补做。',
  ],
];

for (const [what, news, en, zh] of cases) {
  test(`${what} is told in both languages`, ({ speech }) => {
    assert.is(sayNews({ news, at: NOON }, speech, 'en'), en);
    assert.is(sayNews({ news, at: NOON }, speech, 'zh'), zh);
  });
}

test.run();
