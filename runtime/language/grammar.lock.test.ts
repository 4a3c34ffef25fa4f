/** Lock-outs as people say them. Who says one gets it, or hears that nothing is locked. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describe } from './describe.fixture.ts';
import { createGrammar } from './grammar.ts';
import { greenhouse } from './greenhouse.fixture.ts';

const grammar = createGrammar({ site: greenhouse() });

function understand(text: string): string {
  return describe(grammar.understand(text, { now: 0, language: 'en' }));
}

const LOCKS: Readonly<Record<string, string>> = {
  'lock out the pump, I am working on it': 'I am working on it',
  "I'm working on the pump, lock it out": "I'm working on the pump",
  "I'm working on the pump so lock it out": "I'm working on the pump",
  'lock it out, I am working on the pump': 'I am working on the pump',
  'lock the pump out please, cleaning the filter': 'cleaning the filter',
  'lock out the pump while I clean it': 'I clean it',
  "lock out the pump, don't start it": "don't start it",
  'lock out the pump because the impeller is broken, and we said so':
    'the impeller is broken, and we said so',
  "don't let anyone start the pump, I am inside": 'I am inside',
  'LOTO pump': '',
  'nobody may start the pump': '',
  'Nobody is allowed to turn on the pump!': '',
  '挂牌锁定水泵，我在检修': '我在检修',
  '我在修水泵，别让任何人开': '我在修水泵',
  '我在检修水泵，请上锁': '我在检修水泵',
  '水泵锁定一下，我要检修': '我要检修',
  谁都不许开水泵: '',
  水泵谁都不许动: '',
};

for (const [text, reason] of Object.entries(LOCKS))
  test(`locks for “${text}”`, () => {
    const tag = reason === '' ? '' : ` reason=${reason}`;
    assert.is(understand(text), `mode pump mode=locked-out${tag}`);
  });

test('a list of things is no reason', () => {
  assert.is(
    understand('lock out the pump, the heater and the vent'),
    'mode pump mode=locked-out + mode heater mode=locked-out + mode vent mode=locked-out',
  );
});

for (const text of [
  'lock out the pump, turn on the light',
  'lock out the pump, the heater is broken',
  'lock out the pump, not now',
  'without asking, lock out the pump',
  'I locked out the pump',
  'nobody may turn off the pump',
  "I'm working on the pump lock it out",
  'lock out the kettle, I am working on it',
  "don't lock out the pump",
  '水泵锁上了',
])
  test(`says that nothing is locked for “${text}”`, () => {
    assert.is(understand(text), 'unsure:lock');
  });

test('what is not understood of a lock-out is offered as one', () => {
  for (const [text, offer] of [
    ['I locked out the pump', 'lock out the pump'],
    ['水泵锁上了', '锁定水泵'],
  ] as const) {
    const found = grammar.understand(text, { now: 0, language: 'en' });
    assert.is(found.kind === 'unsure' && found.suggestions[0], offer);
  }
});

test('a condition or a question locks nothing', () => {
  assert.is(understand('lock out the pump, if it rains'), 'unsure:condition');
  assert.not.match(understand('lock out the pump, ok?'), 'locked-out');
});

test.run();
