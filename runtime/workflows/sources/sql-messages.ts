/**
 * What the node and the child that runs its queries say to each other: an order, then its reply. Both
 * are of one version, so that a message is only told apart from what is none.
 */
import type { QueryValues } from './check-query.ts';

/** An empty database, or a copy of a file. */
interface BeginOrder {
  readonly kind: 'begin';
  /** What the clock on the wall of the site shows, as if that were UTC; epoch ms. */
  readonly wallMs: number;
  readonly file?: string | undefined;
}

/** Makes the table `metrics`, with no rows; also where there is one. */
interface SeriesOrder {
  readonly kind: 'series';
  /** Their numbers are their places. */
  readonly series: readonly SeriesRow[];
}

export interface SeriesRow {
  readonly board: string;
  readonly thing: string;
  readonly property: string;
  readonly unit: string | null;
  readonly quality: string;
}

/** Rows of `metrics` of some stretch of time, in any order. */
export interface SamplesOrder {
  readonly kind: 'samples';
  /** Epoch ms. */
  readonly at: Float64Array;
  /** By how much the wall is ahead of UTC then, ms. */
  readonly offset: Float64Array;
  /** Numbers of series. */
  readonly series: Uint32Array;
  readonly value: Float64Array;
}

/** What constant expressions come to. */
interface EvaluateOrder {
  readonly kind: 'evaluate';
  readonly expressions: readonly string[];
  readonly values: QueryValues;
}

interface QueryOrder {
  readonly kind: 'query';
  readonly query: string;
  readonly values: QueryValues;
  readonly mostRows: number;
  readonly mostBytes: number;
}

export type SqlOrder = BeginOrder | SeriesOrder | SamplesOrder | EvaluateOrder | QueryOrder;

export type Cell = string | number | null;

export type SqlReply =
  | { readonly kind: 'done' }
  | { readonly kind: 'values'; readonly values: readonly Cell[] }
  | SqlTable
  | {
      readonly kind: 'failed';
      readonly why: 'file' | 'query' | 'writes' | 'memory';
      readonly message: string;
    };

export interface SqlTable {
  readonly kind: 'table';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** How many there were. */
  readonly total: number;
  /** Of all of them, by thing and property; absent where they have none, or are too many. */
  readonly summary?: SqlSummary;
}

export interface SqlSummary {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export function isSqlOrder(message: unknown): message is SqlOrder {
  return isObject(message) && 'kind' in message;
}

export function isSqlReply(message: unknown): message is SqlReply {
  return isObject(message) && 'kind' in message;
}

function isObject(message: unknown): message is object {
  return typeof message === 'object' && message !== null;
}
