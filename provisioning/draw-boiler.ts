/**
 * Draws what the camera of the sample site sees on the boiler. Run it while the site runs, and ask
 * again: the needle has moved, or cannot be read any more.
 *
 *   node --import tsx provisioning/draw-boiler.ts [BAR | covered]      # 4.2, as it is shipped
 */
import { writeFileSync } from 'node:fs';
import { drawBoiler } from './boiler-picture.ts';

const FILE = 'provisioning/site/pictures/boiler.png';

const [given = '4.2'] = process.argv.slice(2);
writeFileSync(FILE, await drawBoiler(given === 'covered' ? undefined : Number(given)));
