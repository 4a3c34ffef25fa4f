/** The chart itself: uPlot, in the page's colours, with the band between the lowest and the highest of each point. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import UPlot from 'uplot';
import type { LiveProperty } from '../ports.ts';
import type { HistoryAnswer, TimeWindow } from './answers.ts';
import type { PageModel } from './page-model.ts';
import { valueText } from './value-text.ts';

const HEIGHT_PX = 260;

interface Props {
  readonly page: PageModel;
  readonly property: LiveProperty;
  readonly answer: HistoryAnswer & TimeWindow;
  /** The same in words, for who does not see it. */
  readonly label: string;
  readonly onZoom: (zoom: TimeWindow | undefined) => void;
}

export function HistoryChart({ page, property, answer, label, onZoom }: Props): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<UPlot>();
  // The chart outlives many answers, and asks for the window of the newest.
  const newest = useRef(answer);
  newest.current = answer;
  const look = `${page.preferences.theme} ${page.wording.tag}`;
  useEffect(() => {
    const node = place.current;
    if (node === null) return undefined;
    const made = new UPlot(
      optionsFor(node, { page, property, onZoom, window: () => newest.current }),
      dataOf(answer),
      node,
    );
    chart.current = made;
    const resizing = new ResizeObserver(() => made.setSize(sizeOf(node)));
    resizing.observe(node);
    return () => {
      resizing.disconnect();
      made.destroy();
    };
  }, [property.name, look]);
  useEffect(() => chart.current?.setData(dataOf(answer)), [answer]);
  return (
    <div
      {...{ ref: place, class: 'chart', role: 'img', 'aria-label': label, 'data-testid': 'chart' }}
      onDblClick={() => onZoom(undefined)}
    />
  );
}

interface Windowed {
  readonly window: () => TimeWindow;
}

const LEAST_AXIS_PX = 56;
const AXIS_GAP_PX = 20;

/** Fewer are seen better as points too. */
const FEW_POINTS = 30;

/** Seconds, as uPlot wants them; then the mean, the lowest and the highest. */
function dataOf({ rows }: HistoryAnswer): UPlot.AlignedData {
  return [
    rows.map(({ at }) => at / 1_000),
    rows.map(({ mean }) => mean),
    rows.map(({ max }) => max),
    rows.map(({ min }) => min),
  ];
}

function optionsFor(
  node: HTMLElement,
  { page, property, onZoom, window }: Pick<Props, 'page' | 'property' | 'onZoom'> & Windowed,
): UPlot.Options {
  const [line, band, ink, grid] = ['--brand', '--band', '--soft', '--line'].map((name) =>
    colourOf(node, name),
  );
  const axis = {
    stroke: ink ?? '',
    grid: { stroke: grid ?? '', width: 1 },
    ticks: { show: false },
  };
  const edge = { stroke: 'transparent', points: { show: false } };
  const steps = UPlot.paths.stepped?.({ align: 1 });
  const paths = property.type === 'boolean' && steps !== undefined ? { paths: steps } : {};
  return {
    ...sizeOf(node),
    legend: { show: false },
    scales: {
      x: { range: () => [window().from / 1_000, window().to / 1_000] },
      ...(property.type === 'boolean' ? { y: { range: [0, 1] } } : {}),
    },
    cursor: { drag: { x: true, y: false, setScale: false } },
    series: [
      {},
      { stroke: line ?? '', width: 2, points: { show: isSparse }, ...paths },
      edge,
      edge,
    ],
    bands: [{ series: [2, 3], fill: band ?? '' }],
    axes: [
      { ...axis, values: (_chart, splits) => timesOf(splits, page.wording.tag) },
      property.type === 'boolean'
        ? {
            ...{ ...axis, splits: () => [0, 1], values: () => statesOf(property, page) },
            size: (chart) => widthOf(chart, statesOf(property, page)),
          }
        : { ...axis, size: LEAST_AXIS_PX },
    ],
    hooks: {
      setSelect: [
        (chart) => {
          const { left, width } = chart.select;
          if (width < 4) return;
          onZoom({
            from: chart.posToVal(left, 'x') * 1_000,
            to: chart.posToVal(left + width, 'x') * 1_000,
          });
          chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

/** What 0 and 1 mean: `off` and `on`. */
function statesOf(property: LiveProperty, { wording }: PageModel): string[] {
  return [false, true].map((value) => valueText(wording, value, undefined, property));
}

/** Of the longest of some labels and the room beside it, so that none is cut. CSS pixels. */
function widthOf(chart: UPlot, labels: readonly string[]): number {
  const { ctx } = chart;
  ctx.save();
  ctx.font = getComputedStyle(chart.root).font;
  const longest = Math.max(...labels.map((label) => ctx.measureText(label).width));
  ctx.restore();
  return Math.max(LEAST_AXIS_PX, Math.ceil(longest) + AXIS_GAP_PX);
}

function isSparse(chart: UPlot): boolean {
  return chart.data[0].length < FEW_POINTS;
}

/** Hours and minutes; where a day begins, and over long stretches, the date. @param splits seconds */
function timesOf(splits: readonly number[], tag: string): string[] {
  const stepS = (splits[1] ?? 0) - (splits[0] ?? 0);
  return splits.map((second) => {
    const date = new Date(second * 1_000);
    const isDay = stepS >= 86_400 || (date.getHours() === 0 && date.getMinutes() === 0);
    return isDay
      ? date.toLocaleDateString(tag, { month: 'short', day: 'numeric' })
      : date.toLocaleTimeString(tag, { hour: '2-digit', minute: '2-digit', hour12: false });
  });
}

function sizeOf(node: HTMLElement): { width: number; height: number } {
  return { width: Math.max(node.clientWidth, 200), height: HEIGHT_PX };
}

/** A custom property as the canvas understands it: the browser works out what it means here and now. */
function colourOf(node: HTMLElement, name: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  node.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
