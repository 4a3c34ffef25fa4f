/** The sample site and all boards there are, read once for a whole test file. */
import { driverCatalog } from '../drivers/catalog.ts';
import type { BoardFile } from '../runtime/config/board-file.ts';
import { formatDiagnostic } from '../runtime/config/diagnostic.ts';
import { readSite } from '../runtime/config/read-site.ts';
import type { Site } from '../runtime/config/site.ts';

export interface SampleSite {
  readonly site: Site;
  readonly boards: ReadonlyMap<string, BoardFile>;
}

let sample: Promise<SampleSite> | undefined;

export function readSampleSite(): Promise<SampleSite> {
  return (sample ??= read());
}

async function read(): Promise<SampleSite> {
  const sources = { boardsDirectory: 'boards', drivers: driverCatalog };
  const { site, boards, diagnostics } = await readSite('provisioning/site', sources);
  if (site === undefined) throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  return { site, boards };
}
