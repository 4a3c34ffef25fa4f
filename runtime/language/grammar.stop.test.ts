/** Who says stop is heard, in whatever words; what only sounds like it stops nothing. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describe } from './describe.fixture.ts';
import { createGrammar } from './grammar.ts';
import { inFourLanguages } from './greenhouse.fixture.ts';
import type { Focus, Understanding } from './understanding.ts';

const grammar = createGrammar({ site: inFourLanguages() });
const NOW = Date.UTC(2026, 10, 22, 14);

function understand(text: string, more: { place?: string; focus?: Focus } = {}): Understanding {
  return grammar.understand(text, { now: NOW, language: 'en', ...more });
}

const EVERYTHING_OFF = describe(understand('stop everything'));

const STOPS = [
  ...['stop', 'STOP STOP STOP', 'stop! stop!! STOP', 'stop 🛑', 'Halt', 'Halt!', 'please stop now'],
  ...['shut everything down', 'shut it all off', 'turn it all off'],
  ...['Stopp', 'STOPP', 'Stopp!', 'bitte stopp', 'alles stopp', 'halte alles an'],
  ...['alto', '¡Alto!', 'para', '¡para!', 'para todo', '¡PARA TODO YA!', 'detén todo'],
  ...['停', '停！停！停！', '停停停', '马上停下来', '全部停止'],
];
const EMERGENCIES = [
  ...['emergency', 'Emergency!!!', 'emergency stop', 'EMERGENCY STOP NOW', 'e-stop'],
  ...[
    'Notaus',
    'Not-Aus',
    'NOT AUS!',
    'Not-Halt',
    'emergencia',
    'parada de emergencia',
    '紧急停止',
    '急停！',
  ],
];

for (const [isEmergency, sentences] of [
  [undefined, STOPS],
  [true, EMERGENCIES],
] as const)
  for (const text of sentences)
    test(`"${text}" stops everything`, () => {
      const found = understand(text);
      assert.is(describe(found), EVERYTHING_OFF);
      assert.ok(found.kind === 'act' && found.isStop === true);
      assert.is(found.isEmergency, isEmergency);
    });

for (const text of ['stopp', 'halt', ' stopp '])
  test(`"${text}", muttered as to a player of music, is asked back with the stop as its button`, () => {
    const found = understand(text);
    assert.ok(found.kind === 'unsure');
    assert.is(found.suggestions[0], 'stop everything');
  });

for (const text of [
  ...[
    'stop the music',
    'halt the music',
    'stop the timer',
    'stop?',
    '"stop"',
    'emergency?',
    'please',
    'now',
  ],
  ...[
    'is there an emergency',
    "don't stop",
    'stop and go',
    'alto y claro',
    'para mañana',
    '停车场',
    '不要停',
  ],
])
  test(`"${text}" does not`, () => {
    const found = understand(text);
    assert.not(found.kind === 'act' && (found.isStop === true || found.act === 'write'));
  });

for (const [sentence, expected] of [
  ['halte die Pumpe an', 'set pump.power value=false'],
  ['Halt die Pumpe an!', 'set pump.power value=false'],
  ['halte die Pumpe an für 10 Minuten', 'set pump.power value=false for=10m'],
  ['halte die Heizung auf 22 Grad', 'set heating.setpoint value=22'],
  ['die Pumpe anhalten', 'set pump.power value=false'],
  ['detén la bomba', 'set pump.power value=false'],
  ['para la bomba', 'set pump.power value=false'],
  ['¡Para la bomba!', 'set pump.power value=false'],
  [
    'por favor para el calefactor y la bomba',
    'set heater.power value=false + set pump.power value=false',
  ],
  ['¿para la bomba?', 'read pump'],
  ['enciende la bomba para 10 minutos', 'set pump.power value=true for=10m'],
] as const)
  test(`${sentence} → ${expected}`, () => {
    assert.is(describe(understand(sentence)), expected);
  });

const BOTH_OFF = 'set pump.power value=false + set grow-light.power value=false';

for (const [first, also, last] of [
  ['turn on the pump', 'and the light too', 'turn off both'],
  ['turn on the pump', 'and the light too', 'turn both off'],
  ['turn on the pump', 'also turn on the light', 'turn them off'],
  ['打开水泵', '补光灯也打开', '都关掉'],
  ['schalte die Pumpe ein', 'auch die Pflanzenlampe', 'beide aus'],
  ['enciende la bomba', 'y la lámpara de cultivo también', 'apágalos'],
] as const)
  test(`after ${first}, ${also}: ${last} means both`, () => {
    const one = understand(first);
    assert.ok(one.kind === 'act');
    const two = understand(also, { focus: one.focus });
    assert.ok(two.kind === 'act');
    assert.is(describe(two), 'set grow-light.power value=true');
    assert.is(describe(understand(last, { focus: two.focus })), BOTH_OFF);
  });

test('都关掉, of nothing in particular, is everything', () => {
  assert.is(describe(understand('都关掉')), describe(understand('turn everything off')));
});

for (const text of [
  ...[
    'turn off the lights',
    'Licht aus',
    '关灯',
    'is the light on?',
    'Pumpe aus',
    'how warm is it?',
  ],
  ...['make it warmer', 'apaga la luz', 'turn off the heater'],
])
  test(`where there is none of that kind, "${text}" means the site`, () => {
    const found = understand(text, { place: 'pump-room' });
    assert.ok(found.kind === 'act');
    assert.equal(found, understand(text));
  });

for (const text of ['turn on the light in here', '打开这里的灯'])
  test(`"${text}" means only here`, () => {
    assert.is(understand(text, { place: 'pump-room' }).kind, 'unsure');
  });

for (const text of [
  ...[
    'I left the greenhouse',
    "I'm not in the greenhouse any more",
    'I am no longer in the greenhouse',
  ],
  ...['forget where I am', '我离开温室了', '我不在温室了', 'ich bin nicht mehr im Gewächshaus'],
  ...['ya no estoy en el invernadero', 'he salido del invernadero', 'vergiss, wo ich bin'],
])
  test(`"${text}": nobody knows where any more`, () => {
    const found = understand(text);
    assert.is(found.kind, 'place');
    assert.is(describe(found), 'place:');
  });

for (const text of ['I left the shower', 'I left the pump on', "I'm not in the mood any more"])
  test(`"${text}" says nothing about where`, () => {
    assert.is.not(understand(text).kind, 'place');
  });

test.run();
