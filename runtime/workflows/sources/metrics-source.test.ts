/** The site's past as a SQL table: the right rows, in the time of the site, and nothing but reading. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { samples, withMetrics, type Past } from './metrics.fixture.ts';

const test = suite('metrics');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 5, 10, 12);
const PUBLISHED = 'SELECT * FROM metrics WHERE date=CURRENT_DATE';

const few: Past = {
  now: NOW,
  series: {
    'tank.level': samples(NOW - 3 * HOUR, NOW, HOUR, (index) => 60 + index),
    'pump.power': [{ at: NOW - 90 * MINUTE, value: 1 }],
  },
};

test('runs the published query unchanged, in the order of time', () =>
  withMetrics(few, async ({ fetch }) => {
    const { columns, rows, summary, ...rest } = await fetch({
      source: 'database',
      query: PUBLISHED,
    });
    assert.equal(summary, [
      { thing: 'pump', property: 'power', unit: null, count: 1, min: 1, mean: 1, max: 1 },
      { thing: 'tank', property: 'level', unit: '%', count: 3, min: 60, mean: 61, max: 62 },
    ]);
    assert.equal(columns, [
      ...['date', 'time', 'board', 'thing', 'property', 'value', 'unit', 'quality'],
    ]);
    assert.equal(rows[0], {
      ...{ date: '2026-06-10', time: '09:00:00', board: 'gateway', thing: 'tank' },
      ...{ property: 'level', value: 60, unit: '%', quality: 'good' },
    });
    assert.equal(
      rows.map(({ time, thing }) => [time, thing]),
      [
        ['09:00:00', 'tank'],
        ['10:00:00', 'tank'],
        ['10:30:00', 'pump'],
        ['11:00:00', 'tank'],
      ],
    );
    assert.equal(rest, { count: 4, total: 4, isCut: false, tier: 'raw' });
  }));

test('sums up all rows, also those that are too many to be given', () => {
  const level = samples(NOW - 11_999_000, NOW + 1_000, 1_000, (index) => index);
  return withMetrics({ now: NOW, series: { 'tank.level': level } }, async ({ fetch }) => {
    const { rows, total, summary } = await fetch({ source: 'database', query: `${PUBLISHED} ;` });
    assert.is(rows.length, 10_000);
    const all = { count: total, min: 0, mean: (total - 1) / 2, max: total - 1 };
    assert.ok(total > 11_000, String(total));
    assert.equal(summary, [{ thing: 'tank', property: 'level', unit: '%', ...all }]);
  });
});

test('of rows that have no thing there is no summary', () =>
  withMetrics(few, async ({ fetch }) => {
    const query = 'SELECT avg(value) AS mean FROM metrics';
    assert.is((await fetch({ source: 'database', query })).summary, undefined);
  }));

test('takes every word for now from the clock and the zone of the site', () =>
  withMetrics({ now: Date.UTC(2026, 2, 28, 23, 30), timezone: 'Europe/Berlin' }, async (rig) => {
    const query = `SELECT CURRENT_DATE AS a, CURRENT_TIME AS b, CURRENT_TIMESTAMP AS c, date('now') AS d,
      date('now', '-1 day') AS e, datetime('now', 'localtime') AS f, strftime('%H', 'now') AS g, time() AS h`;
    const { rows } = await rig.fetch({ source: 'database', query });
    assert.equal(rows, [
      {
        ...{ a: '2026-03-29', b: '00:30:00', c: '2026-03-29 00:30:00', d: '2026-03-29' },
        ...{ e: '2026-03-28', f: '2026-03-29 00:30:00', g: '00', h: '00:30:00' },
      },
    ]);
  }));

for (const [day, hours] of [
  ['2026-03-29', 23],
  ['2026-10-25', 25],
  ['2026-06-10', 24],
] as const)
  test(`gives ${String(hours)} hours of ${day} in Berlin`, () => {
    const noon = Date.parse(`${day}T12:00:00Z`);
    const series = { 'tank.level': samples(noon - 2 * DAY, noon + 11 * HOUR, 15 * MINUTE) };
    const past = { now: noon + 11 * HOUR - 30 * MINUTE, timezone: 'Europe/Berlin', series };
    return withMetrics(past, async ({ fetch }) => {
      const query = `SELECT time, value FROM metrics WHERE date='${day}'`;
      const { rows, total } = await fetch({ source: 'database', query });
      assert.is(rows[0]?.['time'], '00:00:00');
      assert.is(rows.at(-1)?.['time'], '23:45:00');
      assert.is(total, hours * 4);
      const values = rows.map(({ value }) => Number(value));
      assert.equal(
        values,
        [...values].sort((one, other) => one - other),
      );
      const inThirdHour = rows.filter(({ time }) => String(time).startsWith('02:'));
      assert.is(inThirdHour.length, (hours - 23) * 4);
    });
  });

test('reads the finest tier that reaches back to what the query can see, and says which', () => {
  const series = { 'tank.level': samples(NOW - 30 * DAY, NOW, 10 * MINUTE) };
  return withMetrics({ now: NOW, series }, async ({ fetch }) => {
    const ask = async (where: string): Promise<readonly unknown[]> => {
      const query = `SELECT count(*) AS n, min(date) AS first FROM metrics ${where}`;
      const { tier, rows } = await fetch({ source: 'database', query });
      return [tier, rows[0]?.['n'], rows[0]?.['first']];
    };
    assert.equal(await ask("WHERE date >= date('now', '-6 days')"), [
      'raw',
      6 * 144 + 72,
      '2026-06-04',
    ]);
    assert.equal(await ask("WHERE '2026-05-20' <= date"), ['1min', 21 * 144 + 72, '2026-05-20']);
    assert.equal(await ask(''), ['1min', 30 * 144, '2026-05-11']);
  });
});

test('takes values for the names in a query', () =>
  withMetrics(few, async ({ fetch }) => {
    const query = 'SELECT value FROM metrics WHERE thing = :thing AND date = :day';
    const values = { thing: "pump' OR 1=1 --", day: '2026-06-10' };
    assert.is((await fetch({ source: 'database', query, values })).count, 0);
    const right = await fetch({ source: 'database', query, values: { ...values, thing: 'pump' } });
    assert.equal(right.rows, [{ value: 1 }]);
  }));

test('cuts what is too long, and says so', () => {
  const query = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n LIMIT 12345) SELECT i FROM n`;
  return withMetrics({ now: NOW }, async ({ fetch }) => {
    const { count, total, isCut } = await fetch({ source: 'database', query });
    assert.equal([count, total, isCut], [10_000, 12_345, true]);
    const wide = await fetch({
      source: 'database',
      query: query.replace('SELECT i FROM', 'SELECT hex(zeroblob(5000)) AS i FROM'),
    });
    assert.equal([wide.count, wide.total, wide.isCut], [400, 12_345, true]);
  });
});

const REFUSED: readonly (readonly [string, RegExp])[] = [
  ["INSERT INTO metrics VALUES ('a')", /only reads, and INSERT does not/],
  ['WITH a AS (SELECT 1) DELETE FROM sample', /only reads, and this one writes/],
  ["ATTACH '/etc/passwd' AS x", /only reads, and ATTACH does not/],
  ['PRAGMA hard_heap_limit=0', /only reads, and PRAGMA does not/],
  ['SELECT 1; DROP TABLE sample', /more than one statement/],
  ['-- nothing', /the query is empty/],
  ['SELECT volume FROM metrics', /SQLite says: no such column: volume/],
  ['SELEC 1', /only reads, and SELEC does not/],
  ['SELECT * FROM readings', /SQLite says: no such table: readings/],
  ['SELECT 1 AS a, 2 AS a', /two columns are called "a"/],
  ['SELECT * FROM metrics WHERE thing = :thing', /nothing is given for :thing/],
  ["SELECT load_extension('x')", /SQLite says: no such function: load_extension/],
  [
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM (SELECT DISTINCT i, hex(randomblob(40)) AS b FROM n)',
    /needs too much memory/,
  ],
  ['SELECT hex(zeroblob(900000000))', /needs too much memory|too big/],
];

test('refuses whatever does not only read, and tells what SQLite says', () =>
  withMetrics({ now: NOW }, async ({ fetch }) => {
    for (const [query, words] of REFUSED) {
      const { refused = 'nothing' } = await fetch({ source: 'database', query });
      assert.match(refused, words, query);
    }
  }));

const ENDLESS =
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM n';

test('ends a query that never ends', () =>
  withMetrics({ now: NOW, limitMs: 3_000 }, async ({ fetch }) => {
    const { refused } = await fetch({ source: 'database', query: ENDLESS });
    assert.is(refused, 'WORKFLOW_QUERY_LIMIT the query took longer than 3 s');
  }));

test('ends a query with its step', () =>
  withMetrics({ now: NOW }, async ({ fetch }) => {
    const step = new AbortController();
    const work = fetch({ source: 'database', query: ENDLESS }, step.signal);
    setImmediate(() => {
      step.abort();
    });
    assert.is((await work).refused, 'WORKFLOW_SOURCE the query was ended');
  }));

test.run();
