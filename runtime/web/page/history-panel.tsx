/** The past of one property: a window of time, a chart to zoom into, and the same in words. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatQuantity } from '../../core/units.ts';
import type { LiveProperty, LiveThing } from '../ports.ts';
import type { HistoryAnswer, TimeWindow } from './answers.ts';
import type { PageProps } from './page-props.ts';
import { HistoryChart } from './history-chart.tsx';
import { valueText } from './value-text.ts';

const HOUR_MS = 3_600_000;
const WINDOWS = [
  ['1h', HOUR_MS],
  ['24h', 24 * HOUR_MS],
  ['7d', 7 * 24 * HOUR_MS],
  ['30d', 30 * 24 * HOUR_MS],
] as const;
/** About one for each pixel of a wide screen. */
const POINTS = 800;
const REFRESH_MS = 30_000;

interface Props extends PageProps {
  readonly thing: LiveThing;
  readonly property: LiveProperty;
}

export function HistoryPanel({ page, thing, property }: Props): JSX.Element {
  const [lengthMs, setLength] = useState<number>(24 * HOUR_MS);
  const [zoom, setZoom] = useState<TimeWindow>();
  const answer = usePast({ page, thing, property }, lengthMs, zoom);
  const shown = zoom ?? { from: page.site.now() - lengthMs, to: page.site.now() };
  const choose = (chosenMs: number): void => {
    setLength(chosenMs);
    setZoom(undefined);
  };
  return (
    <>
      <div class="chart-tools">
        <Windows {...{ page, lengthMs: zoom === undefined ? lengthMs : 0, onChoose: choose }} />
        <ZoomButtons page={page} shown={shown} onZoom={setZoom} />
      </div>
      {answer === undefined || answer.rows.length === 0 ? (
        <p class="empty chart">{page.wording.text(answer === undefined ? 'loading' : 'noPast')}</p>
      ) : (
        <HistoryChart
          {...{ page, property, answer, onZoom: setZoom }}
          label={summaryOf(page, property, answer)}
        />
      )}
      <p class="hint">{answer === undefined ? '' : summaryOf(page, property, answer)}</p>
    </>
  );
}

/** An empty past where the board keeps none. */
function usePast(
  { page, thing, property }: Props,
  lengthMs: number,
  zoom: TimeWindow | undefined,
): (HistoryAnswer & TimeWindow) | undefined {
  const [answer, setAnswer] = useState<HistoryAnswer & TimeWindow>();
  useEffect(() => {
    const ask = async (): Promise<void> => {
      const now = page.site.now();
      const window = zoom ?? { from: now - lengthMs, to: now };
      const address = { thing: thing.id, property: property.name };
      setAnswer((await page.past.window(address, window, POINTS)) ?? { rows: [], ...window });
    };
    void ask();
    const timer = setInterval(() => void ask(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [lengthMs, zoom, thing.id, property.name, page.isLive]);
  return answer;
}

type WindowsProps = PageProps & {
  readonly lengthMs: number;
  readonly onChoose: (lengthMs: number) => void;
};

function Windows({ page, lengthMs, onChoose }: WindowsProps): JSX.Element {
  return (
    <div class="segments" role="group" aria-label={page.wording.text('past')}>
      {WINDOWS.map(([label, length]) => (
        <button
          key={label}
          type="button"
          aria-pressed={length === lengthMs}
          onClick={() => onChoose(length)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

type ZoomProps = PageProps & {
  readonly shown: TimeWindow;
  readonly onZoom: (zoom: TimeWindow) => void;
};

/** What dragging and double clicks do, for whoever uses the keyboard. */
function ZoomButtons({ page, shown, onZoom }: ZoomProps): JSX.Element {
  const { from, to } = shown;
  const part = (to - from) / 4;
  const moves = [
    ['earlier', '←', { from: from - part, to: to - part }],
    ['zoomIn', '+', { from: from + part, to: to - part }],
    ['zoomOut', '−', { from: from - 2 * part, to: to + 2 * part }],
    ['later', '→', { from: from + part, to: to + part }],
  ] as const;
  return (
    <div class="segments zoom" role="group" aria-label={page.wording.text('dragToZoom')}>
      {moves.map(([word, sign, window]) => (
        <button
          key={word}
          type="button"
          aria-label={page.wording.text(word)}
          title={page.wording.text(word)}
          onClick={() => onZoom(window)}
        >
          <span aria-hidden="true">{sign}</span>
        </button>
      ))}
    </div>
  );
}

function summaryOf(
  { wording }: PageProps['page'],
  property: LiveProperty,
  { rows }: HistoryAnswer,
): string {
  const { title, type, reading } = property;
  if (rows.length === 0) return '';
  if (type === 'boolean') {
    const state = valueText(wording, true, undefined, property);
    const share = formatQuantity(Math.round(meanOf(rows) * 100), '%');
    return wording.text('chartShare', { x: wording.title(title), state, share });
  }
  const say = (value: number): string => formatQuantity(value, reading.unit);
  const min = say(Math.min(...rows.map((row) => row.min)));
  const max = say(Math.max(...rows.map((row) => row.max)));
  return wording.text('chartSummary', { x: wording.title(title), min, max, n: rows.length });
}

/** Of all samples: a row may stand for more of them than another. */
function meanOf(rows: HistoryAnswer['rows']): number {
  const count = rows.reduce((sum, row) => sum + row.count, 0);
  return rows.reduce((sum, row) => sum + row.mean * row.count, 0) / count;
}
