import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { silentLog } from '../core/log.ts';
import { openState, type OpenState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { Outbox } from './outbox.ts';
import { Timers } from './timers.ts';

const MINUTE_MS = 60_000;
const ANNA = { chat: 'web:anna', language: 'en' } as const;

test('a timer that is over is told to its chat, once, and is gone', async () => {
  await withTimers(async ({ timers, outbox, clock }) => {
    await timers.run({ ...ANNA, name: 'pizza', lengthMs: 10 * MINUTE_MS });
    await clock.advance(10 * MINUTE_MS - 1);
    assert.equal(told(outbox), []);
    await clock.advance(1);
    assert.equal(told(outbox), ['timer-over']);
    assert.equal(timers.list(ANNA.chat), []);
  });
});

test('a clock that is set, on or back, makes no timer shorter or longer', async () => {
  for (const jumpMs of [60 * MINUTE_MS, -60 * MINUTE_MS])
    await withTimers(async ({ timers, outbox, clock }) => {
      const timer = await timers.run({ ...ANNA, lengthMs: 10 * MINUTE_MS });
      await clock.advance(4 * MINUTE_MS);
      clock.set(clock.now() + jumpMs);
      assert.is(timers.leftMs(timer), 6 * MINUTE_MS);
      await timers.change(timer, MINUTE_MS);
      await clock.advance(7 * MINUTE_MS - 1);
      assert.equal(told(outbox), []);
      await clock.advance(1);
      assert.equal(told(outbox), ['timer-over']);
    });
});

test('a timer that ran out while the node was away is told of at the start, with its time', async () => {
  await withTimers(async ({ timers, clock, reopen }) => {
    const { endsAt } = await timers.run({ ...ANNA, lengthMs: MINUTE_MS });
    const again = await reopen(30 * MINUTE_MS);
    await clock.advance(0);
    assert.equal(told(again.outbox), ['timer-over']);
    const [[, letter] = []] = again.outbox.waiting(ANNA.chat);
    assert.is(letter?.news.kind === 'timer-over' && letter.news.endsAt, endsAt);
    assert.is(letter?.at, clock.now());
  });
});

test('a timer that runs survives a restart and ends when it was to end', async () => {
  await withTimers(async ({ timers, clock, reopen }) => {
    await timers.run({ ...ANNA, lengthMs: 10 * MINUTE_MS });
    const again = await reopen(4 * MINUTE_MS);
    await clock.advance(6 * MINUTE_MS - 1);
    assert.equal(told(again.outbox), []);
    await clock.advance(1);
    assert.equal(told(again.outbox), ['timer-over']);
  });
});

test('a timer that is held keeps what is left, also over a restart, and goes on from there', async () => {
  await withTimers(async ({ timers, clock, reopen }) => {
    const timer = await timers.run({ ...ANNA, lengthMs: 10 * MINUTE_MS });
    await clock.advance(4 * MINUTE_MS);
    await timers.pause(timer);
    await clock.advance(60 * MINUTE_MS);
    const again = await reopen(60 * MINUTE_MS);
    const [held] = again.timers.list(ANNA.chat);
    assert.is(held && again.timers.leftMs(held), 6 * MINUTE_MS);
    if (held !== undefined) await again.timers.resume(held);
    await clock.advance(6 * MINUTE_MS);
    assert.equal(told(again.outbox), ['timer-over']);
  });
});

test('time is added and taken, and a timer without any left is over', async () => {
  await withTimers(async ({ timers, outbox, clock }) => {
    const timer = await timers.run({ ...ANNA, lengthMs: 10 * MINUTE_MS });
    const longer = await timers.change(timer, 5 * MINUTE_MS);
    await clock.advance(12 * MINUTE_MS);
    assert.is(timers.leftMs(longer), 3 * MINUTE_MS);
    await timers.change(longer, -4 * MINUTE_MS);
    await clock.advance(0);
    assert.equal(told(outbox), ['timer-over']);
  });
});

test('a timer that was cancelled is never told of', async () => {
  await withTimers(async ({ timers, outbox, clock }) => {
    const timer = await timers.run({ ...ANNA, lengthMs: MINUTE_MS });
    await timers.cancel(timer);
    await clock.advance(2 * MINUTE_MS);
    assert.equal(told(outbox), []);
  });
});

interface Context {
  readonly timers: Timers;
  readonly outbox: Outbox;
  readonly clock: FakeClock;
  /** The node was away for so long. */
  readonly reopen: (awayMs: number) => Promise<Pick<Context, 'timers' | 'outbox'>>;
}

async function withTimers(use: (context: Context) => Promise<void>): Promise<void> {
  await inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    let state: OpenState = await openState(directory, clock);
    let running: Timers | undefined;
    const load = async (): Promise<Pick<Context, 'timers' | 'outbox'>> => {
      const { store } = state;
      const outbox = new Outbox({ store, clock });
      await outbox.load();
      const timers = new Timers({ store, outbox, clock, log: silentLog });
      await timers.start();
      running = timers;
      return { timers, outbox };
    };
    const reopen = async (awayMs: number): Promise<Pick<Context, 'timers' | 'outbox'>> => {
      await running?.stop();
      await state.close();
      clock.set(clock.now() + awayMs);
      state = await openState(directory, clock);
      return load();
    };
    await use({ ...(await load()), clock, reopen });
    await running?.stop();
    await state.close();
  });
}

function told(outbox: Outbox): string[] {
  return outbox.waiting(ANNA.chat).map(([, { news }]) => news.kind);
}

test.run();
