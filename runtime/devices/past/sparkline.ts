/** A curve in one line of text, for places that show no pictures. */
import type { HistoryRow } from '../../state/history/history.ts';

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
/** Of a stretch without samples; a space would be lost where lines are trimmed. */
const BLANK = '·';
const WIDTH = 24;

/** Each bar is the mean of its part of the time, between the lowest and the highest of them; a dot was not measured. */
export function sparkline(rows: readonly HistoryRow[], from: number, to: number): string {
  const parts = Array.from({ length: WIDTH }, () => ({ sum: 0, count: 0 }));
  for (const { at, mean, count } of rows) {
    const place = Math.floor(((at - from) / (to - from)) * WIDTH);
    const part = parts[Math.min(Math.max(place, 0), WIDTH - 1)];
    if (part === undefined) continue;
    part.sum += mean * count;
    part.count += count;
  }
  const means = parts.map(({ sum, count }) => (count === 0 ? undefined : sum / count));
  const known = means.filter((mean) => mean !== undefined);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return means.map((mean) => (mean === undefined ? BLANK : barOf(mean, low, high))).join('');
}

function barOf(mean: number, low: number, high: number): string {
  const share = high === low ? 0.5 : (mean - low) / (high - low);
  return BARS[Math.round(share * (BARS.length - 1))] ?? ' ';
}
