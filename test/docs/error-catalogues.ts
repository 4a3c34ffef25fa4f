/** Every error catalogue of the tree, found by its file name and its export: `*errors.ts`, `…_ERRORS`. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findFiles, isTest } from '../guards/source-files.ts';

/** Code → hint. */
type ErrorCatalogue = Readonly<Record<string, string>>;

export interface FoundCatalogue {
  /** The file that declares it. */
  readonly path: string;
  readonly codes: ErrorCatalogue;
}

export async function findErrorCatalogues(): Promise<FoundCatalogue[]> {
  const paths = findFiles(['runtime', 'drivers', 'models'], 'errors.ts').filter(
    (path) => !isTest(path),
  );
  const found = await Promise.all(paths.map(readCatalogues));
  return found.flat();
}

async function readCatalogues(path: string): Promise<FoundCatalogue[]> {
  const module = (await import(pathToFileURL(resolve(path)).href)) as Record<string, unknown>;
  return Object.entries(module)
    .filter(([name]) => name.endsWith('_ERRORS'))
    .map(([, codes]) => ({ path, codes: codes as ErrorCatalogue }));
}
