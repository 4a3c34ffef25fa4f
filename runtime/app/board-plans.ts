/** From the site to what each of its boards is told to be. */
import { foreignThings } from '../config/foreign-things.ts';
import type { BoardFiles } from '../config/live-site.ts';
import type { Site } from '../config/site.ts';
import { withoutLearned } from '../config/with-learned.ts';
import type { BoardPlan } from '../devices/board-seat.ts';
import type { BoardWithHeader } from '../devices/pins/pin-row.ts';
import { HalError } from '../hal/errors.ts';
import { headerOf } from '../hal/header.ts';

/** @throws HalError when there is no such board */
export function planOf(site: Site, files: BoardFiles, id: string): BoardPlan {
  const board = site.boards.find((each) => each.id === id);
  const hardware = files.get(board?.model ?? '');
  if (board === undefined || hardware === undefined)
    throw new HalError('HAL_BOARD_FILE', `the site has no board "${id}" any more`);
  return { site: withoutLearned(board), hardware, foreign: foreignThings(site, board) };
}

/** With the board of this node first. */
export function boardsWithHeaders(
  { boards }: Site,
  files: BoardFiles,
  own: string,
): readonly BoardWithHeader[] {
  const sorted = [...boards].sort((a, b) => Number(b.id === own) - Number(a.id === own));
  return sorted.map(({ id, parts, model }) => {
    const file = files.get(model);
    return { id, parts, header: file === undefined ? [] : headerOf(file) };
  });
}
