/**
 * What is left of the samples of one stretch of time: their bounds, their sum, how many they were,
 * and the last of them. Samples may be added in any order, each once.
 */
import { ByteTextReader, ByteTextWriter } from './byte-text.ts';
import { decimalsOf } from './decimal.ts';
import type { Sample } from './sample.ts';

export interface Rollup {
  /** Where the stretch begins, epoch ms. */
  readonly at: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly count: number;
  readonly last: number;
  /** When the last was measured, epoch ms. */
  readonly lastAt: number;
}

export function rollupOf({ at, value }: Sample, start: number = at): Rollup {
  return { at: start, min: value, max: value, sum: value, count: 1, last: value, lastAt: at };
}

/** Of both stretches; it begins where the first does. */
export function mergeRollups(one: Rollup, other: Rollup): Rollup {
  const later = other.lastAt > one.lastAt ? other : one;
  return {
    at: one.at,
    min: Math.min(one.min, other.min),
    max: Math.max(one.max, other.max),
    sum: one.sum + other.sum,
    count: one.count + other.count,
    last: later.last,
    lastAt: later.lastAt,
  };
}

/** Gathers rows into stretches of one width, aligned to the epoch. @returns in the order of time */
export function regroup(rows: readonly Rollup[], widthMs: number): Rollup[] {
  const stretches = new Map<number, Rollup>();
  for (const row of rows) {
    const at = Math.floor(row.at / widthMs) * widthMs;
    const stretch = stretches.get(at);
    stretches.set(at, stretch === undefined ? { ...row, at } : mergeRollups(stretch, row));
  }
  return [...stretches.values()].sort((left, right) => left.at - right.at);
}

/** @param rows in the order of time, each of the width. What does not change costs seven bytes a row. */
export function encodeRollups(rows: readonly Rollup[], widthMs: number): string {
  const writer = new ByteTextWriter();
  const decimals = decimalsOf(rows.flatMap(({ min, max, last, sum }) => [min, max, last, sum]));
  const steps = (value: number): number => Math.round(value * 10 ** decimals);
  writer.unsigned(decimals);
  const before = { stretch: 0, min: 0 };
  for (const { at, min, max, sum, count, last, lastAt } of rows) {
    const [stretch, low] = [Math.round(at / widthMs), steps(min)];
    writer.unsigned(stretch - before.stretch);
    writer.signed(low - before.min);
    writer.unsigned(steps(max) - low);
    writer.unsigned(steps(last) - low);
    writer.unsigned(count);
    writer.signed(steps(sum) - count * low);
    writer.unsigned(lastAt - at);
    before.stretch = stretch;
    before.min = low;
  }
  return writer.text();
}

export function decodeRollups(text: string, widthMs: number): Rollup[] {
  const reader = new ByteTextReader(text);
  const scale = 10 ** reader.unsigned();
  const rows: Rollup[] = [];
  const before = { stretch: 0, min: 0 };
  while (!reader.isAtEnd) {
    before.stretch += reader.unsigned();
    before.min += reader.signed();
    const at = before.stretch * widthMs;
    const max = (before.min + reader.unsigned()) / scale;
    const last = (before.min + reader.unsigned()) / scale;
    const count = reader.unsigned();
    const sum = (reader.signed() + count * before.min) / scale;
    const min = before.min / scale;
    rows.push({ at, min, max, sum, count, last, lastAt: at + reader.unsigned() });
  }
  return rows;
}
