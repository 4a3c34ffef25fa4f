import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { Allowance } from './allowance.ts';

test('one sentence of a person at a time, and four of all', () => {
  const allowance = new Allowance(100, new FakeClock());
  assert.is(allowance.begin('anna'), undefined);
  assert.is(allowance.begin('anna')?.code, 'MODEL_SERVICE_BUSY');
  for (const person of ['bert', 'cleo', 'dora']) assert.is(allowance.begin(person), undefined);
  assert.is(allowance.begin('emil')?.code, 'MODEL_SERVICE_BUSY');
  allowance.end('anna');
  assert.is(allowance.begin('emil'), undefined);
});

test('what a day may cost is not exceeded, and is there again after it', () => {
  const clock = new FakeClock();
  const allowance = new Allowance(100, clock);
  assert.is(allowance.spend(60), undefined);
  assert.is(allowance.spend(41)?.code, 'MODEL_SERVICE_SPENT');
  assert.is(allowance.spend(40), undefined);
  clock.set(clock.now() + 86_399_999);
  assert.is(allowance.spend(1)?.code, 'MODEL_SERVICE_SPENT');
  clock.set(clock.now() + 1);
  assert.is(allowance.spend(100), undefined);
});

test.run();
