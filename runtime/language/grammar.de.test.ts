/** German sentences: what is done, and what is never done. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describe, isWrite } from './describe.fixture.ts';
import { createGrammar } from './grammar.ts';
import { inFourLanguages } from './greenhouse.fixture.ts';

const NOW = Date.UTC(2026, 10, 22, 14);
const grammar = createGrammar({ site: inFourLanguages() });

function understand(text: string, focus?: { addresses: readonly string[] }) {
  return grammar.understand(text, { now: NOW, language: 'en', ...(focus && { focus }) });
}

const UNDERSTOOD: Readonly<Record<string, string>> = {
  'schalte die Pumpe ein': 'set pump.power value=true',
  'mach die Pumpe an': 'set pump.power value=true',
  'Pumpe an': 'set pump.power value=true',
  'Pumpe aus': 'set pump.power value=false',
  'bitte die Pumpe ausschalten': 'set pump.power value=false',
  'kannst du die Pumpe einschalten?': 'set pump.power value=true',
  'schalte die Pumpe für zehn Minuten ein': 'set pump.power value=true for=10m',
  'mach das Dachfenster auf': 'set vent.position value=100',
  'öffne das Dachfenster zur Hälfte': 'set vent.position value=50',
  'schließe das Dachfenster im Gewächshaus': 'set vent.position value=0',
  'stelle die Pflanzenlampe auf dreißig Prozent': 'set grow-light.level value=30',
  'Pflanzenlampe auf 50 %': 'set grow-light.level value=50',
  'schalte das Gewächshauslicht ein': 'set grow-light.power value=true',
  'schalte das Licht im Gewächshaus aus': 'set grow-light.power value=false',
  'schalte die Pumpe ein und mach das Dachfenster auf':
    'set pump.power value=true + set vent.position value=100',
  'mach alles aus außer der Pumpe':
    'set grow-light.power value=false + set heater.power value=false + set heating.active value=false + set cooling.active value=false',
  'sperr die Pumpe ab': 'mode pump mode=locked-out',
  'ist die Pumpe an?': 'read pump.power is=true',
  'läuft die Pumpe?': 'read pump.power is=true',
  'ist die Tür zu?': 'read door.open is=false',
  'wie warm ist es im Gewächshaus?': 'read climate.temperature',
  'wie hoch ist der Füllstand?': 'read tank.level',
  'warum ist die Pumpe an?': 'why pump.power value=true',
  'stelle einen Timer auf 2 Stunden': 'timer do=start for=2h',
  'wie lange läuft mein Timer noch?': 'timer do=status',
  'setze den Timer fort': 'timer do=resume',
  'wie spät ist es?': 'talk:time',
  'vergiss es': 'no',
};

for (const [text, meaning] of Object.entries(UNDERSTOOD))
  test(`understands "${text}"`, () => {
    assert.is(describe(understand(text)), meaning);
  });

const NOTHING: Readonly<Record<string, readonly string[]>> = {
  negation: [
    'schalte die Pumpe nicht ein',
    'Pumpe bloß nicht einschalten',
    'schalte keine Pumpe ein',
    'mach die Pumpe auf keinen Fall an',
  ],
  condition: [
    'wenn der Tank leer ist, schalte die Pumpe ein',
    'schalte die Pumpe ein, sobald es warm ist',
    'jeden Tag die Pumpe einschalten',
  ],
  report: [
    'die Pumpe ist an',
    'ich habe die Pumpe eingeschaltet',
    'die Pumpe ging von selbst an',
    'er sagte, schalte die Pumpe ein',
    'die Pumpe wurde eingeschaltet',
    'Pumpe eingeschaltet',
  ],
  unknown: [
    'soll ich die Pumpe einschalten?',
    'die Pumpe einschalten?',
    'darf ich die Pumpe einschalten',
    'schalte die Kesselpumpe ein',
    'schalte die Pumpe der Nachbarn ein',
    'vielleicht die Pumpe einschalten',
    'öffne alles',
  ],
};

for (const [reason, texts] of Object.entries(NOTHING))
  for (const text of texts)
    test(`does nothing (${reason}) on "${text}"`, () => {
      assert.is(describe(understand(text)), `unsure:${reason}`);
    });

test('a pronoun stands for what was spoken of', () => {
  const about = (text: string): string => describe(understand(text, { addresses: ['pump.power'] }));
  assert.is(about('schalte sie aus'), 'set pump.power value=false');
  for (const text of ['schaltet sie aus', 'sie schaltet aus', 'schalten sie aus'])
    assert.is(about(text), 'unsure:report', 'sie is also "they", and they are nobody here');
});

test('no order acts with a "nicht", a "wenn" or a question mark added', () => {
  const orders = Object.keys(UNDERSTOOD).filter((text) => isWrite(understand(text)));
  const plain = orders.filter((text) => !text.endsWith('?'));
  assert.ok(plain.length > 12);
  for (const order of plain)
    for (const text of [
      `${order} nicht`,
      `wenn du willst, ${order}`,
      `${order}?`,
      `er sagte: ${order}`,
    ])
      assert.not(isWrite(understand(text)), text);
});

test.run();
