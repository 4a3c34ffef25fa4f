/** `fetch_data` from a real PostgreSQL server: what it gives, what it refuses, and a node that waits for one that is down. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import { withMetrics, type MetricsRig } from '../../runtime/workflows/sources/metrics.fixture.ts';
import { NodeProcess } from './node-process.ts';
import { findPostgres, PostgresServer } from './postgres.ts';

interface Context {
  server: PostgresServer;
}

interface Scene extends MetricsRig {
  readonly server: PostgresServer;
  /** As the owner of everything there. */
  readonly source: string;
}

const test = suite<Context>('fetch_data from PostgreSQL');
const bin = await findPostgres();

const TABLE = `
CREATE TABLE energy(day date, at timestamptz, plain timestamp, kwh numeric, count bigint, is_paid boolean, note text, raw bytea);
INSERT INTO energy VALUES ('2026-06-10', '2026-06-10 12:00:00+00', '2026-06-10 12:00:00.5', 4.5, 9007199254740993, true, 'it''s', '\\x6869');
INSERT INTO energy(day, count) VALUES ('2026-06-11', 7);
CREATE SEQUENCE numbers;
CREATE FUNCTION spoil() RETURNS int LANGUAGE sql AS 'DELETE FROM energy RETURNING 1';
CREATE ROLE reader LOGIN PASSWORD 'Geheim9';
GRANT SELECT ON energy TO reader;`;

if (bin !== undefined) {
  test.before(async (context) => {
    context.server = await PostgresServer.create(bin);
    context.server.start();
    context.server.sql(TABLE);
  });
  test.after(({ server }) => server.remove());
}

function scenario(sentence: string, run: (scene: Scene) => Promise<void>): void {
  if (bin === undefined) test.skip(`${sentence} (SKIPPED: there is no PostgreSQL here)`);
  else
    test(sentence, ({ server }) => {
      const source = `postgres://postgres@127.0.0.1:${String(server.port)}/postgres`;
      const past = { now: Date.UTC(2026, 5, 10, 12), timezone: 'Asia/Tokyo', limitMs: 2_000 };
      return withMetrics(past, (rig) => run({ ...rig, server, source }));
    });
}

scenario('gives numbers, truths, texts, and times on the wall of the site', async (scene) => {
  const { fetch, source } = scene;
  const query = 'SELECT * FROM energy WHERE day = :day::date AND :day::date > :before::date;';
  const table = await fetch({ source, query, values: { day: '2026-06-10', before: '2026-06-09' } });
  assert.equal(table.refused, undefined);
  assert.deepEqual(table.rows, [
    {
      ...{ day: '2026-06-10', at: '2026-06-10T21:00:00+09:00', plain: '2026-06-10T12:00:00.5' },
      ...{ kwh: 4.5, count: '9007199254740993', is_paid: true, note: "it's", raw: '6869' },
    },
  ]);
  assert.deepEqual([table.count, table.total, table.isCut], [1, 1, false]);
  const none = await fetch({ source, query: 'SELECT day FROM energy WHERE kwh > 100' });
  assert.deepEqual([none.columns, none.rows], [['day'], []]);
});

scenario('writes nothing, by whatever way', async ({ server, fetch, source }) => {
  const ways: readonly (readonly [string, RegExp])[] = [
    ['SELECT spoil()', /WORKFLOW_QUERY a query only reads, and this one writes/],
    ["SELECT nextval('numbers')", /only reads/],
    ['WITH a AS (DELETE FROM energy RETURNING 1) SELECT * FROM a', /WORKFLOW_QUERY .*modifying/],
    ["SELECT set_config('transaction_read_only', 'off', true), spoil()", /WORKFLOW_QUERY /],
    // A quote that we read otherwise than the server does: what stands behind it runs no more than it would alone.
    [String.raw`SELECT E'\\'; COMMIT; DELETE FROM energy --'`, /one statement/],
    [`SELECT /* /* */ ' */ 1; COMMIT; DELETE FROM energy --'`, /multiple commands/],
    ['SELECT 1 INTO other', /WORKFLOW_QUERY /],
    ['SELECT * FROM energy FOR UPDATE', /only reads/],
  ];
  for (const [query, words] of ways) {
    const { refused = '' } = await fetch({ source, query });
    assert.match(refused, words, query);
  }
  assert.equal(server.sql('SELECT count(*) FROM energy'), '2');
});

scenario('ends a query that never ends, here and on the server', async (scene) => {
  const { server, fetch, source } = scene;
  const { refused = '' } = await fetch({ source, query: 'SELECT pg_sleep(600)' });
  assert.match(refused, /WORKFLOW_QUERY_LIMIT the query took longer than 2 s/);
  const stop = new AbortController();
  const cut = fetch({ source, query: 'SELECT pg_sleep(600), 1' }, stop.signal);
  setTimeout(() => {
    stop.abort();
  }, 200);
  assert.match((await cut).refused ?? '', /WORKFLOW_SOURCE/);
  const open = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'boardtalk'";
  for (let tries = 0; tries < 40 && server.sql(open) !== '0'; tries += 1) await sleep(100);
  assert.equal(server.sql(open), '0');
});

scenario('cuts at 10,000 rows and at 4 MB, and counts the rest', async ({ fetch, source }) => {
  const many = await fetch({ source, query: 'SELECT n FROM generate_series(1, 12345) AS n' });
  assert.deepEqual([many.count, many.total, many.isCut], [10_000, 12_345, true]);
  assert.deepEqual(many.rows.at(-1), { n: 10_000 });
  const wide = await fetch({
    source,
    query: "SELECT n, repeat('x', 50000) AS x FROM generate_series(1, 500) AS n",
  });
  assert.deepEqual([wide.count, wide.total, wide.isCut], [79, 500, true]);
  const large = await fetch({ source, query: "SELECT repeat('x', 20000000) AS x" });
  assert.match(large.refused ?? '', /WORKFLOW_QUERY_LIMIT its rows are too large/);
});

scenario('says what is wrong with a query or an address, and no password', async (scene) => {
  const { server, directory, fetch, source } = scene;
  const place = `127.0.0.1:${String(server.port)}`;
  const held = async (address: string): Promise<string> => {
    await writeFile(join(directory, 'db'), `${address}\n`, { mode: 0o600 });
    return (await fetch({ source: 'file:db', query: 'SELECT 1 AS one' })).refused ?? 'none';
  };
  const { refused: wrong = '' } = await fetch({ source, query: 'SELECT x FROM energy' });
  assert.match(wrong, /WORKFLOW_QUERY PostgreSQL says: column "x" does not exist/);
  const { refused: twice = '' } = await fetch({ source, query: 'SELECT 1 AS a, 2 AS a' });
  assert.match(twice, /two columns are called "a"/);
  for (const [address, words] of [
    [`postgres://reader:Geheim9@${place}/postgres`, /^none$/],
    [`postgres://reader:Geheim9@${place}/nothing`, /database "nothing" does not exist/],
    [`postgres://nobody:Geheim9@${place}/postgres`, /WORKFLOW_SOURCE 127.*: role "nobody"/],
    [`postgres://reader:Geheim9@${place}/postgres?sslmode=require`, /^none$/],
    [`postgres://reader:Geheim9@${place}/postgres?sslmode=verify-full`, /self-signed certificate/],
    [
      `postgres://reader:Geheim9@${place}/postgres?sslmode=verify-full&sslrootcert=${server.certificate}`,
      /^none$/,
    ],
    ['postgres://reader:Geheim9@127.0.0.1:9/postgres', /WORKFLOW_SOURCE 127.*ECONNREFUSED/],
    [`postgres://reader:Geh/eim9@${place}/postgres`, /no address of PostgreSQL/],
  ] as const) {
    const said = await held(address);
    assert.match(said, words);
    assert.ok(!said.includes('eim9'), said);
  }
});

const WORKFLOWS = `workflows:
  - name: energy
    steps:
      - action: fetch_data
        retry: { times: 5, wait: 1s }
        params: { source: 'env:ENERGY_DB', query: 'SELECT kwh FROM energy WHERE kwh > 0' }
`;

scenario('a built node asks again until a server that is down is there', async ({ server }) => {
  const directory = await mkdtemp(join(tmpdir(), 'boardtalk-energy-'));
  await cp('provisioning/site', directory, { recursive: true });
  await writeFile(join(directory, 'workflows.yaml'), WORKFLOWS);
  const ENERGY_DB = `postgres://reader:Geheim9@127.0.0.1:${String(server.port)}/postgres`;
  const node = new NodeProcess({ configDirectory: directory, env: { ENERGY_DB } });
  try {
    await node.start();
    server.stop();
    const run = node.cli('workflow', 'run', 'energy');
    await sleep(1_500);
    server.start();
    const { code, stdout, stderr } = await run;
    assert.equal(code, 0, stdout + stderr);
    const { stdout: runs } = await node.cli('workflow', 'runs', '--json');
    assert.match(runs, /"attempt":[2-9].*"count":1,/);
    assert.ok(!`${runs}${stdout}${node.log}`.includes('Geheim9'));
  } finally {
    await node.remove();
    await rm(directory, { recursive: true });
  }
});

test.run();
