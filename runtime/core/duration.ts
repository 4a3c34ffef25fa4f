/** Durations as people write them: `10s`, `5m`, `1h30m`, `250ms`, `2d`. Parsed once, at the door. */

const MS_PER_UNIT: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds, or undefined when the text is not a duration. */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)\s*(ms|min|s|m|h|d)\s*/gy)];
  const consumed = parts.reduce((sum, part) => sum + part[0].length, 0);
  if (parts.length === 0 || consumed !== text.trim().length) return undefined;
  return parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (MS_PER_UNIT[unit ?? ''] ?? 0),
    0,
  );
}

/** Names of the units; those of SI are the same in every language that writes them. */
export type DurationUnits = Readonly<Record<'d' | 'h' | 'min' | 's' | 'ms', string>>;

const SYMBOLS: DurationUnits = { d: 'd', h: 'h', min: 'min', s: 's', ms: 'ms' };

/** As they are said in Chinese, where nobody reads a "min". */
export const CHINESE_UNITS: DurationUnits = {
  d: '天',
  h: '小时',
  min: '分钟',
  s: '秒',
  ms: '毫秒',
};

/** `5 s`, `10 min`, `1 h 30 min`: at most two parts, rounded to seconds from one second up. */
export function formatDuration(durationMs: number, units = SYMBOLS): string {
  if (Math.round(durationMs) < 1_000) return `${Math.round(durationMs)} ${units.ms}`;
  let rest = Math.round(durationMs / 1_000) * 1_000;
  const parts: string[] = [];
  for (const [symbol, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1_000],
  ] as const) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${units[symbol]}`);
  }
  return parts.slice(0, 2).join(' ');
}
