/**
 * Draws round gauges as cameras see them: faces, scales, digits, needles, light, shadow, glare, blur,
 * noise, a camera that stands aside. All by chance from a seed, in the same bits on every machine.
 */
import { directionOf } from '../../runtime/inference/unwrap-dial.ts';
import type { Random } from '../kit/random.ts';
import { Canvas, type Point } from './canvas.ts';
import { drawNumber } from './draw-number.ts';

/** Pixels, in width and height. */
export const PICTURE_SIZE = 96;

export interface Gauge {
  readonly pixels: Uint8Array;
  /** Where the needle points, 0 to 1 clockwise from straight down; absent where nobody could tell. */
  readonly turn?: number;
  /** How far the scale goes round, 0 to 1: an error counts against it. */
  readonly sweep: number;
}

/** From the middle of the face, in radii, to pixels: the camera stands a little aside, and not straight above. */
type Place = (x: number, y: number) => Point;

interface Look {
  readonly face: number;
  readonly ink: number;
  readonly needle: number;
  /** Of the scale, in turns. */
  readonly start: number;
  readonly sweep: number;
}

/** Why a gauge cannot be read. */
type Trouble = 'covered' | 'dark' | 'white' | 'no needle' | 'blurred';

export function drawGauge(random: Random, unreadableShare = 0.2): Gauge {
  const trouble = random.chance(unreadableShare)
    ? random.pick<Trouble>(['covered', 'dark', 'white', 'no needle', 'blurred'])
    : undefined;
  const look = lookOf(random);
  const { place, scale } = placeOf(random);
  const canvas = new Canvas(PICTURE_SIZE, random.between(0.05, 0.95));
  drawFace(canvas, { look, place, scale }, random);
  const turn = look.start + look.sweep * random.next();
  if (trouble !== 'no needle') drawNeedle(canvas, { look, place, scale }, turn, random);
  if (trouble === 'covered') cover(canvas, random);
  light(canvas, trouble, random);
  const pixels = canvas.bytes();
  const { sweep } = look;
  return trouble === undefined ? { pixels, turn: turn % 1, sweep } : { pixels, sweep };
}

function lookOf(random: Random): Look {
  const isDark = random.chance(0.3);
  const face = isDark ? random.between(0.02, 0.28) : random.between(0.68, 1);
  const ink = isDark ? random.between(0.65, 1) : random.between(0, 0.35);
  const towards = isDark ? random.between(0.53, 1) : random.between(0, 0.43);
  const needle = random.chance(0.5) ? ink : towards;
  const sweep = random.between(0.55, 0.8);
  const start = (1 - sweep) / 2 + random.between(-0.06, 0.06);
  return { face, ink, needle, start, sweep };
}

function placeOf(random: Random): { readonly place: Place; readonly scale: number } {
  const scale = PICTURE_SIZE * random.between(0.455, 0.5);
  const [middleX, middleY] = [aside(random, 0.015), aside(random, 0.015)];
  const [tiltX, tiltY] = [random.between(-0.08, 0.08), random.between(-0.08, 0.08)];
  const flat = random.between(0.95, 1);
  const place: Place = (x, y) => {
    const far = 1 + tiltX * x + tiltY * y;
    return [middleX + (scale * x * flat) / far, middleY + (scale * y) / far];
  };
  return { place, scale };
}

function aside(random: Random, share: number): number {
  return PICTURE_SIZE * (0.5 + random.between(-share, share));
}

interface Scene {
  readonly look: Look;
  readonly place: Place;
  /** Pixels of one radius. */
  readonly scale: number;
}

function drawFace(canvas: Canvas, scene: Scene, random: Random): void {
  const { look, place, scale } = scene;
  canvas.disc(place(0, 0), scale * random.between(1, 1.12), random.between(0, 1));
  canvas.disc(place(0, 0), scale * random.between(0.92, 1), look.face);
  const outer = random.between(0.78, 0.92);
  if (random.chance(0.4)) drawZone(canvas, scene, outer, random);
  if (random.chance(0.6)) drawArc(canvas, scene, { radius: outer, half: 0.008, tone: look.ink });
  drawScale(canvas, scene, outer, random);
  if (random.chance(0.6)) {
    const [x, y] = place(random.between(-0.25, 0.05), random.between(0.25, 0.5));
    drawNumber(canvas, { x, y, height: scale * 0.12, tone: look.ink }, random.below(1_000));
  }
}

function drawScale(canvas: Canvas, scene: Scene, outer: number, random: Random): void {
  const { look, scale } = scene;
  const [majors, minors] = [4 + random.below(8), 1 + random.below(10)];
  const lengths = { major: random.between(0.08, 0.16), minor: random.between(0.03, 0.07) };
  const half = random.between(0.006, 0.02);
  const unit = random.pick([1, 2, 5, 10, 20]);
  const hasNumbers = random.chance(0.75);
  for (let tick = 0; tick <= majors * minors; tick += 1) {
    const turn = look.start + (look.sweep * tick) / (majors * minors);
    const isMajor = tick % minors === 0;
    const length = isMajor ? lengths.major : lengths.minor;
    const width = isMajor ? half : half / 2;
    drawRay(canvas, scene, { turn, from: outer - length, to: outer, half: width, tone: look.ink });
    if (!isMajor || !hasNumbers) continue;
    const [across, down] = directionOf(turn);
    const far = outer - lengths.major - 0.1;
    const [x, y] = scene.place(across * far, down * far);
    drawNumber(canvas, { x, y, height: scale * 0.1, tone: look.ink }, (tick / minors) * unit);
  }
}

interface Ray {
  readonly turn: number;
  /** In radii; a negative one lies on the other side of the middle. */
  readonly from: number;
  readonly to: number;
  readonly half: number;
  /** At its end; as `half` where none is given. */
  readonly endHalf?: number;
  readonly tone: number;
}

function drawRay(canvas: Canvas, { place, scale }: Scene, ray: Ray): void {
  const [across, down] = directionOf(ray.turn);
  canvas.stroke({
    from: place(across * ray.from, down * ray.from),
    to: place(across * ray.to, down * ray.to),
    fromHalf: ray.half * scale,
    toHalf: (ray.endHalf ?? ray.half) * scale,
    tone: ray.tone,
  });
}

interface Arc {
  readonly radius: number;
  readonly half: number;
  readonly tone: number;
  /** Which part of the scale; all of it where none is given. */
  readonly part?: readonly [from: number, to: number];
}

function drawArc(canvas: Canvas, { look, place, scale }: Scene, arc: Arc): void {
  const [first, last] = arc.part ?? [0, 1];
  const pieces = 24;
  const at = (piece: number): Point => {
    const share = first + ((last - first) * piece) / pieces;
    const [across, down] = directionOf(look.start + look.sweep * share);
    return place(across * arc.radius, down * arc.radius);
  };
  const half = arc.half * scale;
  for (let piece = 0; piece < pieces; piece += 1)
    canvas.stroke({
      from: at(piece),
      to: at(piece + 1),
      fromHalf: half,
      toHalf: half,
      tone: arc.tone,
    });
}

/** The coloured part of a scale. */
function drawZone(canvas: Canvas, scene: Scene, outer: number, random: Random): void {
  const first = random.next() * 0.8;
  const part = [first, Math.min(1, first + random.between(0.1, 0.4))] as const;
  const [radius, half] = [outer - 0.05, random.between(0.02, 0.05)];
  drawArc(canvas, scene, { radius, half, tone: random.between(0.25, 0.7), part });
}

function drawNeedle(canvas: Canvas, scene: Scene, turn: number, random: Random): void {
  const { look, scale } = scene;
  const half = random.between(0.018, 0.05);
  const endHalf = half * random.between(0.15, 1);
  const [to, tail] = [random.between(0.62, 0.92), random.between(0, 0.32)];
  const needle = { turn, from: 0, to, half, endHalf, tone: look.needle };
  const back = {
    turn,
    from: 0,
    to: -tail,
    half,
    endHalf: half * random.between(0.6, 1.6),
    tone: look.needle,
  };
  if (random.chance(0.4)) {
    const [right, below] = [random.between(-0.05, 0.05), random.between(0, 0.06)];
    const place: Place = (x, y) => scene.place(x + right, y + below);
    const shade = { ...needle, tone: look.face * random.between(0.55, 0.9) };
    drawRay(canvas, { ...scene, place }, shade);
  }
  drawRay(canvas, scene, back);
  drawRay(canvas, scene, needle);
  const hub = random.chance(0.6) ? look.needle : random.between(0, 1);
  canvas.disc(scene.place(0, 0), scale * random.between(0.05, 0.14), hub);
}

/** Something before the face: no more than the end of the needle could be seen. */
function cover(canvas: Canvas, random: Random): void {
  const tone = random.between(0.1, 0.9);
  const middle: Point = [aside(random, 0.04), aside(random, 0.04)];
  canvas.disc(middle, PICTURE_SIZE * random.between(0.42, 0.6), tone);
}

function light(canvas: Canvas, trouble: Trouble | undefined, random: Random): void {
  const [right, down] = [random.between(-0.25, 0.25), random.between(-0.25, 0.25)];
  const [glareX, glareY] = [random.between(-0.8, 0.8), random.between(-0.8, 0.8)];
  const glare = random.chance(0.3) ? random.between(0.1, 0.5) : 0;
  const [exposure, lift] = exposureOf(trouble, random);
  canvas.change((tone, x, y) => {
    const [toX, toY] = [x - glareX, y - glareY];
    const shine = Math.max(0, 1 - (toX * toX + toY * toY) * 6) * glare;
    return (tone * (1 + right * x + down * y) + shine) * exposure + lift;
  });
  canvas.blur(trouble === 'blurred' ? 12 + random.below(8) : random.below(3));
  if (trouble === 'blurred') canvas.blur(8);
  const noise = random.between(0, trouble === 'dark' ? 0.02 : 0.05);
  canvas.change((tone) => tone + noise * (random.next() + random.next() + random.next() - 1.5) * 2);
}

function exposureOf(trouble: Trouble | undefined, random: Random): readonly [number, number] {
  if (trouble === 'dark') return [random.between(0, 0.03), 0];
  if (trouble === 'white') return [random.between(0, 0.1), 1];
  return [random.between(0.35, 1.1), random.between(0, 0.1)];
}
