/** A stretch of the past in one sentence and one line: "Tank level, last 24 h: 12 to 87 %, mean 54 %, now 61 %". */
import type { Language } from '../../actions/asker.ts';
import { capital } from '../../actions/capital.ts';
import type { Speech } from '../../actions/speech.ts';
import { formatDuration } from '../../core/duration.ts';
import { formatQuantity } from '../../core/units.ts';
import type { PastData } from './past-reader.ts';
import { sparkline } from './sparkline.ts';

const HOUR_MS = 3_600_000;
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
  const [start, end] = [speech.time(from), speech.time(to)];
  return language === 'zh' ? `${start} 至 ${end}` : `${start} to ${end}`;
}

/** People say "24 hours", and "7 days". */
function sayLast(lastMs: number, language: Language): string {
  const hours = lastMs / HOUR_MS;
  if (!Number.isInteger(hours) || hours > MOST_HOURS) return formatDuration(lastMs);
  return `${String(hours)} ${language === 'zh' ? '小时' : 'h'}`;
}

/** `on 12 % of the time, now off` */
function sayShare(past: PastData, speech: Speech, language: Language): string {
  const last = past.rows.at(-1)?.last === 1;
  const [on, now] = [true, last].map((value) => speech.value(past, value, language));
  const share = `${Math.round(meanOf(past) * 100)} %`;
  const lastOn = past.rows.findLast(({ max }) => max === 1);
  const time = lastOn === undefined ? undefined : speech.time(lastOn.at);
  if (language === 'zh') {
    const seen = time === undefined ? '' : `，最近一次${on ?? ''}：${time}`;
    return `${share} 的时间${on ?? ''}${seen}，${ending(past).zh}${now ?? ''}`;
  }
  const seen = time === undefined ? '' : `, last ${on ?? ''} at ${time}`;
  return `${on ?? ''} ${share} of the time${seen}, ${ending(past).en} ${now ?? ''}`;
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
