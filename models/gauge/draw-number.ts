/** Digits of seven strokes, upright or leaning, as scales have them. */
import type { Canvas, Point } from './canvas.ts';

/** The strokes of each digit: a above, then clockwise b to f, and g in the middle. */
const DIGITS = [
  'abcdef',
  'bc',
  'abged',
  'abgcd',
  'fgbc',
  'afgcd',
  'afgedc',
  'abc',
  'abcdefg',
  'abcdfg',
];

/** In a box of 1 × 2. */
const STROKES: Readonly<Record<string, readonly [Point, Point]>> = {
  a: [
    [0, 0],
    [1, 0],
  ],
  b: [
    [1, 0],
    [1, 1],
  ],
  c: [
    [1, 1],
    [1, 2],
  ],
  d: [
    [0, 2],
    [1, 2],
  ],
  e: [
    [0, 1],
    [0, 2],
  ],
  f: [
    [0, 0],
    [0, 1],
  ],
  g: [
    [0, 1],
    [1, 1],
  ],
};

export interface NumberPlace {
  /** The middle, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly tone: number;
}

export function drawNumber(canvas: Canvas, place: NumberPlace, value: number): void {
  const digits = Array.from(String(Math.round(value)));
  const width = place.height / 2;
  const left = place.x - (digits.length * width * 1.4) / 2;
  digits.forEach((digit, index) =>
    drawDigit(canvas, { ...place, x: left + index * width * 1.4 }, Number(digit)),
  );
}

function drawDigit(canvas: Canvas, { x, y, height, tone }: NumberPlace, digit: number): void {
  const unit = height / 2;
  const half = Math.max(0.35, height * 0.06);
  const at = ([right, down]: Point): Point => [x + right * unit, y + (down - 1) * unit];
  for (const name of DIGITS[digit] ?? '') {
    const stroke = STROKES[name];
    if (stroke === undefined) continue;
    const [from, to] = stroke;
    canvas.stroke({ from: at(from), to: at(to), fromHalf: half, toHalf: half, tone });
  }
}
