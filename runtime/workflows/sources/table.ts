/** What a source gives, whatever it is. */
import type { Refusal } from '../../core/refusal.ts';
import { refuseWorkflow } from '../errors.ts';
import type { Cell, SqlTable } from './sql-messages.ts';

/** More is cut, and the output says so. */
export const MOST_ROWS = 10_000;
/** Of all texts and numbers together: a run keeps what its steps gave. */
export const MOST_BYTES = 4e6;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly count: number;
  /** How many there would be uncut. */
  readonly total: number;
  readonly isCut: boolean;
  /** Of all, cut or not, by thing and property: how many, and their bounds and mean. */
  readonly summary?: readonly Readonly<Record<string, unknown>>[];
}

/** @param rows no more than can be given */
export function tableOf({
  columns,
  rows,
  total,
  summary,
}: Omit<SqlTable, 'kind'>): Table | Refusal {
  const twice = columns.find((column, index) => columns.indexOf(column) < index);
  if (twice !== undefined)
    return refuseWorkflow(
      'WORKFLOW_QUERY',
      `two columns are called "${twice}"`,
      'Give one of them another name with AS.',
    );
  return {
    ...{ columns, rows: named(columns, rows), count: rows.length, total },
    isCut: total > rows.length,
    ...(summary !== undefined && { summary: named(summary.columns, summary.rows) }),
  };
}

function named(columns: readonly string[], rows: readonly (readonly Cell[])[]): Table['rows'] {
  return rows.map((row) =>
    Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])),
  );
}
