/** What a sentence means after another one, and on a site where a name fits several things. */
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
  return describe(grammar.understand(text, { now: NOW, language: 'en', ...(focus && { focus }) }));
}

const PUMP: Focus = { addresses: ['pump.power'], value: true };

for (const [sentence, focus, expected] of [
  ['turn it off', PUMP, 'set pump.power value=false'],
  ['switch that off in 5 minutes', PUMP, 'set pump.power value=false at=2026-11-22T15:05:00+01:00'],
  ['is it on?', PUMP, 'read pump.power is=true'],
  ['why?', PUMP, 'why'],
  ['is it above 25 degrees?', PUMP, 'read climate.temperature above=25'],
  ['lock it out', PUMP, 'mode pump mode=locked-out'],
  ['again', PUMP, 'unsure:missing'],
  ['again for 10 seconds', PUMP, 'set pump.power value=true for=10s'],
  ['again', { addresses: ['vent.position'], value: 30 }, 'set vent.position value=30'],
  ['set it to 30%', { addresses: ['grow-light.power'] }, 'set grow-light.level value=30'],
  ['set it to 22', { addresses: ['climate.temperature'] }, 'set heating.setpoint value=22'],
  ['make it cosy and close the vent', PUMP, 'unsure:missing'],
  ['keep it cosy and turn off the heater', PUMP, 'unsure:missing'],
  ['make it nice', { addresses: ['grow-light.level'] }, 'unsure:unknown'],
  ['warm it up a bit', { addresses: ['grow-light.level'] }, 'set heating.setpoint change=1'],
  ['make it warmer', { addresses: ['grow-light.level'] }, 'set heating.setpoint change=1'],
  ['make it brighter', { addresses: ['heating.setpoint'] }, 'set grow-light.level change=20'],
  ['dim it', { addresses: ['grow-light.power'] }, 'set grow-light.level change=-20'],
  ['turn it off', { addresses: ['pump.power', 'heater.power'] }, 'unsure:ambiguous'],
  [
    'turn them off',
    { addresses: ['pump.power', 'heater.power'] },
    'set pump.power value=false + set heater.power value=false',
  ],
  ['把它关掉', PUMP, 'set pump.power value=false'],
  ['schalte sie aus', PUMP, 'set pump.power value=false'],
  ['mach sie bitte aus', PUMP, 'set pump.power value=false'],
  ['ich schalte sie aus', PUMP, 'unsure:report'],
  ['schaltet sie aus', PUMP, 'unsure:report'],
  ['schalte sie aus?', PUMP, 'unsure:unknown'],
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

test('"it" without anything in mind is missing a thing', () => {
  assert.is(understand('turn it off'), 'unsure:missing');
});

test('a name that fits two pumps is asked back, with the same sentence for each', () => {
  const found = twoPumps.understand('turn on the pump for 10 s', { now: NOW, language: 'en' });
  assert.is(describe(found), 'unsure:ambiguous');
  const suggestions = ['turn on the pump 1 for 10 s', 'turn on the pump 2 for 10 s'];
  assert.equal(found.kind === 'unsure' && found.suggestions, suggestions);
});

test('of two pumps a number, a word for it, or a place names one', () => {
  const say = (text: string): string =>
    describe(twoPumps.understand(text, { now: NOW, language: 'en' }));
  assert.is(say('turn on pump 2'), 'set pump-2.power value=true');
  assert.is(say('turn on pump two'), 'set pump-2.power value=true');
  assert.is(say('turn on the pump in the greenhouse'), 'set pump-2.power value=true');
  assert.is(say('turn on the pumps'), 'set pump-1.power value=true + set pump-2.power value=true');
});

test('what was understood is in mind the next time', () => {
  const found = grammar.understand('turn on the pump', { now: NOW, language: 'en' });
  assert.equal(found.kind === 'act' && found.focus, PUMP);
});

test('a name that fits two pumps is asked back in Chinese', () => {
  const found = twoPumps.understand('打开水泵十秒', { now: NOW, language: 'zh' });
  assert.is(describe(found), 'unsure:ambiguous');
  assert.equal(found.kind === 'unsure' && found.suggestions, ['打开1号泵十秒', '打开2号泵十秒']);
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
