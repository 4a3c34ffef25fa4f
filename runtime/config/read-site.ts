/** A site directory read with what it names of the boards and drivers there are. */
import type { BoardFile } from './board-file.ts';
import type { Diagnostic } from './diagnostic.ts';
import { boardVocabulary, listBoardFiles, loadBoardFile } from './load-board-file.ts';
import { loadSite, type LoadedSite, type SiteReading } from './load-site.ts';
import type { DriverVocabulary, FindVocabulary } from './vocabulary.ts';

export interface VocabularySources {
  readonly boardsDirectory: string;
  readonly drivers: Readonly<Record<string, () => Promise<DriverVocabulary>>>;
}

export interface SiteWithBoards extends LoadedSite {
  /** Those that the site names. */
  readonly boards: ReadonlyMap<string, BoardFile>;
}

/** What is wrong with a board file is told before what is wrong with the site. */
export async function readSite(
  directory: string,
  sources: VocabularySources,
  reading: SiteReading = {},
): Promise<SiteWithBoards> {
  const boards = new Map<string, BoardFile>();
  const mistakes: Diagnostic[] = [];
  const find: FindVocabulary = async (named) => {
    const known = {
      drivers: Object.keys(sources.drivers),
      boards: await listBoardFiles(sources.boardsDirectory),
    };
    for (const id of named.boards.filter((id) => known.boards.includes(id))) {
      const { file, diagnostics } = await loadBoardFile(sources.boardsDirectory, id);
      mistakes.push(...diagnostics);
      if (file !== undefined) boards.set(id, file);
    }
    return {
      drivers: await loadDrivers(sources.drivers, named.drivers),
      boards: new Map([...boards].map(([id, file]) => [id, boardVocabulary(file)])),
      known,
    };
  };
  const loaded = await loadSite(directory, find, reading);
  return { ...loaded, boards, diagnostics: [...mistakes, ...loaded.diagnostics] };
}

async function loadDrivers(
  drivers: VocabularySources['drivers'],
  named: readonly string[],
): Promise<ReadonlyMap<string, DriverVocabulary>> {
  const found = new Map<string, DriverVocabulary>();
  for (const id of named) {
    const load = Object.hasOwn(drivers, id) ? drivers[id] : undefined;
    if (load !== undefined) found.set(id, await load());
  }
  return found;
}
