/** The header as SVG: one dot for each pin where it stands on the board, beside it what hangs on it. Pure. */
import { escapeXml } from '../../core/escape-xml.ts';
import { connectorsOf, markOf } from './pin-pairs.ts';
import type { PinRow } from './pin-row.ts';

/** Pixels. */
const WIDTH = 820;
const ROW = 26;
const TOP = 48;
const GAP = 40;
/** How far from the middle line the dots, the labels and the uses stand. */
const OFFSET = { dot: 16, label: 36, mark: 112 };

const COLOURS = {
  ground: '#ffffff',
  text: '#39434d',
  faint: '#8a949e',
  rim: '#39434d',
  /** 3.3 V and less; what is above it would kill a 3.3 V part. */
  logic: '#f59f00',
  supply: '#c92a2a',
  earth: '#212529',
  high: '#2f9e44',
  low: '#ced4da',
  bus: '#4dabf7',
  reserved: '#868e96',
  free: '#f8f9fa',
};

/** @param rows at least one */
export function headerSvg(rows: readonly PinRow[], title: string): string {
  const drawn: string[] = [];
  let y = TOP;
  for (const { name, pairs } of connectorsOf(rows)) {
    if (name !== undefined) drawn.push(text(name, { x: WIDTH / 2, y: y + 18, anchor: 'middle' }));
    if (name !== undefined) y += ROW;
    for (const { left, right } of pairs) {
      drawn.push(...drawPin(left, y + ROW / 2, -1), ...drawPin(right, y + ROW / 2, 1));
      y += ROW;
    }
    y += GAP;
  }
  const height = y - GAP + 20;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="DejaVu Sans, Noto Sans, sans-serif" font-size="14">`,
    `<rect width="100%" height="100%" fill="${COLOURS.ground}"/>`,
    `<text x="${WIDTH / 2}" y="28" text-anchor="middle" fill="${COLOURS.text}" font-weight="bold" font-size="16">${escapeXml(title)}</text>`,
    ...drawn,
    '</svg>',
  ].join('\n');
}

/** @param side −1: left of the middle line, 1: right of it */
function drawPin(row: PinRow | undefined, y: number, side: -1 | 1): string[] {
  if (row === undefined) return [];
  const { pin, label, direction, reserved } = row;
  const x = (offset: number): number => WIDTH / 2 + side * offset;
  const anchor = side < 0 ? 'end' : 'start';
  const fill = colourOf(row);
  const ink = [COLOURS.earth, COLOURS.supply, COLOURS.reserved, COLOURS.high].includes(fill)
    ? COLOURS.ground
    : COLOURS.text;
  const mark = reserved !== undefined && row.use.length === 0 ? `× ${reserved}` : markOf(row);
  const arrow = direction === undefined ? '' : ` ${direction}`;
  return [
    `<circle cx="${x(OFFSET.dot)}" cy="${y}" r="11" fill="${fill}" stroke="${COLOURS.rim}"/>`,
    `<text x="${x(OFFSET.dot)}" y="${y + 4}" text-anchor="middle" font-size="11" fill="${ink}">${pin}</text>`,
    text(label, { x: x(OFFSET.label), y: y + 5, anchor }),
    text(shorten(`${mark}${arrow}`), { x: x(OFFSET.mark), y: y + 5, anchor }, COLOURS.text),
  ];
}

/** Where the picture would end in the middle of a letter. */
function shorten(words: string): string {
  return words.length <= 36 ? words : `${words.slice(0, 35)}…`;
}

function colourOf({ label, level, buses = [], reserved, use }: PinRow): string {
  if (level !== undefined) return COLOURS[level];
  if (use.length > 0) return COLOURS.low;
  if (buses.some(({ inUse }) => inUse)) return COLOURS.bus;
  if (reserved !== undefined) return COLOURS.reserved;
  if (/^(?:A?D?GND)/.test(label)) return COLOURS.earth;
  if (/^(?:[1-3]V\d?|VDD_3V3)/.test(label)) return COLOURS.logic;
  return /^(?:\d+V\d*|VDD|VCC|SYS)/.test(label) ? COLOURS.supply : COLOURS.free;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

function text(words: string, { x, y, anchor }: Place, fill: string = COLOURS.faint): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${fill}">${escapeXml(words)}</text>`;
}
