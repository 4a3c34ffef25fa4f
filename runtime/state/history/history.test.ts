/** History on a real LevelDB: what a query shows, what survives a kill, what is refused. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { silentLog } from '../../core/log.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { withState, type OpenState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { History, type HistoryLimits, type HistoryRow } from './history.ts';
import type { Sample } from './sample.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LEVEL = 'tank.level';

interface Rig extends OpenState {
  readonly history: History;
  readonly clock: FakeClock;
  readonly directory: string;
}

/** @param limits by default nothing is worked in unless the test says so */
function withHistory(
  use: (rig: Rig) => Promise<void>,
  limits: Partial<HistoryLimits> = { settleMs: 1e12 },
): Promise<void> {
  return inTempDirectory((directory) =>
    openHistory({ directory, clock: new FakeClock(), limits }, use),
  );
}

interface Place {
  readonly directory: string;
  readonly clock: FakeClock;
  readonly limits?: Partial<HistoryLimits>;
}

function openHistory(
  { directory, clock, limits = {} }: Place,
  use: (rig: Rig) => Promise<void>,
): Promise<void> {
  return withState(directory, clock, async (state) => {
    const history = new History({ store: state.store, clock, log: silentLog, limits });
    await history.start();
    await use({ ...state, history, clock, directory }).finally(() => history.stop());
  });
}

/** The rows of one hour as they would be computed from the samples themselves. */
function naive(samples: readonly Sample[], widthMs: number): HistoryRow[] {
  const groups = new Map<number, Sample[]>();
  const unique = samples.filter(
    (sample, index) => samples.findIndex(({ at }) => at === sample.at) === index,
  );
  for (const sample of [...unique].sort((left, right) => left.at - right.at)) {
    const at = widthMs === 0 ? sample.at : Math.floor(sample.at / widthMs) * widthMs;
    groups.set(at, [...(groups.get(at) ?? []), sample]);
  }
  return [...groups].map(([at, group]) => {
    const values = group.map(({ value }) => value);
    const [min, max] = [Math.min(...values), Math.max(...values)];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { at, min, max, mean, last: values.at(-1) ?? NaN, count: values.length };
  });
}

test('shows every sample of a short while, before it stands in any block', () =>
  withHistory(async ({ history, clock }) => {
    const now = clock.now();
    history.record(LEVEL, now - 2_000, 50);
    history.record(LEVEL, now - 1_000, 51.5);
    const { tier, rows } = await history.query({
      series: LEVEL,
      from: now - HOUR,
      to: now,
      points: 500,
    });
    assert.is(tier, 'raw');
    assert.equal(
      rows,
      naive(
        [
          { at: now - 2_000, value: 50 },
          { at: now - 1_000, value: 51.5 },
        ],
        0,
      ),
    );
    assert.equal(await history.latest(LEVEL), { at: now - 1_000, value: 51.5 });
    assert.is(await history.latest('no.such'), undefined);
  }));

test('rolls up as a naive computation would, however late and however often samples come', async () => {
  const sample = fc.record({
    at: fc.integer({ min: 0, max: 300 }).map((step) => step * 10_000),
    value: fc.integer({ min: -500, max: 500 }).map((tenths) => tenths / 10),
  });
  const round = fc.record({ samples: fc.array(sample, { maxLength: 40 }), settle: fc.boolean() });
  const rounds = fc.array(round, { minLength: 1, maxLength: 5 });
  await withHistory(async ({ history, clock }) => {
    let series = 0;
    const check = async (
      given: readonly { samples: readonly Sample[]; settle: boolean }[],
    ): Promise<void> => {
      const name = `s.${String((series += 1))}`;
      const start = clock.now() - HOUR;
      const all: Sample[] = [];
      for (const { samples, settle } of given) {
        for (const { at, value } of samples) {
          all.push({ at: start + at, value });
          history.record(name, start + at, value);
        }
        if (settle) await history.settle();
      }
      const ask = { series: name, from: start, to: start + HOUR };
      for (const [points, widthMs] of [
        [3_600, 0],
        [60, MINUTE],
        [4, 15 * MINUTE],
      ] as const)
        same((await history.query({ ...ask, points })).rows, naive(all, widthMs));
    };
    await fc.assert(fc.asyncProperty(rounds, check), { numRuns: 40 });
  });
});

function same(rows: readonly HistoryRow[], expected: readonly HistoryRow[]): void {
  const rounded = (list: readonly HistoryRow[]): object[] =>
    list.map((row) => ({ ...row, mean: Math.round(row.mean * 1e6) / 1e6 }));
  assert.equal(rounded(rows), rounded(expected));
}

test('gives no more rows than were asked for, from the coarsest tier that shows as much', () =>
  withHistory(async ({ history, clock }) => {
    const now = clock.now();
    for (let at = now - 2 * DAY; at < now; at += MINUTE) history.record(LEVEL, at, 1);
    for (const [windowMs, tier] of [
      [HOUR, 'raw'],
      [6 * HOUR, '1min'],
      [2 * DAY, '15min'],
      [365 * DAY, '1day'],
    ] as const) {
      const answer = await history.query({
        series: LEVEL,
        from: now - windowMs,
        to: now,
        points: 100,
      });
      assert.is(answer.tier, tier);
      assert.ok(answer.rows.length <= 101, `${tier} gives ${String(answer.rows.length)}`);
      const counted = answer.rows.reduce((sum, { count }) => sum + count, 0);
      assert.ok(
        Math.abs(counted - Math.min(windowMs, 2 * DAY) / MINUTE) <=
          15 + (DAY / MINUTE) * Number(tier === '1day'),
      );
    }
  }));

test('loses with its power what came since the last flush, and nothing before', () =>
  withHistory(async ({ history, store, clock, directory }) => {
    const start = clock.now();
    history.record(LEVEL, start, 1);
    await history.settle();
    history.record(LEVEL, start + 1, 2);
    await clock.advance(5_000);
    await store.durable([]);
    history.record(LEVEL, start + 2, 3);
    const after = `${directory}-after`;
    await cp(directory, after, { recursive: true });
    await openHistory({ directory: after, clock }, async (next) => {
      const { rows } = await next.history.query({
        series: LEVEL,
        from: start,
        to: start + HOUR,
        points: 4_000,
      });
      assert.equal(
        rows.map(({ last }) => last),
        [1, 2],
      );
    });
  }));

test('keeps everything across a stop in order, and counts it once', () =>
  inTempDirectory(async (parent) => {
    const clock = new FakeClock();
    const place = { directory: join(parent, 'node'), clock };
    const start = clock.now();
    for (let life = 0; life < 3; life += 1)
      await openHistory(place, async ({ history }) => {
        history.record(LEVEL, start, 7);
        history.record(LEVEL, start + life, life);
        if (life === 1) await history.settle();
      });
    await openHistory(place, async ({ history }) => {
      const { rows } = await history.query({
        series: LEVEL,
        from: start,
        to: start + DAY,
        points: 1,
      });
      assert.equal(
        rows.map(({ count, min, max, last }) => ({ count, min, max, last })),
        [{ count: 3, min: 1, max: 7, last: 2 }],
      );
    });
  }));

test('refuses and counts what has no true time or no value', () =>
  withHistory(({ history, clock }) => {
    history.record(LEVEL, clock.now() + 6 * MINUTE, 1);
    history.record(LEVEL, 5_000, 1);
    history.record(LEVEL, clock.now(), Number.NaN);
    history.record(LEVEL, clock.now(), 1e12);
    history.record(LEVEL, clock.now() + 4 * MINUTE, 1);
    const { refused, samples } = history.stats();
    assert.equal(refused, { future: 1, 'no-time': 1, impossible: 2, full: 0 });
    assert.is(samples, 1);
    return Promise.resolve();
  }));

test('works in what is pending when it is full, and never holds more than twice that', () =>
  withHistory(
    async ({ history, clock }) => {
      const start = clock.now() - HOUR;
      for (let index = 0; index < 300; index += 1) history.record(LEVEL, start + index, index);
      assert.is(history.stats().refused.full, 100);
      await history.settle();
      history.record(LEVEL, start + 300, 300);
      assert.is(history.stats().refused.full, 100);
    },
    { pending: 100, settleMs: 1e12 },
  ));

test('forgets each tier in its time, and the days never', () =>
  withHistory(async ({ history, store, clock }) => {
    const start = clock.now();
    history.record(LEVEL, start, 5);
    await history.settle();
    const tiers = async (): Promise<string[]> => {
      const found: string[] = [];
      for await (const [key] of store.rows({ gte: 'history/', lt: 'history0' }))
        found.push(key.split('/')[1] ?? '');
      return found.sort();
    };
    assert.equal(await tiers(), ['15min', '1day', '1min', 'raw']);
    for (const [days, left] of [
      [8, 3],
      [92, 2],
      [740, 1],
      [4_000, 1],
    ] as const) {
      clock.set(start + days * DAY);
      await history.settle();
      await clock.advance(5_000);
      await store.durable([]);
      assert.is((await tiers()).length, left);
    }
    assert.equal((await history.latest(LEVEL))?.value, 5);
  }));

test('takes the share of time for the mean of something that is on or off', () =>
  withHistory(async ({ history, clock }) => {
    const start = clock.now();
    [true, true, true, false].forEach((on, index) => {
      history.record('pump.power', start + index * 1_000, on);
    });
    const { rows } = await history.query({
      series: 'pump.power',
      from: start,
      to: start + HOUR,
      points: 4,
    });
    assert.equal(
      rows.map(({ mean, min, max }) => [mean, min, max]),
      [[0.75, 0, 1]],
    );
  }));

test('tells what it costs', () =>
  withHistory(async ({ history, clock, store }) => {
    for (let index = 0; index < 360; index += 1) {
      history.record(LEVEL, clock.now(), 20 + (index % 5) / 10);
      await clock.advance(10_000);
      await store.durable([]);
    }
    await history.settle();
    const stats = history.stats();
    assert.ok((stats.bytesPerSample ?? 99) < 12, String(stats.bytesPerSample));
    assert.ok(stats.projectedBytesPerDay > stats.writtenBytesPerDay);
    assert.ok(stats.projectedBytesPerDay < stats.budgetBytesPerDay);
  }));

test.run();
