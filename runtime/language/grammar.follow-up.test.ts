/** What a sentence leaves to the one before it, and to where the speaker is. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describe } from './describe.fixture.ts';
import { createGrammar } from './grammar.ts';
import { greenhouse, withTwoPumps } from './greenhouse.fixture.ts';
import type { Focus } from './understanding.ts';

/** 15:00 in Berlin. */
const NOW = Date.UTC(2026, 10, 22, 14);
const twoPumps = createGrammar({ site: withTwoPumps() });
const home = createGrammar({ site: greenhouse() });

function hear(text: string, focus?: Focus): string {
  return describe(twoPumps.understand(text, { now: NOW, language: 'en', ...(focus && { focus }) }));
}

const FIRST: Focus = { addresses: ['pump-1.power'], value: true };
const ASKED: Focus = { addresses: ['pump-1.power'] };
const TIMED: Focus = { ...FIRST, isTimed: true };
const DIMMED: Focus = { addresses: ['grow-light.level'], value: 30 };

for (const [sentence, focus, expected] of [
  // the other one
  ['turn off the other pump', FIRST, 'set pump-2.power value=false'],
  ['is the other pump on?', FIRST, 'read pump-2.power is=true'],
  ['把另一个泵关掉', FIRST, 'set pump-2.power value=false'],
  ['schalte die andere Pumpe aus', FIRST, 'set pump-2.power value=false'],
  ['apaga la otra bomba', FIRST, 'set pump-2.power value=false'],
  ['and the other one', FIRST, 'set pump-2.power value=true'],
  ['turn off the other heater', FIRST, 'unsure:unknown'],
  // both
  ['turn on both pumps', undefined, 'set pump-1.power value=true + set pump-2.power value=true'],
  [
    'schalte beide Pumpen aus',
    undefined,
    'set pump-1.power value=false + set pump-2.power value=false',
  ],
  [
    'turn off the two pumps',
    undefined,
    'set pump-1.power value=false + set pump-2.power value=false',
  ],
  [
    'apaga las dos bombas',
    undefined,
    'set pump-1.power value=false + set pump-2.power value=false',
  ],
  ['turn on both heaters', undefined, 'unsure:ambiguous'],
  // also
  ['also the heater', FIRST, 'set heater.power value=true'],
  ['and the heater', FIRST, 'set heater.power value=true'],
  ['the heater too', FIRST, 'set heater.power value=true'],
  ['还有加热器', FIRST, 'set heater.power value=true'],
  ['加热器也打开', FIRST, 'set heater.power value=true'],
  ['and the vent', DIMMED, 'set vent.position value=30'],
  // what was only asked, or had an end, is not done
  ['and the heater?', FIRST, 'read heater'],
  ['and the heater', ASKED, 'read heater'],
  ['also the heater', undefined, 'read heater'],
  ['the heater', FIRST, 'read heater'],
  ['and the tank', FIRST, 'read tank'],
  ['and the temperature', FIRST, 'read climate.temperature'],
  ['and the heater is on', FIRST, 'unsure:report'],
  ["and don't turn on the heater", FIRST, 'unsure:negation'],
  ['and not the heater', FIRST, 'unsure:negation'],
  ['and if it rains the heater', FIRST, 'unsure:condition'],
  ['and should the heater go on', FIRST, 'unsure:unknown'],
  ['also the heater', TIMED, 'unsure:missing'],
  ['also the heater for 5 minutes', TIMED, 'set heater.power value=true for=5m'],
] as const)
  test(`after ${String(focus?.addresses)}: ${sentence} → ${expected}`, () => {
    assert.is(hear(sentence, focus), expected);
  });

test('an order of a while is in mind as one', () => {
  const found = twoPumps.understand('turn on pump 1 for 10 s', { now: NOW, language: 'en' });
  assert.equal(found.kind === 'act' && found.focus, TIMED);
});

for (const sentence of ['make the grow light red', '把补光灯调成红色', 'set the pump to 30 %'])
  test(`${sentence}: it is said that it cannot`, () => {
    const found = home.understand(sentence, { now: NOW, language: 'en' });
    assert.is(found.kind === 'unsure' && found.hint, 'unable');
  });

for (const [sentence, place, expected] of [
  ['turn on the light in here', 'greenhouse', 'set grow-light.power value=true'],
  ['打开这里的灯', 'greenhouse', 'set grow-light.power value=true'],
  ['turn off the grow light in here', undefined, 'set grow-light.power value=false'],
  ['is the light on in here?', undefined, 'read grow-light.power is=true'],
  ['turn off the lights in here', undefined, 'unsure:missing'],
  ['turn everything off in here', undefined, 'unsure:missing'],
  ['关掉这里的灯', undefined, 'unsure:missing'],
  ['mach hier alles aus', undefined, 'unsure:missing'],
  ['apaga todo aquí', undefined, 'unsure:missing'],
] as const)
  test(`in ${String(place)}: ${sentence} → ${expected}`, () => {
    const context = { now: NOW, language: 'en', ...(place && { place }) } as const;
    assert.is(describe(home.understand(sentence, context)), expected);
  });

test('who says "here" where nobody knows that is offered the rooms', () => {
  const found = home.understand('turn off the lights in here', { now: NOW, language: 'en' });
  assert.ok(found.kind === 'unsure');
  assert.is(found.hint, 'place');
  assert.is(found.suggestions[0], 'turn off the lights in the greenhouse');
});

for (const [sentence, expected] of [
  ["I'm in the greenhouse", 'place:greenhouse'],
  ['We are now in the greenhouse.', 'place:greenhouse'],
  ['this chat is in the greenhouse', 'place:greenhouse'],
  ['我在温室里', 'place:greenhouse'],
  ['ich bin im greenhouse', 'place:greenhouse'],
  ['estoy en el greenhouse', 'place:greenhouse'],
  ['I am in the shower', 'unsure:report'],
  ['I am in the greenhouse and the pump is on', 'unsure:report'],
  ['make it 21.5 degrees in the greenhouse', 'set heating.setpoint value=21.5'],
  ['dim the grow light to half', 'set grow-light.level value=50'],
  ['stell die Heizung auf 21,5 Grad', 'set heating.setpoint value=21.5'],
  [
    'schalte die pump in einer Viertelstunde aus',
    'set pump.power value=false at=2026-11-22T15:15:00+01:00',
  ],
  ['schalte die pump für anderthalb Stunden ein', 'set pump.power value=true for=1h30m'],
  ['pon la calefacción a veintiún grados y medio', 'set heating.setpoint value=21.5'],
  [
    'apaga la pump dentro de un cuarto de hora',
    'set pump.power value=false at=2026-11-22T15:15:00+01:00',
  ],
  ['mach alle Lichter oben aus', 'unsure:unknown'],
] as const)
  test(`${sentence} → ${expected}`, () => {
    assert.is(describe(home.understand(sentence, { now: NOW, language: 'en' })), expected);
  });

test.run();
