import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeBotApi } from '../../../test/fake-bot-api.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { saySkew, ServerClock } from './server-clock.ts';

const test = suite('server-clock');

/** What is known after one answer of a real server, where the clock of this board is off by so much. */
async function skewAt(offMs: number): Promise<number | undefined> {
  const api = new FakeBotApi();
  await api.open();
  const clock = new FakeClock();
  clock.set(Date.now() + offMs);
  const server = new ServerClock({ fetch, clock });
  assert.is(server.skewMs, undefined);
  await (await server.fetch(`${api.url}/botx/getMe`)).text();
  await api.close();
  return server.skewMs;
}

test('a clock that is off by minutes is found out by the date of any answer', async () => {
  for (const offMs of [360_000, -360_000, 7_200_000]) {
    const skewMs = (await skewAt(offMs)) ?? 0;
    assert.ok(Math.abs(skewMs - offMs) < 10_000, `${String(offMs)}: ${String(skewMs)}`);
  }
});

test('some seconds are nothing', async () => {
  for (const offMs of [0, 30_000, -30_000]) assert.is(await skewAt(offMs), undefined);
});

test('it is said in what people count in', () => {
  assert.is(saySkew(-360_000), '6 min behind');
  assert.is(saySkew(360_000), '6 min ahead');
  assert.is(saySkew(-3 * 86_400_000), '72 h behind');
});

test.run();
