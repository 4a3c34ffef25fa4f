/** The rate limit, with time that the test moves. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { FakeClock } from '../../test/fake-clock.ts';
import { TokenBucket } from './token-bucket.ts';

test('gives a burst, then one token each time it refills, and never more than the burst', async () => {
  const clock = new FakeClock();
  const bucket = new TokenBucket(clock, { burst: 2, refillMs: 100 });
  const takeThree = (): boolean[] => [bucket.take(), bucket.take(), bucket.take()];
  assert.deepEqual(takeThree(), [true, true, false]);
  await clock.advance(100);
  assert.deepEqual(takeThree(), [true, false, false]);
  await clock.advance(100_000);
  assert.deepEqual(takeThree(), [true, true, false]);
});

test('does not notice a wall clock that jumps', () => {
  const clock = new FakeClock();
  const bucket = new TokenBucket(clock, { burst: 1, refillMs: 100 });
  assert.equal(bucket.take(), true);
  clock.set(clock.now() + 3_600_000);
  assert.equal(bucket.take(), false);
});

test.run();
