/** What a template can say about rows beside the rows themselves: a table, and each column as a curve in one line. */
import { isMap } from '../../config/form/value-at.ts';
import { sparkline } from '../../devices/past/sparkline.ts';
import { Block, onOneLine } from './write-report.ts';

export type ReportRow = Readonly<Record<string, unknown>>;

export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly ReportRow[];
}

/** A longer one nobody reads in a chat. */
const MOST_TABLE_ROWS = 50;

/** The rows of what a step gave, if it gave such. */
export function rowsOf(output: Readonly<Record<string, unknown>>): Rows | undefined {
  const { rows, columns } = output;
  if (!Array.isArray(rows) || !Array.isArray(columns)) return undefined;
  const names: readonly unknown[] = columns;
  return { rows: rows.filter(isMap), columns: names.filter((name) => typeof name === 'string') };
}

/** The output, and where it has rows, what goes with them. */
export function withHelpers(output: Readonly<Record<string, unknown>>): ReportRow {
  const rows = rowsOf(output);
  if (rows === undefined) return output;
  const table = new Block(tableOf(rows));
  const summary = new Block(tableOf(summaryOf(output) ?? rows));
  return { ...output, table, summary, sparkline: sparklinesOf(rows) };
}

/** Undefined where the rows are none of things, or too many. */
function summaryOf({ summary }: Readonly<Record<string, unknown>>): Rows | undefined {
  const [first, ...more] = Array.isArray(summary) ? summary.filter(isMap) : [];
  return first && { rows: [first, ...more], columns: Object.keys(first) };
}

function tableOf({ columns, rows }: Rows): string {
  if (columns.length === 0) return '–';
  const isNumber = (column: string): boolean => numbersIn(rows, column) !== undefined;
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const more = rows.length - MOST_TABLE_ROWS;
  return [
    line(columns.map(cell)),
    line(columns.map((column) => (isNumber(column) ? '---:' : '---'))),
    ...rows
      .slice(0, MOST_TABLE_ROWS)
      .map((row) => line(columns.map((column) => cell(row[column])))),
    ...(more > 0 ? ['', `… and ${String(more)} more`] : []),
  ].join('\n');
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '–';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return onOneLine(text).replaceAll('|', '\\|');
}

function sparklinesOf({ columns, rows }: Rows): Readonly<Record<string, string>> {
  const lines = columns.flatMap((column) => {
    const numbers = numbersIn(rows, column);
    return numbers === undefined ? [] : [[column, curveOf(numbers)] as const];
  });
  return Object.fromEntries(lines);
}

/** In the order of the rows, each as wide as the others. */
export function curveOf(numbers: readonly number[]): string {
  const rows = numbers.map((value, at) => ({
    ...{ at, min: value, max: value, mean: value, last: value, count: 1 },
  }));
  return sparkline(rows, 0, rows.length);
}

/** Undefined where there is none, or something else. */
export function numbersIn(rows: readonly ReportRow[], column: string): number[] | undefined {
  const values = rows.map((row) => row[column]).filter((value) => value !== null);
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.length > 0 && numbers.length === values.length ? numbers : undefined;
}
