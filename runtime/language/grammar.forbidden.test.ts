/** An order beside what is forbidden: the one is done, the other is named, and doubt does nothing. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describe } from './describe.fixture.ts';
import { createGrammar } from './grammar.ts';
import { greenhouse } from './greenhouse.fixture.ts';

const grammar = createGrammar({ site: greenhouse() });

function understand(text: string) {
  return grammar.understand(text, { now: 0, language: 'en' });
}

const SPARED: readonly (readonly [text: string, meaning: string, spared: string])[] = [
  ["Turn off the pump and don't turn on the heater", 'set pump.power value=false', 'heater'],
  ["turn off the pump and don't turn it on again", 'set pump.power value=false', ''],
  ['关掉水泵，不要开加热器', 'set pump.power value=false', 'heater'],
  ['关掉补光灯，但是别动水泵', 'set grow-light.power value=false', 'pump'],
  [
    "turn everything off but don't touch the heater and the grow light",
    'set pump.power value=false + set heating.active value=false + set cooling.active value=false',
    'heater,grow-light',
  ],
];

for (const [text, meaning, spared] of SPARED)
  test(`does one part of “${text}” and spares the other`, () => {
    const found = understand(text);
    assert.is(describe(found), meaning);
    assert.is(found.kind === 'act' && (found.spared ?? []).join(','), spared);
  });

test('"but" leaves out, or goes on', () => {
  assert.is(
    describe(understand('turn off everything but the grow light')),
    describe(understand('turn off everything except the grow light')),
  );
  assert.is(
    describe(understand('turn off the pump but turn on the light')),
    'set pump.power value=false + set grow-light.power value=true',
  );
});

for (const text of [
  "turn on the pump and don't turn it on",
  "turn on the pump, don't turn on the pump",
  'turn on the pump, not now',
  "turn on the pump, don't",
  "don't turn on the pump and turn off the heater",
  "turn on the grow light and don't let the pump run dry",
  'turn on the pump, not the kettle',
  "turn off the pump, don't touch the heater and close the vent",
])
  test(`does nothing for “${text}”`, () => {
    assert.is(describe(understand(text)), 'unsure:negation');
  });

test('what could be done alone is offered first', () => {
  for (const [text, offer] of [
    ["turn off the pump and don't let the heater run dry", 'turn off the pump'],
    ['turn on the grow light but not the pump', 'turn on the grow light'],
    ['打开补光灯，但不要开水泵', '打开补光灯'],
  ] as const) {
    const found = understand(text);
    assert.is(found.kind === 'unsure' && found.suggestions[0], offer);
  }
});

test('"by" and "another" count from where it is now', () => {
  for (const [text, change] of [
    ['open the vent by 10%', 10],
    ['close the vent by 10%', -10],
    ['open the vent another 10%', 10],
    ['天窗再开10%', 10],
    ['天窗增加10%', 10],
    ['减少天窗开度10%', -10],
  ] as const)
    assert.is(describe(understand(text)), `set vent.position change=${String(change)}`);
});

test('asks the tasks what is planned, and cancels all of them when told so', () => {
  for (const text of ['what is scheduled?', "what's planned?", '有什么计划'])
    assert.is(describe(understand(text)), 'tasks');
  for (const text of ['cancel everything', 'cancel all tasks', '全部取消', '取消所有任务'])
    assert.is(describe(understand(text)), 'cancel all=true');
});

test.run();
