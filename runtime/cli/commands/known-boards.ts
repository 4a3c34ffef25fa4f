/** The board files that came with the program, for the commands that need no node. */
import type { BoardFile } from '../../config/board-file.ts';
import { formatDiagnostic } from '../../config/diagnostic.ts';
import { HalError } from '../../hal/errors.ts';
import type { Surroundings } from '../places.ts';

/** @throws HalError HAL_BOARD_FILE when one of them has a mistake */
export async function loadKnownBoards({
  builtInBoards,
}: Surroundings): Promise<readonly BoardFile[]> {
  const { loadAllBoards } = await import('../../config/load-all-boards.ts');
  const { files, diagnostics } = await loadAllBoards(builtInBoards);
  if (diagnostics.length === 0) return files;
  throw new HalError('HAL_BOARD_FILE', diagnostics.map(formatDiagnostic).join('\n'));
}
