/** What is listed to somebody who wrote a word that is not allowed. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { suggest } from './suggest.ts';

const test = suite('the words that are allowed');

const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `thing-${String(index)}`);

test('all are listed where they are few, and the nearest right spelling is named', () => {
  assert.is(suggest('pmp', ['tank', 'pump']), 'did you mean "pump"? Allowed: tank, pump');
  assert.not.match(suggest('swich', [...names(20), 'set']) ?? '', 'more');
  assert.is(suggest('x', []), undefined);
});

test('of many those are listed that look like it', () => {
  const hint = suggest('tank.fill', [...names(100), 'tank.level', 'tank.temperature']) ?? '';
  assert.match(hint, 'tank.level');
  assert.match(hint, 'tank.temperature');
  assert.match(hint, /and 78 more$/);
});

test.run();
