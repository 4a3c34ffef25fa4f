/** A typing mistake is put right where that can be only one thing, and never into what nobody said. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describe, isWrite } from './describe.fixture.ts';
import { createGrammar } from './grammar.ts';
import { inFourLanguages } from './greenhouse.fixture.ts';

const grammar = createGrammar({ site: inFourLanguages() });

function said(text: string): string {
  return describe(grammar.understand(text, { now: 0, language: 'en' }));
}

const MENDED: Readonly<Record<string, string>> = {
  'turn on hte pump': 'set pump.power value=true',
  'tunr off the pump': 'set pump.power value=false',
  'turn off the grwo light': 'set grow-light.power value=false',
  'turn o nthe pump': 'set pump.power value=true',
  'is teh pump on?': 'read pump.power is=true',
  'resume my kitcchen timer': 'timer do=resume name=kitcchen',
  'schalte dei Pumpe ein': 'set pump.power value=true',
  'schalte die Pmupe aus': 'set pump.power value=false',
  'encinde la bomba': 'set pump.power value=true',
  打打开水泵: 'set pump.power value=true',
};

for (const [text, meaning] of Object.entries(MENDED))
  test(`puts "${text}" right`, () => {
    assert.is(said(text), meaning);
  });

test('a common word of the language is no mistake, though one of ours is a letter away', () => {
  for (const text of [
    ...['turn on the hall light', 'turn on the wall pump', 'turn on the toy light'],
    ...['turn on the bath light', 'turn off the tea light', 'start the dump'],
  ])
    assert.not(/^set/.test(said(text)), `${text}: ${said(text)}`);
});

test('a mistake that may be a "not", an "if" or a "no" is none to act on', () => {
  for (const text of [
    ...["dno't turn on the pump", 'do nt turn on the pump', 'do nott turn on the pump'],
    ...['iff the tank is full turn on the pump', 'turn on the pump iff the tank is full'],
    ...[
      'schalte die Pumpe nciht ein',
      'schalte die Pumpe nich ein',
      'wnn es regnet schalte die Pumpe ein',
    ],
    ...['n enciendas la bomba', 'nno enciendas la bomba', 'sii llueve enciende la bomba'],
  ])
    assert.not(isWrite(grammar.understand(text, { now: 0, language: 'en' })), text);
});

test('what may be on as well as off, or one thing as well as another, is asked back', () => {
  for (const text of ['turn onf the pump', 'dm', 'zank'])
    assert.not(isWrite(grammar.understand(text, { now: 0, language: 'en' })), text);
});

test.run();
