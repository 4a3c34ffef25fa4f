/** A stretch of the past in one sentence and one line: "Tank level, last 24 h: 12 to 87 %, mean 54 %, now 61 %". */
import type { Language } from '../../actions/asker.ts';
import { capital } from '../../actions/capital.ts';
import type { Speech } from '../../actions/speech.ts';
import { CHINESE_UNITS, formatDuration } from '../../core/duration.ts';
import { formatQuantity } from '../../core/units.ts';
import type { PastData } from './past-reader.ts';
import { sparkline } from './sparkline.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** From this share of a window on, it counts as measured. */
const MOSTLY = 0.9;
const MOST_HOURS = 72;

export function sayPast(past: PastData, speech: Speech, language: Language): string {
  const head = `${headOf(past, speech, language)}${language === 'zh' ? '：' : ': '}`;
  const { rows, from, to } = past;
  if (rows.length === 0) return `${head}${language === 'zh' ? '没有读数' : 'nothing was measured'}`;
  const said =
    past.type === 'boolean' ? sayShare(past, speech, language) : sayBounds(past, language);
  return `${head}${said}\n${sparkline(rows, from, to)}`;
}

/** `Tank level, last 24 h` */
export function headOf(past: PastData, speech: Speech, language: Language): string {
  const name = capital(speech.property(past, language));
  const when = sayStretch(past, speech, language);
  return language === 'zh' ? `${name}，${when}` : `${name}, ${when}`;
}

function sayStretch({ lastMs, from, to }: PastData, speech: Speech, language: Language): string {
  if (lastMs !== undefined)
    return `${language === 'zh' ? '最近 ' : 'last '}${sayLast(lastMs, language)}`;
  const [start, time] = [speech.time(from), speech.time(to)];
  // A time of today has no date, and after one of another day that would be read as the same day.
  const isToday = start.length > time.length;
  const today = language === 'zh' ? '今天 ' : 'today ';
  const end = isToday ? `${today}${time}` : time;
  return language === 'zh' ? `${start} 至 ${end}` : `${start} to ${end}`;
}

/** People say "24 hours", and "7 days". */
function sayLast(lastMs: number, language: Language): string {
  const hours = lastMs / HOUR_MS;
  if (!Number.isInteger(hours) || hours > MOST_HOURS)
    return formatDuration(lastMs, language === 'zh' ? CHINESE_UNITS : undefined);
  return `${String(hours)} ${language === 'zh' ? '小时' : 'h'}`;
}

/** `on 12 % of the time, now off` */
function sayShare(past: PastData, speech: Speech, language: Language): string {
  const last = past.rows.at(-1)?.last === 1;
  const [on, now] = [true, last].map((value) => speech.value(past, value, language));
  const share = `${Math.round(meanOf(past) * 100)} %`;
  const lastOn = past.rows.findLast(({ max }) => max === 1);
  const at = lastOn === undefined ? undefined : speech.time(lastOn.at);
  const over = measuredMs(past);
  if (language === 'zh') {
    const time = over === undefined ? '' : `（有读数的 ${formatDuration(over, CHINESE_UNITS)}内）`;
    const seen = at === undefined ? '' : `，最近一次${on ?? ''}：${at}`;
    return `${share} 的时间${on ?? ''}${time}${seen}，${ending(past).zh}${now ?? ''}`;
  }
  const time = over === undefined ? 'time' : `${formatDuration(over)} that were measured`;
  const seen = at === undefined ? '' : `, last ${on ?? ''} at ${at}`;
  return `${on ?? ''} ${share} of the ${time}${seen}, ${ending(past).en} ${now ?? ''}`;
}

/** How long readings go back, where that is clearly less than what was asked for: a share of a day may be one of minutes. */
function measuredMs({ rows, from, to }: PastData): number | undefined {
  const [first, last] = [rows[0]?.at ?? from, rows.at(-1)?.at ?? to];
  const spanMs = Math.round((last - first) / MINUTE_MS) * MINUTE_MS;
  return spanMs < (to - from) * MOSTLY ? Math.max(spanMs, MINUTE_MS) : undefined;
}

function sayBounds(past: PastData, language: Language): string {
  const { rows, unit } = past;
  const say = (value: number): string => formatQuantity(value, unit);
  const low = Math.min(...rows.map(({ min }) => min));
  const high = Math.max(...rows.map(({ max }) => max));
  const last = say(rows.at(-1)?.last ?? Number.NaN);
  const mean = say(meanOf(past));
  // The unit is said once.
  const from = say(low).split(' ')[0] ?? '';
  if (language === 'zh') return `${from} 到 ${say(high)}，平均 ${mean}，${ending(past).zh} ${last}`;
  return `${from} to ${say(high)}, mean ${mean}, ${ending(past).en} ${last}`;
}

/** Of all samples, and not of the rows: the last row is often a short one. */
function meanOf({ rows }: PastData): number {
  const count = rows.reduce((sum, row) => sum + row.count, 0);
  return rows.reduce((sum, row) => sum + row.mean * row.count, 0) / count;
}

function ending({ lastMs }: PastData): { readonly en: string; readonly zh: string } {
  return lastMs === undefined ? { en: 'at the end', zh: '最后' } : { en: 'now', zh: '现在' };
}
