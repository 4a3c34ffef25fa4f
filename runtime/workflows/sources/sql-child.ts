/**
 * A process of its own that runs one query on one database in memory. SQLite in WebAssembly hears
 * nothing while it computes: whoever started this process kills it when it takes too long.
 *
 * Here UTC is the clock on the wall of the site. So CURRENT_DATE, date('now') and everything else that
 * SQLite makes of the time is right there, and 'localtime' changes nothing.
 */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import initSqlJs, { type BindParams, type Database, type SqlJsStatic } from 'sql.js';
import type { QueryValues } from './check-query.ts';
import { isSqlOrder } from './sql-messages.ts';
import type {
  Cell,
  SamplesOrder,
  SqlOrder,
  SqlReply,
  SqlTable,
  SqlSummary,
} from './sql-messages.ts';

/** With what Node needs itself it stays below 150 MB. */
const MOST_HEAP_BYTES = 88e6;
/** Of a file, which is copied into the memory of this process. */
const MOST_FILE_BYTES = 48e6;
/** So many rows are bound at a time: each crossing into WebAssembly costs more than a row. */
const ROWS_PER_INSERT = 250;

/** Offsets 18 and 19 of the header: 2 says that there is a write-ahead log, which a copy has not. https://sqlite.org/fileformat2.html */
const [WRITE_VERSION, READ_VERSION, LEGACY] = [18, 19, 1] as const;

/** sql.js keeps its main database in a file in JavaScript's memory, and each page twice; this one lies in SQLite's. */
const PAST = "attach ':memory:' as past; pragma past.journal_mode = off;";

const SCHEMA = `
drop view if exists past.metrics;
drop table if exists past.sample;
drop table if exists past.series;
create table past.series(id integer primary key, board, thing, property, unit, quality);
create table past.sample(wall integer, series integer, value);
create view past.metrics as
  select date(wall, 'unixepoch') as date, time(wall, 'unixepoch') as time,
    board, thing, property, value, unit, quality
  from sample cross join series on series.id = sample.series;
`;

let database: Database | undefined;

async function answer(order: SqlOrder): Promise<SqlReply> {
  if (order.kind === 'begin') {
    Date.now = () => order.wallMs;
    const bytes = order.file === undefined ? undefined : readDatabase(order.file);
    if (typeof bytes === 'string') return { kind: 'failed', why: 'file', message: bytes };
    database = open(await initSqlJs({ wasmBinary: readWasm() }), bytes);
    return { kind: 'done' };
  }
  if (database === undefined) throw new Error('there is no database yet');
  return answerIn(database, order);
}

function answerIn(db: Database, order: Exclude<SqlOrder, { kind: 'begin' }>): SqlReply {
  switch (order.kind) {
    case 'series': {
      db.exec(SCHEMA);
      const insert = db.prepare('insert into past.series values (?, ?, ?, ?, ?, ?)');
      for (const [id, { board, thing, property, unit, quality }] of order.series.entries())
        insert.run([id, board, thing, property, unit, quality]);
      insert.free();
      return { kind: 'done' };
    }
    case 'samples':
      include(db, order);
      return { kind: 'done' };
    case 'evaluate':
      return {
        kind: 'values',
        values: order.expressions.map((expression) => evaluate(db, expression, order.values)),
      };
    case 'query':
      db.exec('pragma query_only = on');
      // What the messages came in, tens of megabytes, gives room to the query.
      globalThis.gc?.();
      return ask(db, order);
  }
}

function open(sqlite: SqlJsStatic, bytes: Uint8Array | undefined): Database {
  const db = new sqlite.Database(bytes);
  // Temporary files would lie in memory too, and be counted by nobody.
  db.exec(`pragma temp_store = memory; pragma hard_heap_limit = ${String(MOST_HEAP_BYTES)};`);
  db.exec(PAST);
  return db;
}

/** Beside the bundle, or in the package. */
function readWasm(): ArrayBuffer {
  const beside = join(import.meta.dirname, 'sql-wasm.wasm');
  const path = existsSync(beside)
    ? beside
    : createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm');
  return new Uint8Array(readFileSync(path)).buffer;
}

/** Its bytes, or why it cannot be had. */
function readDatabase(path: string): Uint8Array | string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true) return `there is no file ${basename(path)}`;
  if (found.size > MOST_FILE_BYTES)
    return `it has ${(found.size / 1e6).toFixed(0)} MB, and at most ${String(MOST_FILE_BYTES / 1e6)} can be read`;
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (log > 0)
    return 'its newest rows are still in the log beside it; run PRAGMA wal_checkpoint on it, or name a copy made with VACUUM INTO';
  const bytes = new Uint8Array(readFileSync(path));
  bytes[WRITE_VERSION] = LEGACY;
  bytes[READ_VERSION] = LEGACY;
  return bytes;
}

/** In the order of their time, so that this is the order of a table that nobody sorts. */
function include(db: Database, samples: SamplesOrder): void {
  const { at } = samples;
  const order = Uint32Array.from(at, (_, index) => index).sort(
    (one, other) => (at[one] ?? 0) - (at[other] ?? 0),
  );
  const whole = order.length - (order.length % ROWS_PER_INSERT);
  db.exec('begin');
  insert(db, samples, order.subarray(0, whole), ROWS_PER_INSERT);
  insert(db, samples, order.subarray(whole), order.length - whole);
  db.exec('commit');
}

/** @param rows at a time, of which the order holds a whole number */
function insert(db: Database, samples: SamplesOrder, order: Uint32Array, rows: number): void {
  if (order.length === 0) return;
  const { at, offset, series, value } = samples;
  const places = Array.from({ length: rows }, () => '(?, ?, ?)').join(', ');
  const statement = db.prepare(`insert into past.sample values ${places}`);
  for (let first = 0; first < order.length; first += rows) {
    const cells: number[] = [];
    for (const index of order.subarray(first, first + rows)) {
      const wallMs = (at[index] ?? 0) + (offset[index] ?? 0);
      cells.push(Math.floor(wallMs / 1_000), series[index] ?? 0, value[index] ?? 0);
    }
    statement.run(cells);
  }
  statement.free();
}

function evaluate(db: Database, expression: string, values: QueryValues): Cell {
  const statement = db.prepare(`select ${expression}`, namesOf(values));
  try {
    return statement.step() ? cell(statement.get()[0]) : null;
  } finally {
    statement.free();
  }
}

function ask(
  db: Database,
  { query, values, mostRows, mostBytes }: Extract<SqlOrder, { kind: 'query' }>,
): SqlTable {
  const statement = db.prepare(query, namesOf(values));
  const rows: Cell[][] = [];
  let [total, sizeBytes] = [0, 0];
  while (statement.step()) {
    total += 1;
    if (rows.length >= mostRows || rows.length < total - 1) continue;
    const row = statement.get().map(cell);
    sizeBytes += row.reduce<number>((sum, each) => sum + sizeOf(each), 0);
    if (sizeBytes <= mostBytes) rows.push(row);
  }
  const columns = statement.getColumnNames();
  statement.free();
  const isSummed = SUMMED.every((column) => columns.includes(column)) && total <= MOST_SUMMED;
  const summary =
    isSummed && total > 0 ? summarise(db, query, namesOf(values), columns) : undefined;
  return { kind: 'table', columns, rows, total, ...(summary !== undefined && { summary }) };
}

/** What rows need to be summed up. */
const SUMMED = ['thing', 'property', 'value'];
/** They are read a second time. */
const MOST_SUMMED = 300_000;
/** Things with properties; a longer summary is none. */
const MOST_SUMS = 500;

/** The rows that are given may be the first of many, and the summary is of all. */
function summarise(
  db: Database,
  query: string,
  values: BindParams,
  columns: readonly string[],
): SqlSummary {
  const unit = columns.includes('unit') ? 'max(unit)' : 'null';
  const statement = db.prepare(
    `select thing, property, ${unit} as unit, count(value) as count, round(min(value), 2) as min,
    round(avg(value), 2) as mean, round(max(value), 2) as max
    from (${query.replace(/[\s;]+$/, '')}\n) group by thing, property order by 1, 2 limit ${String(MOST_SUMS)}`,
    values,
  );
  const rows: Cell[][] = [];
  while (statement.step()) rows.push(statement.get().map(cell));
  const names = statement.getColumnNames();
  statement.free();
  return { columns: names, rows };
}

/** `day` → `:day`, as SQLite calls it. */
function namesOf(values: QueryValues): BindParams {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      `:${name}`,
      typeof value === 'boolean' ? Number(value) : value,
    ]),
  );
}

function cell(value: unknown): Cell {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function sizeOf(value: Cell): number {
  return typeof value === 'string' ? value.length : 8;
}

function failure(error: unknown): SqlReply {
  const message = error instanceof Error ? error.message : String(error);
  if (/out of memory|too big|allocation|memory access/i.test(message))
    return { kind: 'failed', why: 'memory', message };
  const why = message.includes('readonly database') ? 'writes' : 'query';
  return { kind: 'failed', why, message };
}

/** Without this, a query that takes all memory could cost the life of a process that is worth more. */
function offerToDieFirst(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '800');
  } catch {
    // Where there is no such file, nobody asks.
  }
}

offerToDieFirst();
// Whoever stops the program stops its whole group: the parent ends this process when it is done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (message: unknown) => {
  if (isSqlOrder(message))
    void answer(message)
      .catch(failure)
      .then((reply) => process.send?.(reply));
});
