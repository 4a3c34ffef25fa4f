/**
 * All mistakes of a file of workflows, told by what a gateway of that site could do: one is built for it
 * beside an empty data directory, and not started.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Diagnostic } from '../config/diagnostic.ts';
import { LiveSite } from '../config/live-site.ts';
import type { SiteWithBoards } from '../config/read-site.ts';
import { createLog } from '../core/log.ts';
import { loadWorkflows } from '../workflows/load-workflows.ts';
import { assembleGateway, type NodePlaces } from './gateway-node.ts';
import { buildGround } from './ground.ts';
import { workflowContext } from './workflow-context.ts';

export interface WorkflowsCheck {
  /** Absolute. */
  readonly file: string;
  /** The site directory; absolute. */
  readonly directory: string;
  readonly places: NodePlaces;
}

const ABSENT = 'workflows stand in workflows.yaml of the site directory';

export async function checkWorkflows(
  { site, boards }: SiteWithBoards,
  { file, directory, places }: WorkflowsCheck,
): Promise<readonly Diagnostic[]> {
  if (site === undefined) return [];
  const dataDirectory = await mkdtemp(join(tmpdir(), 'boardtalk-check-'));
  try {
    const ground = await buildGround({
      options: {
        ...{ role: 'gateway', dataDirectory, configDirectory: directory },
        ...{ onReady: ignore, onClaimCode: ignore, onPresenceCode: ignore },
      },
      site: new LiveSite(site, boards),
      log: createLog('silent'),
    });
    const { known } = assembleGateway(ground, places).gateway.workflows;
    const context = await workflowContext({ directory, site, ...known() });
    const place = { directory: dirname(file), file: basename(file), hintIfAbsent: ABSENT };
    return (await loadWorkflows(place, context)).diagnostics;
  } finally {
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

function ignore(): void {
  // Nothing is started that could tell anything.
}
