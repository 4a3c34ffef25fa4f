import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { NewsPace } from './news-pace.ts';

const test = suite('news-pace');

/** What waits for a chat, as the outbox hands it over. */
function paced({ isBehind = (): boolean => false } = {}): {
  clock: FakeClock;
  told: number[];
  tell: () => void;
  stop: () => void;
} {
  const clock = new FakeClock();
  const told: number[] = [];
  let waiting = 0;
  let isReady = (): boolean => true;
  const deliver = (): void => {
    if (waiting === 0 || !isReady()) return;
    told.push(waiting);
    waiting = 0;
  };
  const chat = {
    subscribe: (_chat: string, _listener: unknown, ready: () => boolean) => {
      isReady = ready;
      return () => undefined;
    },
    remind: deliver,
  };
  const pace = new NewsPace({ chat, sendings: { isBehind }, clock });
  const stop = pace.subscribe('chat', () => undefined);
  const tell = (): void => {
    waiting += 1;
    deliver();
  };
  return { clock, told, tell, stop };
}

test('the first are told at once, a storm of them together', async () => {
  const { clock, told, tell, stop } = paced();
  for (let count = 0; count < 40; count += 1) tell();
  assert.equal(told, [1, 1, 1]);
  await clock.advance(10_000);
  assert.equal(told, [1, 1, 1, 37]);
  stop();
});

test('a storm that does not end is told all the same', async () => {
  const { clock, told, tell, stop } = paced();
  for (let second = 0; second < 30; second += 1) {
    tell();
    await clock.advance(1_000);
  }
  assert.ok(told.length >= 5, String(told));
  stop();
});

test('nothing is handed over while the platform takes nothing, and all of it together after that', async () => {
  let isBehind = true;
  const { clock, told, tell, stop } = paced({ isBehind: () => isBehind });
  for (let count = 0; count < 10; count += 1) tell();
  await clock.advance(60_000);
  assert.equal(told, []);
  isBehind = false;
  await clock.advance(10_000);
  assert.equal(told, [10]);
  stop();
});

test.run();
