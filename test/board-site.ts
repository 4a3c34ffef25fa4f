/** The site that tests of the board run on (`board-site/`), read once, and where its board finds what it needs. */
import type { BoardFile } from '../runtime/config/board-file.ts';
import { formatDiagnostic } from '../runtime/config/diagnostic.ts';
import { readSite } from '../runtime/config/read-site.ts';
import type { Site, SiteBoard } from '../runtime/config/site.ts';
import type { Driver } from '../runtime/hal/driver.ts';
import { loadedDrivers } from './loaded-drivers.ts';

export const HELPER_SCRIPT = 'runtime/devices/safe-state-helper.sh';

const sources = { boardsDirectory: 'boards', drivers: loadedDrivers };
const { site: found, boards, diagnostics } = await readSite('test/board-site', sources);
const [board] = found?.boards ?? [];
const file = boards.get(board?.model ?? '');
if (found === undefined || board === undefined || file === undefined)
  throw new Error(diagnostics.map(formatDiagnostic).join('\n'));

export const site: Site = found;
export const siteBoard: SiteBoard = board;
export const boardFile: BoardFile = file;

export async function findDriver(id: string): Promise<Driver> {
  const load = loadedDrivers[id];
  if (load === undefined) throw new Error(`there is no driver "${id}"`);
  return load();
}
