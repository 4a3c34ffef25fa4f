/**
 * Rows of a PostgreSQL server. The server itself sees to it that nothing is written: the query is that
 * of a cursor in a transaction that only reads. Bounded in rows, in bytes and in time.
 */
import { Socket } from 'node:net';
import type { Client } from 'pg';
import { errorMessage } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import type { SecretSources } from '../../config/secrets.ts';
import { refuseWorkflow } from '../errors.ts';
import { findPostgres } from './postgres-address.ts';
import { cellParser } from './postgres-cells.ts';
import type { Cell, SqlTable } from './sql-messages.ts';
import type { Question } from './sql-source.ts';
import { numberValues } from './sql-tokens.ts';
import { MOST_BYTES, MOST_ROWS, tableOf, type Table } from './table.ts';

export interface PostgresParts {
  readonly clock: Clock;
  readonly secrets: SecretSources;
  /** Of the site, so that CURRENT_DATE is today there; absent: the server's own. */
  readonly timezone?: string | undefined;
  /** For one question with all that it needs. Default 30 s. */
  readonly limitMs?: number | undefined;
}

const LIMIT_MS = 30_000;
/** At a time: one row may be large, and all of them are in memory together. */
const BATCH_ROWS = 200;
const MOST_BATCH_BYTES = 4 * MOST_BYTES;

/** @param source has passed `checkPostgres` */
export async function readPostgres(
  parts: PostgresParts,
  source: string,
  question: Question,
): Promise<Table | Refusal> {
  const address = await findPostgres(source, parts.secrets);
  if (isRefusal(address)) return address;
  const { clock, limitMs = LIMIT_MS } = parts;
  const limit = new AbortController();
  const timer = clock.after(limitMs, () => {
    limit.abort();
  });
  const end = AbortSignal.any([question.signal, limit.signal]);
  try {
    return await withClient(address, end, async (client) => {
      await begin(client, { ...parts, limitMs });
      return readRows(client, question);
    });
  } catch (error) {
    return limit.signal.aborted ? tooLong(limitMs) : refusalOf(error, address, limitMs);
  } finally {
    timer.cancel();
  }
}

async function withClient(
  address: URL,
  end: AbortSignal,
  use: (client: Client) => Promise<Table | Refusal>,
): Promise<Table | Refusal> {
  const { Client } = await import('pg');
  end.throwIfAborted();
  const socket = new Socket();
  const cut = (): void => void socket.destroy();
  end.addEventListener('abort', cut);
  const types = { getTypeParser: cellParser };
  try {
    const client = new Client({
      ...{ connectionString: address.href, stream: () => socket, types },
      application_name: 'boardtalk',
    });
    // What breaks also ends the question under way, which says so.
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await use(client);
    } finally {
      await client.end();
    }
  } finally {
    end.removeEventListener('abort', cut);
    cut();
  }
}

async function begin(
  client: Client,
  { limitMs = LIMIT_MS, timezone }: PostgresParts,
): Promise<void> {
  await client.query('BEGIN READ ONLY');
  // The server ends what we no longer wait for. Its texts of dates and bytes are those of every server.
  await client.query(
    `SET LOCAL statement_timeout = ${String(limitMs)}; SET LOCAL standard_conforming_strings = on;
    SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL bytea_output = 'hex'`,
  );
  if (timezone !== undefined)
    await client.query("SELECT set_config('timezone', $1, true)", [timezone]);
}

async function readRows(client: Client, { query, values }: Question): Promise<Table | Refusal> {
  const { text, names } = numberValues(query);
  await client.query({
    // With a name it goes the way of a prepared statement, which is one statement, whatever we took for its end.
    name: 'question',
    text: `DECLARE answer NO SCROLL CURSOR FOR ${text}`,
    values: names.map((name) => values[name]),
  });
  const bound = boundBatches(client);
  try {
    const table = await readCursor(client, bound.restart);
    await client.query('ROLLBACK');
    return tableOf(table);
  } catch (error) {
    if (bound.isPassed()) return refuseWorkflow('WORKFLOW_QUERY_LIMIT', 'its rows are too large');
    throw error;
  }
}

async function readCursor(client: Client, restart: () => void): Promise<Omit<SqlTable, 'kind'>> {
  const rows: Cell[][] = [];
  let [total, sizeBytes] = [0, 0];
  for (;;) {
    restart();
    const text = `FETCH ${String(BATCH_ROWS)} FROM answer`;
    const batch = await client.query<Cell[]>({ text, rowMode: 'array' });
    for (const row of batch.rows) {
      sizeBytes += row.reduce<number>((sum, cell) => sum + sizeOf(cell), 0);
      if (sizeBytes <= MOST_BYTES && rows.length < MOST_ROWS) rows.push(row);
    }
    total += batch.rows.length;
    const columns = batch.fields.map(({ name }) => name);
    if (batch.rows.length < BATCH_ROWS) return { columns, rows, total };
    if (rows.length < total || total >= MOST_ROWS) {
      const { rowCount } = await client.query('MOVE FORWARD ALL FROM answer');
      return { columns, rows, total: total + (rowCount ?? 0) };
    }
  }
}

/** Ends the connection when more comes at a time than is good for this process. */
function boundBatches({ connection: { stream } }: Client): {
  readonly restart: () => void;
  readonly isPassed: () => boolean;
} {
  let sizeBytes = 0;
  stream.on('data', (part: Uint8Array) => {
    sizeBytes += part.length;
    if (sizeBytes > MOST_BATCH_BYTES) stream.destroy();
  });
  return {
    restart: () => {
      sizeBytes = 0;
    },
    isPassed: () => sizeBytes > MOST_BATCH_BYTES,
  };
}

function sizeOf(cell: Cell): number {
  return typeof cell === 'string' ? cell.length : 8;
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const ENDED = '57014';
const WRITES = '25006';
/** Of the connection, of who may ask, of a server that is full, stops or is broken. */
const NOT_THE_QUERY = /^(?:08|28|3D|53|57|58|XX)/;

function refusalOf(error: unknown, { host }: URL, limitMs: number): Refusal {
  const code = codeOf(error);
  if (code === ENDED) return tooLong(limitMs);
  if (code === WRITES)
    return refuseWorkflow('WORKFLOW_QUERY', 'a query only reads, and this one writes', CORRECT);
  const message = errorMessage(error) || code;
  if (/^[\dA-Z]{5}$/.test(code) && !NOT_THE_QUERY.test(code))
    return refuseWorkflow('WORKFLOW_QUERY', `PostgreSQL says: ${message}`, CORRECT);
  return refuseWorkflow('WORKFLOW_SOURCE', `${host} cannot be read: ${message}`);
}

const CORRECT = 'Try it with psql, as the user of this source, and correct it.';

/** Of the server: five characters; of the network: `ECONNREFUSED`. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function tooLong(limitMs: number): Refusal {
  const message = `the query took longer than ${String(limitMs / 1_000)} s`;
  return refuseWorkflow('WORKFLOW_QUERY_LIMIT', message);
}
