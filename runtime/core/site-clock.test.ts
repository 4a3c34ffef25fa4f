import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { SiteClock } from './site-clock.ts';

const GATEWAY = Date.UTC(2027, 2, 3, 4, 5, 6);

const test = suite('site clock');

test('tells the time it was told, and carries it on, while the machine has none', async () => {
  const base = new FakeClock(0);
  const clock = new SiteClock(base);
  assert.is(clock.now(), 0);
  clock.trust(GATEWAY);
  await base.advance(1_500);
  assert.is(clock.now(), GATEWAY + 1_500);
});

test("believes the machine's clock once that was set", () => {
  const base = new FakeClock(0);
  const clock = new SiteClock(base);
  clock.trust(GATEWAY);
  base.set(GATEWAY + 60_000);
  assert.is(clock.now(), GATEWAY + 60_000);
});

test('does not take 1970 from anybody', () => {
  const clock = new SiteClock(new FakeClock(0));
  clock.trust(1_000);
  assert.is(clock.now(), 0);
});

test.run();
