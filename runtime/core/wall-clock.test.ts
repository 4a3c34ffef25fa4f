import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { WallClock } from './wall-clock.ts';

const berlin = new WallClock('Europe/Berlin');

test('tells the day and hour of a place', () => {
  const wall = new WallClock('Asia/Shanghai').wallTime(Date.UTC(2026, 10, 22, 20, 30, 5));
  assert.equal(wall, { year: 2026, month: 11, day: 23, hour: 4, minute: 30, second: 5 });
});

test('agrees with itself however it is asked: by Intl, or by the zone of the process', () => {
  const before = process.env['TZ'];
  process.env['TZ'] = 'America/St_Johns';
  try {
    const own = new WallClock();
    process.env['TZ'] = 'America/St_Johns';
    for (let month = 0; month < 12; month += 1) {
      const instant = Date.UTC(2026, month, 8, 5, 31, 7);
      process.env['TZ'] = 'UTC';
      const foreign = new WallClock('America/St_Johns').wallTime(instant);
      process.env['TZ'] = 'America/St_Johns';
      assert.equal(own.wallTime(instant), foreign);
    }
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
});

test('finds the next time of day: today, or tomorrow when it is over', () => {
  const noon = Date.UTC(2026, 10, 22, 11, 0);
  assert.is(berlin.next(18 * 60, noon), Date.UTC(2026, 10, 22, 17, 0));
  assert.is(berlin.next(6 * 60, noon), Date.UTC(2026, 10, 23, 5, 0));
  assert.is(berlin.next(12 * 60, noon), Date.UTC(2026, 10, 23, 11, 0));
});

test('gives an hour that the clock change skips as the one after it', () => {
  const evening = Date.UTC(2026, 2, 28, 20, 0);
  assert.is(berlin.formatTime(berlin.next(2 * 60 + 30, evening)), '03:30:00');
});

test('counts minutes of the day through the end of a month', () => {
  const lastOfMonth = Date.UTC(2026, 0, 31, 22, 30);
  assert.is(berlin.minuteOfDay(lastOfMonth), 23 * 60 + 30);
  assert.is(berlin.next(60, lastOfMonth), Date.UTC(2026, 1, 1, 0, 0));
});

test('writes an instant with the offset that holds then', () => {
  assert.is(berlin.formatIso(Date.UTC(2026, 6, 1, 12)), '2026-07-01T14:00:00+02:00');
  assert.is(
    new WallClock('America/St_Johns').formatIso(Date.UTC(2026, 0, 1)),
    '2025-12-31T20:30:00-03:30',
  );
});

test('names no minute twice and skips none over a year', () => {
  let now = Date.UTC(2026, 0, 1);
  for (let day = 0; day < 366; day += 1) {
    const next = berlin.next(7 * 60, now);
    assert.is(berlin.formatTime(next), '07:00:00');
    assert.ok(next > now && next - now <= 25 * 3_600_000);
    now = next;
  }
});

test.run();
