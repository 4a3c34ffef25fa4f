/** What the checks of workflows are told of a site. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Site } from '../config/site.ts';
import { formatAddress } from '../core/reading.ts';
import type { CheckContext } from '../workflows/check-context.ts';

export async function workflowContext({
  directory,
  site,
  actions,
  judgePhrase,
}: {
  /** Of the site. */
  readonly directory: string;
  readonly site: Pick<Site, 'boards' | 'platforms' | 'discovered'>;
  readonly actions: CheckContext['actions'];
  readonly judgePhrase: CheckContext['judgePhrase'];
}): Promise<CheckContext> {
  const things = site.boards.flatMap((board) => board.things);
  const properties = things.flatMap(({ id: thing, properties }) =>
    properties.map(({ name, type }) => [formatAddress({ thing, property: name }), type] as const),
  );
  return {
    ...{ things, announced: Object.keys(site.discovered) },
    ...{ actions, judgePhrase, boards: site.boards.map(({ id }) => id) },
    readings: new Map(properties),
    platforms: site.platforms.map(({ name }) => name),
    templates: await readdir(join(directory, 'templates')).catch(() => []),
  };
}
