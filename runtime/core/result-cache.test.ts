/** What was answered lately: bounded in bytes and in time. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { ResultCache } from './result-cache.ts';

const test = suite('result cache');

function cache(clock = new FakeClock()): ResultCache<string> {
  return new ResultCache({ clock, maxBytes: 30, ttlMs: 1_000 });
}

test('gives back what was kept, and nothing else', () => {
  const results = cache();
  results.keep('a', 'cat', 10);
  assert.is(results.find('a'), 'cat');
  assert.is(results.find('b'), undefined);
});

test('lets go of what was used longest ago, by bytes', () => {
  const results = cache();
  for (const key of ['a', 'b', 'c']) results.keep(key, key, 10);
  results.find('a');
  results.keep('d', 'd', 10);
  assert.is(results.find('b'), undefined);
  assert.is(results.find('a'), 'a');
  assert.is(results.sizeBytes, 30);
});

test('keeps nothing that is larger than the whole', () => {
  const results = cache();
  results.keep('a', 'large', 31);
  assert.is(results.find('a'), undefined);
  assert.is(results.sizeBytes, 0);
});

test('forgets after its time, used or not', async () => {
  const clock = new FakeClock();
  const results = cache(clock);
  results.keep('a', 'cat', 10);
  await clock.advance(999);
  assert.is(results.find('a'), 'cat');
  await clock.advance(1);
  assert.is(results.find('a'), undefined);
  assert.is(results.sizeBytes, 0);
});

test.run();
