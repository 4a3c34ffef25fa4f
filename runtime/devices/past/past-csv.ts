/**
 * A stretch of the past as a table for a spreadsheet (RFC 4180): a line for each row, times with their zone, the unit
 * in the head. Nothing in it begins as a formula: what is no number is a time, or a word of this file.
 */
import { attach } from '../../actions/attach.ts';
import type { Language } from '../../actions/asker.ts';
import type { Attachment } from '../../actions/attachment.ts';
import type { WallClock } from '../../core/wall-clock.ts';
import { roundValue } from '../../state/history/decimal.ts';
import type { PastData } from './past-reader.ts';

/** What spreadsheets and the lines of a site bear: about 700 KB. */
export const MOST_CSV_ROWS = 10_000;

export function pastCsv({ rows, unit }: PastData, wallClock: Pick<WallClock, 'formatIso'>): string {
  const head = ['mean', 'min', 'max', 'last'].map((name) =>
    unit === undefined ? name : cell(`${name} (${unit})`),
  );
  const lines = rows
    .slice(-MOST_CSV_ROWS)
    .map(({ at, mean, min, max, last, count }) =>
      [isoOf(at, wallClock), roundValue(mean), min, max, last, count].join(','),
    );
  return ['time', ...head, 'count'].join(',') + ['', ...lines, ''].join('\r\n');
}

/** Of readings within a second, too, each has its own time. */
function isoOf(at: number, wallClock: Pick<WallClock, 'formatIso'>): string {
  const iso = wallClock.formatIso(at);
  const ms = at % 1_000;
  return ms === 0 ? iso : iso.replace(/(?=[+-]\d\d:\d\d$)/, `.${String(ms).padStart(3, '0')}`);
}

/** §2: what has a comma, a quote or the end of a line in it stands in quotes. */
function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param title what it is a table of */
export function pastTable(
  past: PastData,
  title: string,
  { wallClock, language }: { readonly wallClock: WallClock; readonly language: Language },
): Attachment {
  // Without the mark Excel reads the signs of another alphabet.
  const bytes = Buffer.from(`\uFEFF${pastCsv(past, wallClock)}`);
  const name = past.series.replaceAll('.', '-');
  const alt = `${title}${language === 'zh' ? '：' : ': '}${sayRows(past, language)}`;
  return attach(name, { bytes, type: 'text/csv' }, alt);
}

/** That several readings stand in one row, and that the oldest are left out, is said. */
function sayRows({ rows }: PastData, language: Language): string {
  const readings = rows.slice(-MOST_CSV_ROWS).reduce((sum, { count }) => sum + count, 0);
  const [kept, all] = [Math.min(rows.length, MOST_CSV_ROWS), rows.length];
  const isZh = language === 'zh';
  const said = isZh ? `${String(kept)} 行` : `${String(kept)} ${kept === 1 ? 'row' : 'rows'}`;
  const cut = isZh
    ? `，只留最新的，共有 ${String(all)} 行`
    : `, the newest of ${String(all)}: the others are left out`;
  const joined = isZh
    ? `，合并自 ${String(readings)} 个读数`
    : `, put together from ${String(readings)} readings`;
  return said + (all > kept ? cut : '') + (readings > kept ? joined : '');
}
