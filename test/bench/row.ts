/** One line of the table, and what it takes to make one. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly budget: string;
  readonly raw: unknown;
}

/** Nearest rank: the smallest value that `share` of all do not exceed. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
