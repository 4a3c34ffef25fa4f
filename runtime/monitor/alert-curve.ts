/** What an alert has seen, as a curve in one line and as a picture. */
import type { Language } from '../actions/asker.ts';
import { attach } from '../actions/attach.ts';
import type { Attachment } from '../actions/attachment.ts';
import type { WallClock } from '../core/wall-clock.ts';
import type { PastData } from '../devices/past/past-reader.ts';
import { plotSvg } from '../devices/past/plot-svg.ts';
import { sparkline } from '../devices/past/sparkline.ts';
import { rollupOf } from '../state/history/rollup.ts';
import type { AlertNews } from '../tasks/news.ts';

/** As wide as a line of a sparkline. */
const BARS = 24;

type Curve = NonNullable<AlertNews['curve']>;

/** From the first look to the newest; between two looks it was as at the first of them. */
export function alertSparkline({ points }: Curve): string {
  const steps = Array.from({ length: BARS }, (_, at) => {
    const value = points[Math.floor((at * points.length) / BARS)]?.value ?? 0;
    return { at, value };
  });
  return sparkline(pastOf({ unit: '', points: steps }, '').rows, 0, BARS);
}

/** SVG, so that it costs no process; doors that show none have the line of text. */
export function drawAlert(
  { name, title, curve }: Pick<AlertNews, 'name' | 'title' | 'curve'>,
  wallClock: WallClock,
  language: Language,
): readonly Attachment[] {
  if (curve === undefined) return [];
  const words = { title: title[language], states: ['', ''] } as const;
  const bytes = Buffer.from(plotSvg(pastOf(curve, name), words, wallClock));
  const file = `alert-${name.replaceAll(/[^a-z0-9-]/g, '-')}`;
  return [attach(file, { bytes, type: 'image/svg+xml' }, title[language])];
}

function pastOf({ unit, points }: Curve, series: string): PastData {
  const times = points.map(({ at }) => at);
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const rows = points.map((point) => {
    const { sum, ...row } = rollupOf(point);
    return { ...row, mean: sum };
  });
  return {
    ...{ series, thing: '', property: series, type: 'number', tier: 'raw', rows },
    ...{ from, to: to > from ? to : from + 1 },
    ...(unit !== '' && { unit }),
  };
}
