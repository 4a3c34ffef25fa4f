/** Names that want to be more than names: whoever writes a title must not write an order with it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isWrite } from './describe.fixture.ts';
import { createGrammar, type Grammar } from './grammar.ts';
import { GREENHOUSE_THINGS, greenhouse, power, thing } from './greenhouse.fixture.ts';

const CONTEXT = { now: Date.UTC(2026, 10, 22, 14), language: 'en' } as const;

function siteWith(title: string): Grammar {
  const odd = thing('odd', [title, title], ['pump', 'greenhouse'], [power()]);
  return createGrammar({ site: greenhouse([...GREENHOUSE_THINGS, odd]) });
}

test('no title turns a forbidden, asked or conditional order into one', () => {
  const titles = [
    'not',
    'do not',
    "don't",
    'if',
    'never',
    'is',
    'please do not',
    'should I',
    '不要',
    '别',
    '如果',
    '吗',
    '?',
    'do not turn on the pump',
  ];
  const sentences = [
    "don't turn on the heater",
    'do not turn on the heater',
    'never turn on the heater',
    'if it is cold turn on the heater',
    'should I turn on the heater',
    'please do not turn on the heater',
    '不要打开加热器',
    '别打开加热器',
    '如果冷打开加热器',
    '打开加热器吗',
  ];
  for (const title of titles)
    for (const sentence of sentences) {
      const found = siteWith(title).understand(sentence, CONTEXT);
      assert.not(isWrite(found), `${sentence} with a thing called ${title}`);
    }
});

test('a title with marks in it is suggested without them, and the suggestion works', () => {
  const site = siteWith('Drain <b>"pump"</b>\n@all; `rm`\u202E');
  const found = site.understand('turn on the pump', CONTEXT);
  const made = found.kind === 'unsure' ? found.suggestions : site.suggest('drain', CONTEXT);
  assert.ok(
    made.every((sentence) => /^[\p{L}\p{N} ?]+$/u.test(sentence)),
    made.join(' | '),
  );
});

test('an order inside a title stays a name', () => {
  const site = siteWith('turn off the heater');
  const found = site.understand('is turn off the heater on?', CONTEXT);
  assert.not(isWrite(found));
});

test.run();
