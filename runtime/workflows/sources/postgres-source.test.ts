/** What goes to a PostgreSQL server and what comes of it, without one; test/e2e/postgres.e2e.ts has one. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { findPostgres } from './postgres-address.ts';
import { cellParser } from './postgres-cells.ts';
import { numberValues } from './sql-tokens.ts';

const test = suite('a PostgreSQL server as a source');

test('names become numbers, and nothing that only looks like a name', () => {
  assert.equal(numberValues('SELECT :b::int, :a -- :c\nWHERE x = :b'), {
    text: 'SELECT $1::int, $2 -- :c\nWHERE x = $1',
    names: ['b', 'a'],
  });
  for (const text of [
    "SELECT ':a'",
    "E'\\':a'",
    '$$ :a $$',
    '$x$ $$ :a $x$',
    '":a"',
    'now()::date',
  ])
    assert.equal(numberValues(text), { text, names: [] });
});

test('a number that JavaScript cannot hold stays a text, and so does a time that is none', () => {
  const cells: readonly (readonly [number, string, unknown])[] = [
    [20, '9007199254740991', 9007199254740991],
    [20, '9007199254740993', '9007199254740993'],
    [1700, '4.50', 4.5],
    [701, 'NaN', 'NaN'],
    [16, 'f', false],
    [17, '\\x6869', '6869'],
    [1082, '2026-06-10', '2026-06-10'],
    [1184, '2026-06-10 14:00:00.5+05:30', '2026-06-10T14:00:00.5+05:30'],
    [1184, '2026-06-10 14:00:00+02', '2026-06-10T14:00:00+02:00'],
    [1184, 'infinity', 'infinity'],
    [1114, '0044-03-15 12:00:00 BC', '0044-03-15 12:00:00 BC'],
  ];
  for (const [type, text, value] of cells) assert.is(cellParser(type)(text), value, text);
});

test('an address comes from where the secret is, and no refusal repeats it', async () => {
  const variables = {
    DB: 'postgres://reader:word@db.lan/energy',
    OTHER: 'mysql://reader:word@db.lan/energy',
    SPLIT: 'postgres://reader:1/word@db.lan/energy',
  };
  const secrets = { directory: '', variables };
  const found = await findPostgres('env:DB', secrets);
  assert.is('host' in found && found.host, 'db.lan');
  for (const [source, words] of [
    ['env:OTHER', /no address of PostgreSQL/],
    ['env:SPLIT', /no address of PostgreSQL/],
    ['env:GONE', /this environment variable is not set/],
  ] as const) {
    const refused = await findPostgres(source, secrets);
    assert.match('code' in refused ? refused.message : '', words);
    assert.not.match(JSON.stringify(refused), /word@|reader:/);
  }
});

test.run();
