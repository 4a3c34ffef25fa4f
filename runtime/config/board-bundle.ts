/**
 * The site bundle of one board: everything it needs to run with nobody else alive. Made on the
 * gateway from the checked site directory; signed by `policy/sealed-bundle.ts`.
 */
import { createHash } from 'node:crypto';
import { encodeCbor } from '../core/cbor.ts';
import type { z } from '../core/schema.ts';
import type { BoardFile } from './board-file.ts';
import { boardBundleSchema } from './bundle-schema.ts';
import type { BundleWorkflow } from './bundle-workflow.ts';
import { withoutDiscovered } from './discovered-parts.ts';
import { foreignThings } from './foreign-things.ts';
import type { Site } from './site.ts';
import { withoutLearned } from './with-learned.ts';

export type BoardBundle = Readonly<z.infer<typeof boardBundleSchema>>;

export interface BundleRequest {
  readonly site: Site;
  /** Board files by model, as `readSite` gives them. */
  readonly boards: ReadonlyMap<string, BoardFile>;
  readonly board: string;
  readonly version: number;
  /** Those that run on it. */
  readonly workflows?: readonly BundleWorkflow[];
}

/** undefined when the site has no such board, or no file describes its model. */
export function bundleOf({
  site,
  boards,
  board: wanted,
  version,
  workflows = [],
}: BundleRequest): BoardBundle | undefined {
  const board = site.boards.find(({ id }) => id === wanted);
  const hardware = boards.get(board?.model ?? '');
  if (board === undefined || hardware === undefined) return undefined;
  const { id, title, language, timezone } = site;
  return boardBundleSchema.parse({
    format: 1,
    site: { id, title, language, ...(timezone === undefined ? {} : { timezone }) },
    version,
    // They hang on the broker of the gateway, which lives by no bundle.
    board: withoutLearned(withoutDiscovered(board)),
    hardware,
    foreign: foreignThings(site, board),
    ...(workflows.length === 0 ? {} : { workflows }),
  });
}

/** SHA-256 in hex of what a board is to do; the version is not part of it. */
export function bundleHash(bundle: BoardBundle): string {
  const content = encodeCbor({ ...bundle, version: 0 });
  return createHash('sha256').update(content).digest('hex');
}
