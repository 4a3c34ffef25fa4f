/** A site directory read with everything it may name: all boards there are, all drivers there are. */
import type { BoardFile } from './board-file.ts';
import type { Diagnostic } from './diagnostic.ts';
import { boardVocabulary, listBoardFiles, loadBoardFile } from './load-board-file.ts';
import { loadSite, type LoadedSite } from './load-site.ts';
import type { DriverVocabulary } from './vocabulary.ts';

export interface VocabularySources {
  readonly boardsDirectory: string;
  readonly drivers: Readonly<Record<string, () => Promise<DriverVocabulary>>>;
}

export interface SiteWithBoards extends LoadedSite {
  readonly boards: ReadonlyMap<string, BoardFile>;
}

/** What is wrong with a board file is told before what is wrong with the site. */
export async function readSite(
  directory: string,
  sources: VocabularySources,
): Promise<SiteWithBoards> {
  const boards = new Map<string, BoardFile>();
  const mistakes: Diagnostic[] = [];
  for (const id of await listBoardFiles(sources.boardsDirectory)) {
    const { file, diagnostics } = await loadBoardFile(sources.boardsDirectory, id);
    mistakes.push(...diagnostics);
    if (file !== undefined) boards.set(id, file);
  }
  const drivers = new Map<string, DriverVocabulary>();
  for (const [id, load] of Object.entries(sources.drivers)) drivers.set(id, await load());
  const known = new Map([...boards].map(([id, file]) => [id, boardVocabulary(file)]));
  const loaded = await loadSite(directory, { drivers, boards: known });
  return { ...loaded, boards, diagnostics: [...mistakes, ...loaded.diagnostics] };
}
