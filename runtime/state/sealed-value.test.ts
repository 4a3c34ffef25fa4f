/** What the checksum of a stored value catches. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import fc from 'fast-check';
import { sealValue, unsealValue } from './sealed-value.ts';

test('gives back what was sealed', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: 'binary' }), (key, text) => {
      assert.is(unsealValue(key, sealValue(key, text)), text);
    }),
  );
});

test('refuses a value in which one character changed', () => {
  const sealed = sealValue('tasks/1', '{"n":42}');
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = `${sealed.slice(0, index)}~${sealed.slice(index + 1)}`;
    assert.is(unsealValue('tasks/1', changed), undefined, `at ${String(index)}`);
  }
});

test('refuses a value that stands under another key', () => {
  assert.is(unsealValue('tasks/2', sealValue('tasks/1', '{}')), undefined);
});

test.run();
