/**
 * Answers questions in SQL: about the site's own past, or about a SQLite file. One child process at a
 * time, so that ten reports at nine o'clock do not need ten times the memory.
 */
import { isAbsolute, join, relative } from 'node:path';
import { Lane } from '../../core/lane.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { TierName } from '../../state/history/tiers.ts';
import { refuseWorkflow } from '../errors.ts';
import type { QueryValues } from './check-query.ts';
import { loadMetrics, type MetricsParts } from './metrics-source.ts';
import { isFailed, withSqlProcess, type SqlProcess, type SqlProcessParts } from './sql-process.ts';
import { MOST_BYTES, MOST_ROWS, tableOf, type Table } from './table.ts';

export interface SqlSourceParts extends MetricsParts, SqlProcessParts {
  /** Of the site; a file that a workflow names without a root lies in it. */
  readonly directory: string;
  /** For one question with all that it needs. Default 30 s. */
  readonly limitMs?: number | undefined;
}

export interface Question {
  readonly query: string;
  readonly values: QueryValues;
  readonly signal: AbortSignal;
}

const LIMIT_MS = 30_000;

export class SqlSource {
  readonly #parts: SqlSourceParts;
  readonly #lane = new Lane();

  constructor(parts: SqlSourceParts) {
    this.#parts = parts;
  }

  metrics(question: Question): Promise<(Table & { readonly tier: TierName }) | Refusal> {
    return this.#inChild(question, async (child) => {
      const begun = await this.#begin(child);
      if (isFailed(begun)) return begun;
      const loaded = await loadMetrics(child, this.#parts, question);
      if ('code' in loaded) return loaded;
      const table = await ask(child, question);
      return 'code' in table ? table : { ...table, tier: loaded.tier };
    });
  }

  /** @param path absolute, or within the directory of the site */
  file(path: string, question: Question): Promise<Table | Refusal> {
    const { directory } = this.#parts;
    const file = isAbsolute(path) ? path : join(directory, path);
    if (!isAbsolute(path) && relative(directory, file).startsWith('..'))
      return Promise.resolve(outside(path));
    return this.#inChild(question, async (child) => {
      const begun = await this.#begin(child, file);
      return isFailed(begun) ? begun : ask(child, question);
    });
  }

  #inChild<Result>(
    { signal }: Question,
    use: (child: SqlProcess) => Promise<Result>,
  ): Promise<Result> {
    const { limitMs = LIMIT_MS } = this.#parts;
    return this.#lane.run(() => withSqlProcess(this.#parts, { limitMs, signal }, use));
  }

  #begin(child: SqlProcess, file?: string): ReturnType<SqlProcess['ask']> {
    const { clock, wallClock } = this.#parts;
    const now = clock.now();
    return child.ask({ kind: 'begin', wallMs: now + wallClock.offsetMs(now), file });
  }
}

export function outside(path: string): Refusal {
  const message = `"${path}" lies outside the directory of the site`;
  return refuseWorkflow(
    'WORKFLOW_SOURCE',
    message,
    'Name a file beside workflows.yaml, or write its whole path.',
  );
}

async function ask(child: SqlProcess, { query, values }: Question): Promise<Table | Refusal> {
  const limits = { mostRows: MOST_ROWS, mostBytes: MOST_BYTES };
  const reply = await child.ask({ kind: 'query', query, values, ...limits });
  if (isFailed(reply)) return reply;
  if (reply.kind !== 'table')
    return refuseWorkflow('WORKFLOW_SOURCE', 'the query was not answered');
  return tableOf(reply);
}
