/** What stands in the way is said; what is broken, locked or doubted is answered, and never done. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describe } from './describe.fixture.ts';
import { createGrammar } from './grammar.ts';
import { greenhouse } from './greenhouse.fixture.ts';

const grammar = createGrammar({ site: greenhouse() });

function understand(text: string) {
  return grammar.understand(text, { now: 0, language: 'en' });
}

const STATE_AND_WHY = 'read pump.power + why pump.power';

const MEANINGS: Readonly<Record<string, string>> = {
  'the pump is not working': STATE_AND_WHY,
  "the pump won't start": STATE_AND_WHY,
  "the pump doesn't work": STATE_AND_WHY,
  "why isn't the pump running?": STATE_AND_WHY,
  "why can't I turn on the pump?": STATE_AND_WHY,
  水泵坏了: STATE_AND_WHY,
  '为什么水泵不转？': STATE_AND_WHY,
  水泵打不开: STATE_AND_WHY,
  'the pump must not start': 'unsure:negation',
  "don't start the pump": 'unsure:negation',
  'is the pump locked out?': 'lock-outs pump',
  'who locked out the pump?': 'lock-outs pump',
  'why is the pump locked out?': 'lock-outs pump',
  水泵锁了吗: 'lock-outs pump',
  "what's on?": 'read pump.power,grow-light.power,heater.power is=true which=true',
  'would you mind turning on the light?': 'set grow-light.power value=true',
  '你能打开补光灯吗？': 'set grow-light.power value=true',
};

for (const [text, meaning] of Object.entries(MEANINGS))
  test(`understands “${text}”`, () => {
    assert.is(describe(understand(text)), meaning);
  });

const HINTS: Readonly<Record<string, string>> = {
  'is it ok to turn off the grow light': 'doubt',
  'should I turn on the pump?': 'doubt',
  '能不能打开补光灯？': 'doubt',
  可以关掉补光灯吗: 'doubt',
  'open the door': 'read-only',
  'set tank level to 80': 'read-only',
  'turn on the pump for 0 seconds': 'duration',
  'turn on the pump for a while': 'duration',
  水泵开一会儿: 'duration',
  'turn the pump on and off': 'contradiction',
  'turn off everything and turn on the pump': 'contradiction',
  'turn on the pump and turn off the pump': 'contradiction',
  'keep the greenhouse between 20 and 24 degrees': 'one-value',
  'turn on': 'thing',
};

for (const [text, hint] of Object.entries(HINTS))
  test(`says of “${text}” what is in the way: ${hint}`, () => {
    const found = understand(text);
    assert.is(found.kind === 'unsure' && found.hint, hint);
  });

test('a doubted order is offered in its own direction', () => {
  for (const [text, offer] of [
    ['is it ok to turn off the grow light', 'turn off the grow light'],
    ['可以关掉补光灯吗', '关掉补光灯'],
  ] as const) {
    const found = understand(text);
    assert.is(found.kind === 'unsure' && found.suggestions[0], offer);
  }
});

test('only what sounds like the button is told that it is none', () => {
  for (const [text, isEmergency] of [
    ['emergency stop', true],
    ['急停', true],
    ['stop', undefined],
  ] as const) {
    const found = understand(text);
    assert.is(found.kind === 'act' && found.isEmergency, isEmergency);
  }
});

test.run();
