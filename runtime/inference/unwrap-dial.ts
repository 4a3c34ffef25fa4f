/**
 * The round face of a gauge → a strip as wide as the face goes round: a needle stands upright in it,
 * wherever it points. Columns go clockwise from straight down, where most scales have their gap; rows go
 * from near the hub to the scale. Brightness is taken relative to the strip, so that light does not count.
 * Same bits on every machine: the network that reads the strip was taught with this very code.
 */
import { cos, sin } from '../core/exact-math.ts';

export const DIAL_ROWS = 16;
export const DIAL_COLUMNS = 96;

/** Of the radius of the face. */
const [INNER, OUTER] = [0.16, 0.94];

/** A strip that varies less than this, of 255, is one colour: too dark, or too bright. */
const LEAST_DEVIATION = 3;

/** Where the face is in a square picture; all as shares of its width. */
export interface DialPlace {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** The face fills the picture. */
export const WHOLE_PICTURE: DialPlace = { x: 0.5, y: 0.5, radius: 0.48 };

/** [row][column], mean 0, deviation 1; all 0 where there is nothing to see. @param pixels one byte each, `size` × `size` */
export function unwrapDial(pixels: Uint8Array, size: number, place: DialPlace): Float32Array {
  const strip = new Float32Array(DIAL_ROWS * DIAL_COLUMNS);
  const picture = { pixels, size };
  for (let index = 0; index < strip.length; index += 1) {
    const [row, column] = [Math.floor(index / DIAL_COLUMNS), index % DIAL_COLUMNS];
    const [across, down] = DIRECTIONS[column] ?? [0, 1];
    const share = INNER + ((OUTER - INNER) * (row + 0.5)) / DIAL_ROWS;
    const far = place.radius * share;
    const [x, y] = [(place.x + across * far) * size, (place.y + down * far) * size];
    strip[index] = brightnessAt(picture, x - 0.5, y - 0.5);
  }
  return relative(strip);
}

const DIRECTIONS = Array.from({ length: DIAL_COLUMNS }, (_, column) =>
  directionOf((column + 0.5) / DIAL_COLUMNS),
);

/** @param turn 0 is straight down, 0.25 left, 0.5 up; clockwise */
export function directionOf(turn: number): readonly [across: number, down: number] {
  const angle = 2 * Math.PI * turn;
  return [-sin(angle), cos(angle)];
}

interface GreyPicture {
  readonly pixels: Uint8Array;
  readonly size: number;
}

/** Between four pixels; beyond the border, the pixel at it. */
function brightnessAt(picture: GreyPicture, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, bottom] = [x - left, y - top];
  const upper = pixelAt(picture, left, top) * (1 - right) + pixelAt(picture, left + 1, top) * right;
  const lower =
    pixelAt(picture, left, top + 1) * (1 - right) + pixelAt(picture, left + 1, top + 1) * right;
  return upper * (1 - bottom) + lower * bottom;
}

function pixelAt({ pixels, size }: GreyPicture, x: number, y: number): number {
  const inside = (at: number): number => Math.min(size - 1, Math.max(0, at));
  return pixels[inside(y) * size + inside(x)] ?? 0;
}

/** In place: mean 0, deviation 1. */
function relative(strip: Float32Array): Float32Array {
  let [sum, squares] = [0, 0];
  for (const value of strip) sum += value;
  const mean = sum / strip.length;
  for (const value of strip) squares += (value - mean) * (value - mean);
  const deviation = Math.sqrt(squares / strip.length);
  if (deviation < LEAST_DEVIATION) return strip.fill(0);
  return strip.map((value) => (value - mean) / deviation);
}
