import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Site } from '../config/site.ts';
import { GREENHOUSE_THINGS, aliased, greenhouse, power, thing } from './greenhouse.fixture.ts';
import { normalise } from './normalise.ts';
import { segment } from './segment.ts';
import type { Token } from './token.ts';
import { Vocabulary } from './vocabulary.ts';

function tokens(text: string, site: Site = greenhouse()): readonly Token[] {
  return segment(normalise(text)?.text ?? '', new Vocabulary(site)).tokens;
}

function tags(text: string, site?: Site): string {
  return tokens(text, site)
    .map((token) => token.tag)
    .join(' ');
}

function siteWith(title: string, aliases: readonly string[] = []): Site {
  const odd = aliased(thing('odd', [title, title], ['pump', 'greenhouse'], [power()]), aliases, []);
  return greenhouse([...GREENHOUSE_THINGS, odd]);
}

test('the longest phrase wins', () => {
  assert.is(tags('grow light'), 'name');
  assert.is(tags('打开补光灯'), 'switch name');
});

test('a name may be said without its article, in the plural, and with its number as a word', () => {
  const site = siteWith('The drain pump 3');
  for (const text of ['the drain pump 3', 'drain pump 3', 'drain pump three'])
    assert.is(tags(text, site), 'name', text);
  assert.is(tags('grow lights'), 'name');
  assert.is(tokens('grow lights')[0]?.reference?.many, true);
});

test('a thing answers to its id, and a property to its address', () => {
  assert.is(tags('grow-light'), 'name');
  assert.is(tags('tank.level'), 'name');
  assert.is(tags('heating.setpoint'), 'name');
});

test('an id never takes a word that a title or a kind already has', () => {
  const [light] = tokens('light');
  assert.not(light?.reference?.things.some((one) => one.id === 'light'));
  assert.ok(light?.reference?.kind.some((one) => one.id === 'grow-light'));
});

test('a word of the language is not overruled by a name', () => {
  assert.is(tags('open', siteWith('Open')), 'switch');
  assert.is(tags('status', siteWith('Status')), 'topic');
});

test('a name that hides a negation, a condition or a question is left out', () => {
  for (const title of ['not', 'do not', 'never', 'if', 'not pump', '不要', '如果', 'is it'])
    assert.not(tags(title, siteWith(title)).startsWith('name'), title);
});

test('a name that only contains such a character stays', () => {
  for (const title of ['不锈钢罐', '别墅', '前门', '后门', '计时器', "Will's oil can"])
    assert.is(tags(title, siteWith(title)), 'name', title);
});

test('one edit in a long word is put right, when one word only is so near', () => {
  const one = (text: string): string => tags(text);
  assert.is(one('heatre'), 'name');
  assert.is(one('pumo'), 'name');
  assert.is(one('swtich'), 'set');
  assert.is(one('pumpa'), 'name');
  assert.is(one('hetrea'), 'unknown', 'two edits');
  assert.is(one('oen'), 'unknown', 'too short');
  assert.is(one('lump'), 'unknown', 'begins otherwise');
  assert.is(one('cooking'), 'unknown', 'a word of its own');
});

test('how many words were put right is told', () => {
  const count = (text: string): number => segment(text, new Vocabulary(greenhouse())).corrected;
  assert.is(count('turn on the pump'), 0);
  assert.is(count('trun on the pumo'), 2);
});

test('a text of many unknown words is not searched for mistakes', () => {
  assert.is(tags('pumo heatre ligth swtich'), 'unknown unknown unknown unknown');
});

test.run();
