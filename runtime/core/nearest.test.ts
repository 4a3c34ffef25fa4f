import { test } from 'uvu';
import * as assert from 'uvu/assert';
import fc from 'fast-check';
import { editDistance, nearest } from './nearest.ts';

const KEYS = ['interval', 'interlocks', 'settle', 'safe', 'range'];

test('finds the key that was meant', () => {
  assert.is(nearest('intervall', KEYS), 'interval');
  assert.is(nearest('setle', KEYS), 'settle');
  assert.is(nearest('rnage', KEYS), 'range');
  assert.is(nearest('SAFE', KEYS), 'safe');
});

test('suggests nothing rather than anything', () => {
  assert.is(nearest('telegram', KEYS), undefined);
  assert.is(nearest('xy', ['on']), undefined);
  assert.is(nearest('settle', []), undefined);
});

test('counts a swap of two neighbours as one mistake', () => {
  assert.is(editDistance('pmup', 'pump'), 1);
  assert.is(editDistance('ab', 'ba'), 1);
});

test('counts characters and not bytes', () => {
  assert.is(editDistance('打开水泵', '打开水磅'), 1);
  assert.is(editDistance('🚿', '💡'), 1);
});

test('is a distance: zero to itself, the same both ways, never beyond the longer word', () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, (left, right) => {
      assert.is(editDistance(left, left), 0);
      assert.is(editDistance(left, right), editDistance(right, left));
      assert.ok(editDistance(left, right) <= Math.max(left.length, right.length));
      assert.ok(editDistance(left, right) >= Math.abs(left.length - right.length));
    }),
  );
});

test.run();
