/** Every board file that there is, with the mistakes of all: for lists. A node reads only those its site names. */
import type { BoardFile } from './board-file.ts';
import type { Diagnostic } from './diagnostic.ts';
import { listBoardFiles, loadBoardFile } from './load-board-file.ts';

export interface LoadedBoards {
  /** In the order of their ids. */
  readonly files: readonly BoardFile[];
  readonly diagnostics: readonly Diagnostic[];
}

export async function loadAllBoards(boardsDirectory: string): Promise<LoadedBoards> {
  const ids = await listBoardFiles(boardsDirectory);
  const loaded = await Promise.all(ids.map((id) => loadBoardFile(boardsDirectory, id)));
  return {
    files: loaded.flatMap(({ file }) => file ?? []),
    diagnostics: loaded.flatMap(({ diagnostics }) => diagnostics),
  };
}
