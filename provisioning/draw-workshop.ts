/**
 * Draws what the camera of the sample site sees: an empty workshop, of our own making. Run by hand
 * when the drawing changes; the picture is kept with the site, so that nobody needs this to start it.
 *
 *   node --import tsx provisioning/draw-workshop.ts
 */
import { writeFileSync } from 'node:fs';
import { drawPng } from '../runtime/devices/past/plot-png.ts';

const FILE = 'provisioning/site/pictures/workshop.png';

const SCENE = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320" viewBox="0 0 480 320">
  <rect width="480" height="320" fill="#cdd5d6"/>
  <path d="M0 210L480 210L480 320L0 320Z" fill="#9c968c"/>
  <path d="M0 210L480 210" stroke="#7d776e" stroke-width="4"/>
  <rect x="40" y="40" width="130" height="90" fill="#f4fafc" stroke="#6d7b80" stroke-width="6"/>
  <path d="M105 40V130M40 85H170" stroke="#6d7b80" stroke-width="4"/>
  <rect x="250" y="50" width="180" height="70" fill="#b39b78"/>
  <path d="M270 60v35M262 60h16M310 60v40M304 100h12M350 60l14 40M390 60v38M382 98h16" stroke="#4d4f50" stroke-width="5"/>
  <rect x="220" y="170" width="230" height="16" fill="#8a6a43"/>
  <path d="M235 186V280M435 186V280" stroke="#6f5433" stroke-width="12"/>
  <rect x="370" y="140" width="52" height="30" fill="#3f6f8f"/>
  <circle cx="60" cy="250" r="34" fill="#5b6a5a"/>
  <rect x="26" y="246" width="68" height="50" fill="#5b6a5a"/>
  <path d="M110 296L150 236L190 296" fill="none" stroke="#6f5433" stroke-width="8"/>
  <text x="470" y="310" text-anchor="end" font-family="DejaVu Sans" font-size="12" fill="#3a3a3a">a drawing</text>
</svg>`;

const png = await drawPng(SCENE);
if (png === undefined) throw new Error('this machine has no resvg, which draws the picture');
writeFileSync(FILE, png);
