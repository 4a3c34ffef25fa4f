/** Questions about values over time. What was switched, and why, stays with the journal. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describe, isWrite } from './describe.fixture.ts';
import { createGrammar } from './grammar.ts';
import { greenhouse } from './greenhouse.fixture.ts';

/** Three in the afternoon where the greenhouse is. */
const NOW = Date.UTC(2026, 10, 22, 14);
const grammar = createGrammar({ site: greenhouse() });

function understand(text: string, now = NOW): string {
  return describe(grammar.understand(text, { now, language: 'en' }));
}

const LAST_NIGHT = 'from=2026-11-21T18:00:00+01:00 to=2026-11-22T06:00:00+01:00';

const QUESTIONS: Readonly<Record<string, string>> = {
  'how was the temperature last night?': `history climate.temperature ${LAST_NIGHT}`,
  'what was the temperature last night': `history climate.temperature ${LAST_NIGHT}`,
  'how was the humidity yesterday?':
    'history climate.humidity from=2026-11-21T00:00:00+01:00 to=2026-11-22T00:00:00+01:00',
  'how warm was it today?': 'history climate.temperature from=2026-11-22T00:00:00+01:00',
  'plot tank level, last 24 hours': 'plot tank.level last=24h',
  'plot the tank level': 'plot tank.level last=24h',
  'can you plot the tank level over the last 7 days?': 'plot tank.level last=168h',
  'draw a curve of the temperature for the last hour': 'plot climate.temperature last=1h',
  'show me a graph of the tank level this morning':
    'plot tank.level from=2026-11-22T06:00:00+01:00 to=2026-11-22T12:00:00+01:00',
  'tank level in the last 90 minutes?': 'history tank.level last=5400s',
  'temperature over the last week?': 'history climate.temperature last=7d',
  'tank level, last 24 hours': 'history tank.level last=24h',
  'send me tank level of the last day as csv': 'history tank.level last=24h csv=true',
  'export the tank level of the last week': 'history tank.level last=7d csv=true',
  'can you send me the tank level of the last 7 days as a csv file?':
    'history tank.level last=168h csv=true',
  'tank level as a spreadsheet': 'history tank.level last=24h csv=true',
  'give me a csv of the temperature yesterday':
    'history climate.temperature from=2026-11-21T00:00:00+01:00 to=2026-11-22T00:00:00+01:00 csv=true',
  'Tank Füllstand als CSV': 'history tank.level last=24h csv=true',
  'exporta el nivel del tanque': 'history tank last=24h csv=true',
  'nivel del tanque como csv': 'history tank last=24h csv=true',
  '导出水箱液位 csv': 'history tank.level last=24h csv=true',
  导出过去一周的水箱液位: 'history tank.level last=7d csv=true',
  把昨天的温度导出为表格:
    'history climate.temperature from=2026-11-21T00:00:00+01:00 to=2026-11-22T00:00:00+01:00 csv=true',
  '昨晚温度怎么样？': `history climate.temperature ${LAST_NIGHT}`,
  画出过去24小时水箱液位: 'plot tank.level last=24h',
  最近三小时的湿度怎么样: 'history climate.humidity last=3h',
  画一下昨天的温度曲线:
    'plot climate.temperature from=2026-11-21T00:00:00+01:00 to=2026-11-22T00:00:00+01:00',
  过去一周的液位: 'history tank.level last=7d',
};

for (const [text, meaning] of Object.entries(QUESTIONS))
  test(`understands “${text}”`, () => {
    assert.is(understand(text), meaning);
  });

test('reads a night that is not over up to now', () => {
  const night = Date.UTC(2026, 10, 22, 2);
  assert.is(
    understand('how was the temperature last night?', night),
    'history climate.temperature from=2026-11-21T18:00:00+01:00',
  );
});

test('asks the readings whether it was so, and the journal for what happened and why', () => {
  for (const [text, meaning] of [
    ['was the pump on last night?', `history pump.power ${LAST_NIGHT}`],
    ['昨晚水泵开过吗？', `history pump.power ${LAST_NIGHT}`],
    ['was the grow light on last night?', `history grow-light.power ${LAST_NIGHT}`],
    ['has anyone opened the door?', 'history door.open last=24h'],
    ['when was the door last opened?', 'history door.open last=24h'],
    ['what happened last night?', `why ${LAST_NIGHT}`],
    ['昨晚发生了什么？', `why ${LAST_NIGHT}`],
    ['what happened today', 'why from=2026-11-22T00:00:00+01:00'],
    ['what happened in the last 2 hours?', 'why from=2026-11-22T13:00:00+01:00'],
    ['why did the pump start last night?', `why pump.power value=true ${LAST_NIGHT}`],
    [
      'what was the temperature at 14:39?',
      'history climate.temperature from=2026-11-22T14:37:00+01:00 to=2026-11-22T14:41:00+01:00',
    ],
    ['is the door open?', 'read door.open is=true'],
    ['did the pump stop?', 'why pump.power value=false'],
  ] as const)
    assert.is(understand(text), meaning, text);
});

test('never acts on a sentence about the past', () => {
  for (const text of [
    'turn on the pump last night',
    'turn on the pump for the last 5 minutes',
    'plot turn on the pump',
    'turn on the pump and plot the tank level',
    'I opened the vent yesterday',
    'the heater failed last night',
    'not the pump last night',
    '昨晚打开水泵',
    '打开水泵过去十分钟',
    '画出打开水泵',
    'turn on the pump and export the tank level',
    'turn on the pump as csv',
    'export turn on the pump',
    'send me pump on',
    '导出打开水泵',
    '打开水泵 csv',
    'exporta enciende la bomba',
    'Pumpe an als CSV',
  ])
    assert.not(isWrite(grammar.understand(text, { now: NOW, language: 'en' })), text);
});

test('asks back when nothing, or too much, is named', () => {
  assert.is(understand('plot the last 24 hours'), 'unsure:missing');
  assert.is(understand('export the last 24 hours'), 'unsure:missing');
  assert.is(understand('as csv'), 'unsure:missing');
});

test.run();
