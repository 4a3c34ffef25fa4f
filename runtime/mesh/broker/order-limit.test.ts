import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { OrderLimit } from './order-limit.ts';

/** How many of `count` are taken. */
function ask(limit: OrderLimit, client: string, count: number): number {
  return Array.from({ length: count }, () => limit.take(client)).filter((taken) => taken).length;
}

test('takes twenty at once, and then ten a second', async () => {
  const clock = new FakeClock();
  const limit = new OrderLimit(clock);
  assert.is(ask(limit, 'hass', 100), 20);
  for (let order = 0; order < 20; order += 1) limit.ended('hass');
  await clock.advance(1_000);
  assert.is(ask(limit, 'hass', 100), 10);
});

test('takes no more than twenty that are not over, however slowly they come', async () => {
  const clock = new FakeClock();
  const limit = new OrderLimit(clock);
  ask(limit, 'hass', 20);
  await clock.advance(60_000);
  assert.is(ask(limit, 'hass', 5), 0);
  limit.ended('hass');
  assert.is(ask(limit, 'hass', 5), 1);
});

test('lets no client use up what is for another', () => {
  const limit = new OrderLimit(new FakeClock());
  ask(limit, 'hass', 100);
  assert.is(ask(limit, 'node-red', 5), 5);
});

test.run();
