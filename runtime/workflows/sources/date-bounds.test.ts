/** Which days a query can see: found where that is certain, and never fewer than it can. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { dateBoundsOf } from './date-bounds.ts';

const test = suite('date bounds');

const from = (where: string): string => `SELECT * FROM metrics WHERE ${where}`;

const FOUND: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [from('date=CURRENT_DATE'), ['current_date'], ['current_date']],
  [from("DATE == '2026-03-29' AND thing='tank'"), ["'2026-03-29'"], ["'2026-03-29'"]],
  [from("thing='tank' and date >= date('now', '-7 days')"), ["date ( 'now' , '-7 days' )"], []],
  [from("'2026-03-29' > date"), [], ["'2026-03-29'"]],
  [from("date BETWEEN '2026-03-01' AND :to"), ["'2026-03-01'", ':to'], ["'2026-03-01'", ':to']],
  [
    from("date IN ('2026-03-01', CURRENT_DATE)"),
    ["'2026-03-01'", 'current_date'],
    ["'2026-03-01'", 'current_date'],
  ],
  [
    "SELECT m.thing FROM metrics AS m WHERE m.date='2026-03-29' GROUP BY thing",
    ["'2026-03-29'"],
    ["'2026-03-29'"],
  ],
  [from("date='2026-03-29' -- OR 1\nORDER BY time;"), ["'2026-03-29'"], ["'2026-03-29'"]],
  [from("(a = 1 OR b = 2) AND date='2026-03-29'"), ["'2026-03-29'"], ["'2026-03-29'"]],
  [from("value BETWEEN 1 AND 2 AND date='2026-03-29'"), ["'2026-03-29'"], ["'2026-03-29'"]],
];

const ALL: readonly string[] = [
  'SELECT * FROM metrics',
  from("date='2026-03-29' OR value > 5"),
  from("NOT date='2026-03-29'"),
  from("date<>'2026-03-29'"),
  from("date NOT IN ('2026-03-29')"),
  from("date = '2026-03-29' = 0"),
  from("date || '' = '2026-03-29'"),
  from("date = '2026-03-29' IS NULL"),
  from('date = thing'),
  from('date = "2026-03-29"'),
  from('date = date(thing)'),
  from('date = (SELECT max(date) FROM metrics)'),
  from("value BETWEEN 1 BETWEEN 0 AND 1 AND date = '2026-03-29'"),
  from("CASE WHEN 1 THEN 1 END AND date='2026-03-29'"),
  from("date='2026-03-29' UNION SELECT * FROM metrics"),
  "WITH a AS (SELECT * FROM metrics) SELECT * FROM a WHERE date='2026-03-29'",
  "SELECT * FROM metrics JOIN metrics AS b WHERE date='2026-03-29'",
  "SELECT * FROM metrics, metrics AS b WHERE b.date='2026-03-29'",
  "SELECT count(*) FILTER (WHERE date='2026-03-29') FROM metrics",
  "SELECT * FROM (SELECT * FROM metrics WHERE date='2026-03-29')",
  "SELECT (SELECT 1 WHERE date='2026-03-29') FROM metrics",
  from("EXISTS (SELECT 1) AND date='2026-03-29'"),
  from("'date=CURRENT_DATE'"),
  from('1 /* date=CURRENT_DATE */'),
];

test('finds the days where they are certain', () => {
  for (const [query, first, last] of FOUND)
    assert.equal(dateBoundsOf(query), [{ first, last }], query);
});

test('sees all days everywhere else', () => {
  for (const query of ALL) assert.equal(dateBoundsOf(query), [], query);
});

test.run();
