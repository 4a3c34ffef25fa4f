/** Where else data comes from: SQLite files and addresses that answer JSON, each within its bounds. */
import { createRequire } from 'node:module';
import { createServer, type RequestListener } from 'node:http';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import initSqlJs from 'sql.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../../core/clock.ts';
import { WallClock } from '../../core/wall-clock.ts';
import { withMetrics, type MetricsRig } from '../sources/metrics.fixture.ts';
import { fetchDataStep } from './fetch-data.ts';

const test = suite('fetch_data');
const NOW = Date.UTC(2026, 5, 10, 12);

function withServer(
  answer: RequestListener,
  use: (rig: MetricsRig, base: string) => Promise<void>,
  limitMs = 5_000,
): Promise<void> {
  return withMetrics({ now: NOW, limitMs }, async (rig) => {
    const server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      await use(rig, `http://127.0.0.1:${String(port)}`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
}

test('reads a list, a map, or the list at a place of an answer', () =>
  withServer(
    (request, response) => {
      const answers: Readonly<Record<string, unknown>> = {
        '/list': [{ a: 1 }, { a: 2, b: 'x' }],
        '/map': { power: 250 },
        '/deep': { data: { items: [3, 4] } },
      };
      response.end(JSON.stringify(answers[request.url ?? '']));
    },
    async ({ fetch }, base) => {
      const list = await fetch({ source: `${base}/list` });
      assert.equal(
        [list.columns, list.rows],
        [
          ['a', 'b'],
          [{ a: 1 }, { a: 2, b: 'x' }],
        ],
      );
      assert.equal((await fetch({ source: `${base}/map` })).rows, [{ power: 250 }]);
      const deep = await fetch({ source: `${base}/deep`, query: 'data.items' });
      assert.equal([deep.rows, deep.total], [[{ value: 3 }, { value: 4 }], 2]);
      const { refused } = await fetch({ source: `${base}/deep`, query: 'data.rows' });
      assert.match(
        refused ?? '',
        /"data\.rows" in the answer of 127\.0\.0\.1:\d+ is neither a list nor a map/,
      );
    },
  ));

test('refuses what is no answer: an error, no JSON, too much, too late, nobody there', () =>
  withServer(
    (request, response) => {
      if (request.url === '/large') response.end(Buffer.alloc(5_000_000, ' '));
      else if (request.url === '/never') response.write('[');
      else if (request.url === '/text') response.end('hello');
      else response.writeHead(503).end();
    },
    async ({ fetch }, base) => {
      const refusedOf = async (path: string): Promise<string> =>
        (await fetch({ source: `${base}${path}` })).refused ?? '';
      assert.match(await refusedOf('/'), /answers 503 Service Unavailable/);
      assert.match(await refusedOf('/text'), /is no JSON/);
      assert.match(await refusedOf('/large'), /answers more than 4 MB/);
      assert.match(await refusedOf('/never'), /took longer than 1 s/);
      const { refused = '' } = await fetch({ source: 'http://127.0.0.1:9/x' });
      assert.match(refused, /127\.0\.0\.1:9 cannot be read/);
    },
    1_000,
  ));

test('is sent on within a machine, and not to another one, nor for ever', () =>
  withServer(
    (request, response) => {
      const onward: Readonly<Record<string, string>> = {
        '/moved': '/here',
        '/away': 'http://169.254.169.254/latest',
        '/door': 'http://127.0.0.1:22/',
        '/round': '/round',
      };
      const location = onward[request.url ?? ''];
      if (location === undefined) response.end('[1]');
      else response.writeHead(302, { location }).end();
    },
    async ({ fetch }, base) => {
      assert.is((await fetch({ source: `${base}/moved` })).count, 1);
      for (const [path, words] of [
        ['/away', /sends on to 169\.254\.169\.254, which the workflow does not name/],
        ['/door', /sends on to 127\.0\.0\.1:22, which the workflow does not name/],
        ['/round', /sends on again and again/],
      ] as const)
        assert.match((await fetch({ source: `${base}${path}` })).refused ?? '', words);
    },
  ));

async function writeDatabase(path: string, mode: 1 | 2): Promise<void> {
  const wasm = createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm');
  const SQL = await initSqlJs({ wasmBinary: new Uint8Array(await readFile(wasm)).buffer });
  const db = new SQL.Database();
  db.exec("CREATE TABLE energy(day, kwh); INSERT INTO energy VALUES ('2026-06-10', 4.5)");
  const bytes = db.export();
  bytes.fill(mode, 18, 20);
  db.close();
  await writeFile(path, bytes);
}

test('reads a SQLite file of the site, and changes nothing in it', () =>
  withMetrics({ now: NOW }, async ({ directory, fetch }) => {
    const path = join(directory, 'energy.db');
    await writeDatabase(path, 2);
    const before = await readFile(path);
    const query = 'SELECT kwh FROM energy WHERE day=CURRENT_DATE';
    assert.equal((await fetch({ source: 'sqlite:energy.db', query })).rows, [{ kwh: 4.5 }]);
    assert.is((await fetch({ source: `sqlite://${path}`, query })).count, 1);
    const write = await fetch({
      source: 'sqlite:energy.db',
      query: 'WITH a AS (SELECT 1) DELETE FROM energy',
    });
    assert.match(write.refused ?? '', /this one writes/);
    assert.equal(await readFile(path), before);
  }));

test('refuses files that are not there, are none, lie elsewhere or are not whole', () =>
  withMetrics({ now: NOW }, async ({ directory, fetch }) => {
    await mkdir(join(directory, 'site'), { recursive: true });
    await writeFile(
      join(directory, 'text.db'),
      'no database at all, but long enough to be read as a page',
    );
    await writeDatabase(join(directory, 'busy.db'), 2);
    await writeFile(join(directory, 'busy.db-wal'), 'x');
    for (const [file, words] of [
      ['gone.db', /there is no file gone\.db/],
      ['site', /there is no file site/],
      ['text.db', /file is not a database/],
      ['../other.db', /outside the directory of the site/],
      ['busy.db', /its newest rows are still in the log beside it/],
    ] as const) {
      const { refused = '' } = await fetch({
        source: `sqlite:${file}`,
        query: 'SELECT * FROM energy',
      });
      assert.match(refused, words, file);
    }
  }));

const CHECKED: readonly (readonly [Readonly<Record<string, unknown>>, RegExp | undefined])[] = [
  [{ source: 'database', query: 'SELECT 1' }, undefined],
  [{ source: 'database' }, /"query" is missing/],
  [{ source: 'database', query: 'DROP TABLE x' }, /only reads/],
  [{ source: 'database', query: 'SELECT :a', values: { a: 1 } }, undefined],
  [{ source: 'database', query: 'SELECT 1', values: { a: 1 } }, /the query has no :a/],
  [{ source: 'datbase', query: 'SELECT 1' }, /there is no source "datbase"/],
  [{ source: '{{trigger.url}}' }, /where data comes from must stand here/],
  [{ source: 'http://192.168.1.20/{{item}}?a={{trigger.b}}' }, undefined],
  [{ source: 'http://192.168.1.20' }, undefined],
  [{ source: 'http://192.168.1.20', query: 'data.items' }, undefined],
  [{ source: 'http://192.168.1.20', query: 'SELECT 1' }, /where in its answer the rows stand/],
  [{ source: 'http://{{item}}/x' }, /the host of an address must stand here/],
  [{ source: 'http://good{{item}}/x' }, /the host of an address must stand here/],
  [{ source: 'http://good.example{{item}}' }, /the host of an address must stand here/],
  [{ source: 'https://user:word@host/x' }, /without placeholders, user or password/],
  [{ source: 'http://good.example:{{port}}/' }, /the host of an address must stand here/],
  [{ source: 'sqlite:a.db', query: 'SELECT 1' }, undefined],
  [{ source: 'sqlite:../a.db', query: 'SELECT 1' }, /outside the directory/],
  [{ source: 'sqlite:{{item}}.db', query: 'SELECT 1' }, /the file must stand here/],
  [{ source: 'postgres://reader@host/db', query: 'SELECT now()::date' }, undefined],
  [{ source: 'postgresql://host/db', query: 'SELECT :a::int', values: { a: 1 } }, undefined],
  [{ source: 'env:ENERGY_DB', query: 'SELECT ARRAY[1, :a]', values: { a: 1 } }, undefined],
  [{ source: 'postgres://host/db', query: "SELECT E'it\\'s :a', $$ :b; $$" }, undefined],
  [{ source: 'postgres://host/db', query: 'SELECT $1' }, /nothing is given for \$1/],
  [{ source: 'postgres://host/db' }, /"query" is missing/],
  [{ source: 'postgres://host/db', query: 'DROP TABLE x' }, /only reads/],
  [{ source: 'postgres://host/db', query: 'SELECT 1; SELECT 2' }, /more than one statement/],
  [{ source: 'postgres://{{item}}/db', query: 'SELECT 1' }, /without placeholders/],
  [{ source: 'postgres:db', query: 'SELECT 1' }, /no address of a PostgreSQL server/],
  [{ source: 'postgres://reader:word@host/db', query: 'SELECT 1' }, /a password must not stand/],
  [{ source: 'postgres://host/db?password=w', query: 'SELECT 1' }, /a password must not stand/],
  [{ source: 'postgres://reader:1/word@host/db', query: 'SELECT 1' }, /no address of a PostgreSQL/],
];

test('says what is wrong before anything runs', () => {
  const history = {
    rows: () => Promise.resolve([]),
    names: () => [],
    oldest: () => Promise.resolve(undefined),
  };
  const step = fetchDataStep({
    sql: {
      ...{ history, clock: systemClock, wallClock: new WallClock('UTC'), home: '', directory: '' },
      describe: () => ({ board: '', unit: null, quality: '' }),
    },
    http: { clock: systemClock, fetch },
    postgres: { clock: systemClock, secrets: { directory: '', variables: {} } },
  });
  const none = { gives: new Map(), dependsOn: [] };
  for (const [params, words] of CHECKED) {
    const found =
      step.check?.(params, { platforms: [], templates: [], things: [], announced: [] }, none) ?? [];
    const said = found.map(({ message }) => message).join('; ');
    if (words === undefined) assert.is(said, '', JSON.stringify(params));
    else assert.match(said, words, JSON.stringify(params));
  }
});

test.run();
