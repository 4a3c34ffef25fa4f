/**
 * What the camera of the sample site sees on the boiler: a pressure gauge of 0 to 10 bar, of our own
 * drawing. The same value gives the same bytes on the same machine.
 */
import { drawPng } from '../runtime/devices/past/plot-png.ts';

/** Of the scale, clockwise from straight down: as `calibrate` of boiler.pressure has it. */
const [START_TURN, END_TURN, END_BAR] = [0.125, 0.875, 10];

const [MIDDLE, RADIUS] = [160, 150];

/** From the middle of the face, `far` in shares of its radius. */
function place(bar: number, far: number): string {
  const turn = START_TURN + (END_TURN - START_TURN) * (bar / END_BAR);
  const angle = 2 * Math.PI * turn;
  const x = MIDDLE - Math.sin(angle) * far * RADIUS;
  const y = MIDDLE + Math.cos(angle) * far * RADIUS;
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

function drawTick(tenths: number): string {
  const bar = tenths / 10;
  const isMajor = tenths % 10 === 0;
  const line = `<path d="M${place(bar, isMajor ? 0.76 : 0.82)}L${place(bar, 0.88)}" stroke="#222" stroke-width="${isMajor ? 4 : 1.5}"/>`;
  if (tenths % 20 !== 0) return line;
  const [x = '', y = ''] = place(bar, 0.62).split(' ');
  return `${line}<text x="${x}" y="${y}" dy="6" text-anchor="middle" font-family="DejaVu Sans" font-size="18" fill="#222">${bar}</text>`;
}

function drawGauge(bar: number, isCovered: boolean): string {
  const ticks = Array.from({ length: 51 }, (_, index) => drawTick(index * 2)).join('');
  const cloth = `<circle cx="${MIDDLE}" cy="${MIDDLE}" r="170" fill="#7d776e"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="320" viewBox="0 0 320 320">
  <rect width="320" height="320" fill="#8d9698"/>
  <circle cx="${MIDDLE}" cy="${MIDDLE}" r="158" fill="#4d5558"/>
  <circle cx="${MIDDLE}" cy="${MIDDLE}" r="${RADIUS}" fill="#f6f4ee"/>
  <path d="M${place(8, 0.85)}A127 127 0 0 1 ${place(10, 0.85)}" fill="none" stroke="#d98c7e" stroke-width="9"/>
  ${ticks}
  <text x="${MIDDLE}" y="232" text-anchor="middle" font-family="DejaVu Sans" font-size="16" fill="#222">bar</text>
  <path d="M${place(bar + END_BAR / 1.5, 0.2)}L${place(bar, 0.8)}" stroke="#1d2a33" stroke-width="8" stroke-linecap="round"/>
  <circle cx="${MIDDLE}" cy="${MIDDLE}" r="13" fill="#1d2a33"/>
  ${isCovered ? cloth : ''}
  <text x="314" y="314" text-anchor="end" font-family="DejaVu Sans" font-size="11" fill="#222">a drawing</text>
</svg>`;
}

/** @param bar 0 to 10; undefined: a cloth hangs before it @returns a PNG of 320 × 320 */
export async function drawBoiler(bar: number | undefined): Promise<Uint8Array> {
  if (bar !== undefined && !(bar >= 0 && bar <= END_BAR))
    throw new Error(`the gauge goes from 0 to ${END_BAR} bar, and not to ${bar}`);
  const png = await drawPng(drawGauge(bar ?? 0, bar === undefined));
  if (png === undefined) throw new Error('this machine has no resvg, which draws the picture');
  return png;
}
