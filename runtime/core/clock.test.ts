import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { every, isTrustedTime, systemClock } from './clock.ts';
import { FakeClock } from '../../test/fake-clock.ts';

test('a clock that was never set is not trusted', () => {
  assert.not(isTrustedTime(0));
  assert.not(isTrustedTime(Date.UTC(2025, 11, 31, 23, 59)));
  assert.ok(isTrustedTime(Date.UTC(2026, 0, 1)));
});

test('repeats work an interval after it has ended, so that slow work never piles up', async () => {
  const clock = new FakeClock(0);
  const begun: number[] = [];
  every(clock, 1_000, () => {
    begun.push(clock.monotonicMs());
    return new Promise<void>((resolve) => {
      clock.after(500, resolve);
    });
  });
  await clock.advance(4_000);
  assert.equal(begun, [1_000, 2_500, 4_000]);
});

test('a cancelled repetition leaves no timer behind, even when cancelled by its own work', async () => {
  const clock = new FakeClock(0);
  const timer = every(clock, 1_000, () => {
    timer.cancel();
  });
  await clock.advance(5_000);
  assert.is(clock.pending, 0);
});

test('the system clock never calls early, however much was done before it was asked', async () => {
  const early: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    const busyUntil = performance.now() + 8;
    while (performance.now() < busyUntil);
    const startedAt = systemClock.monotonicMs();
    await new Promise<void>((resolve) => {
      systemClock.after(5, resolve);
    });
    const waited = systemClock.monotonicMs() - startedAt;
    if (waited < 5) early.push(waited);
  }
  assert.equal(early, []);
});

test('timers do not notice that the wall clock jumped', async () => {
  const clock = new FakeClock(0);
  let fired = false;
  clock.after(1_000, () => {
    fired = true;
  });
  clock.set(Date.UTC(2027, 0, 1));
  await clock.advance(999);
  assert.not(fired);
  await clock.advance(1);
  assert.ok(fired);
  assert.is(clock.now(), Date.UTC(2027, 0, 1) + 1_000);
});

test('the system clock fires once, not before its time, and not when cancelled', async () => {
  const startedAt = systemClock.monotonicMs();
  const cancelled = systemClock.after(1, () => {
    assert.unreachable('it was cancelled');
  });
  cancelled.cancel();
  const keepAlive = setTimeout(() => undefined, 60_000);
  await new Promise<void>((resolve) => {
    systemClock.after(20, resolve);
  });
  clearTimeout(keepAlive);
  assert.ok(systemClock.monotonicMs() - startedAt >= 19);
});

test('a time beyond the reach of setTimeout does not fire at once', async () => {
  let fired = false;
  const timer = systemClock.after(2 ** 31 + 1_000, () => {
    fired = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  timer.cancel();
  assert.not(fired);
});

test.run();
