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
  'turn on thepump': 'set pump.power value=true',
  'turn th epump on': 'set pump.power value=true',
  'turn off he grow light': 'set grow-light.power value=false',
  'trun the grow light off': 'set grow-light.power value=false',
  'schalte das Pflanzenlmape aus': 'set grow-light.power value=false',
  'apaga la bmoba': 'set pump.power value=false',
  打k水泵: 'set pump.power value=true',
  水泵打k: 'set pump.power value=true',
  关闭补灯: 'set grow-light.power value=false',
  关闭补x灯: 'set grow-light.power value=false',
  关闭光补灯: 'set grow-light.power value=false',
  关闭补广灯: 'set grow-light.power value=false',
  打凯水泵: 'set pump.power value=true',
  水崩开着吗: 'read pump.power is=true',
  几a了: 'talk:time',
  现在几了点: 'talk:time',
  暂停记时器: 'timer do=pause',
  暂停计器: 'timer do=pause',
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

test('in Chinese, too: a letter that may stand where a 别 stood is none to act on', () => {
  for (const text of [
    ...[
      'x开水泵',
      '把水泵x开',
      'x打开水泵',
      '打开x水泵',
      '水泵x打开',
      '打别开水泵',
      '别打k水泵',
      '不打打开水泵',
    ],
    ...['如国水箱满了打开水泵', '水箱满了x打开水泵'],
  ])
    assert.not(
      isWrite(grammar.understand(text, { now: 0, language: 'zh' })),
      `${text}: ${said(text)}`,
    );
});

test('another place or thing is none, whatever is near to it', () => {
  for (const text of [
    '打开教室的灯',
    '打开暖室的灯',
    '打开主补光灯',
    '打开补光灯b',
    '打开b水泵',
    '打开三号泵',
    '打开水库',
  ])
    assert.not(
      isWrite(grammar.understand(text, { now: 0, language: 'zh' })),
      `${text}: ${said(text)}`,
    );
  for (const text of [
    'turn on pump b',
    'turn on the b pump',
    'turn on the ice pump',
    'turn on the rear light',
  ])
    assert.not(
      isWrite(grammar.understand(text, { now: 0, language: 'en' })),
      `${text}: ${said(text)}`,
    );
});

test('an order about one is no order about all, however it is misspelled', () => {
  for (const text of [
    ...[
      'stpo',
      'sotp',
      'stp',
      'stop al',
      'stop alll',
      'turn off al',
      'turn off evrything',
      'close al',
    ],
    ...[
      'schalte ales aus',
      'schalte alels aus',
      'apaga tood',
      'apaga tdo',
      '关闭所x',
      '全x关闭',
      '关闭全不',
    ],
  ])
    assert.not(
      isWrite(grammar.understand(text, { now: 0, language: 'en' })),
      `${text}: ${said(text)}`,
    );
});

test('a number is never put right', () => {
  for (const text of [
    'turn on pump tow',
    'turn on the pump for fie minutes',
    'schalte die Pumpe für zwi Minuten ein',
  ])
    assert.not(
      isWrite(grammar.understand(text, { now: 0, language: 'en' })),
      `${text}: ${said(text)}`,
    );
});

test('what may be on as well as off, or one thing as well as another, is asked back', () => {
  for (const text of ['turn onf the pump', 'dm', 'zank'])
    assert.not(isWrite(grammar.understand(text, { now: 0, language: 'en' })), text);
});

test.run();
