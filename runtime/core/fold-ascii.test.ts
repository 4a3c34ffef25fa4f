/** Which names are one name. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { foldAscii } from './fold-ascii.ts';

const test = suite('small letters of protocols');

test('are of A to Z alone', () => {
  assert.is(foldAscii('Anna@Example.ORG'), 'anna@example.org');
});

test('never make one name of two that a server tells apart', () => {
  assert.is(foldAscii('\u212AARL'), '\u212Aarl', 'the sign of Kelvin is no K');
  assert.is(foldAscii('ÄNNA'), 'Änna');
  assert.is(foldAscii('\u0130RMA'), '\u0130rma', 'a dotted capital I of Turkish is no I');
});

test.run();
