/**
 * The composition root: builds everything, and decides the order in which it starts and stops. This
 * file and `app/` are the only ones that know every room and every driver; what a room needs of a
 * later one is handed in here.
 */
import { fileURLToPath } from 'node:url';
import { driverCatalog } from '../drivers/catalog.ts';
import { planOf } from './app/board-plans.ts';
import { buildBoardSide, type BoardSide } from './app/board-side.ts';
import { buildDoors } from './app/doors.ts';
import { buildGatewaySide, type GatewaySide } from './app/gateway-side.ts';
import { buildGround, type NodeParts } from './app/ground.ts';
import { buildWatch } from './app/watch.ts';
import type { NodeOptions, ReadyNode } from './cli/ports.ts';
import type { Diagnostic } from './config/diagnostic.ts';
import { LiveSite } from './config/live-site.ts';
import { readSite } from './config/read-site.ts';
import { createLog } from './core/log.ts';
import type { BoardPlan } from './devices/board-seat.ts';
import type { CommandLink } from './tasks/command-link.ts';
import { SiteKeeper } from './app/site-keeper.ts';
import { SiteWatch } from './config/site-watch.ts';
import { startAll, stopAll, type NamedService, type Service } from './core/service.ts';

/** Paths are the same beside `runtime/app.ts` and in the bundle, which mirrors `runtime/`. */
const SITE_SOURCES = { boardsDirectory: path('../boards/'), drivers: driverCatalog };
const PAGE = path('./web/page/');
const HELPER = path('./devices/safe-state-helper.sh');

/** All mistakes and warnings of a site directory; starts nothing. */
export async function checkSite(directory: string): Promise<readonly Diagnostic[]> {
  return (await readSite(directory, SITE_SOURCES)).diagnostics;
}

/**
 * Runs a node until `signal` aborts, then stops it in order. Resolves with the mistakes of the site
 * directory that kept it from starting; empty after an orderly stop.
 */
export async function runNode(
  options: NodeOptions,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const { site, boards, diagnostics } = await readSite(options.configDirectory, SITE_SOURCES);
  if (site === undefined) return diagnostics;
  // From here on the process lives where the site is, and needs no tables of other zones.
  if (site.timezone !== undefined) process.env['TZ'] = site.timezone;
  const log = createLog(process.stderr.isTTY ? 'warn' : 'info');
  for (const { file, line, message } of site.warnings) log.warn({ file, line }, message);
  const live = new LiveSite(site, boards);
  const { services, describe } = await build({ options, site: live, log });
  try {
    await startAll(services, signal);
  } catch (error) {
    // Whoever stops it while it starts gets what they asked for; all that had started is stopped.
    if (error === signal.reason) return [];
    throw error;
  }
  options.onReady(describe());
  await aborted(signal);
  for (const { name, error } of await stopAll(services))
    log.error({ name, error }, 'service did not stop');
  return [];
}

interface BuiltNode {
  /** In the order they start; they stop in the reverse order. */
  readonly services: readonly NamedService[];
  readonly describe: () => ReadyNode;
}

/** Constructors only assign, so everything is built before anything starts. */
async function build(parts: NodeParts): Promise<BuiltNode> {
  let isReady = false;
  const ground = await buildGround(parts);
  const board = buildBoardSide({
    ...ground,
    directory: ground.options.dataDirectory,
    helperScript: HELPER,
    trusted: new Map([[ground.key.id, ground.key.publicKey]]),
    onEvent: (event) => {
      gateway.hear(event);
    },
  });
  const { configDirectory: directory } = ground.options;
  const read = (): ReturnType<typeof readSite> => readSite(directory, SITE_SOURCES);
  const keeper = new SiteKeeper({ ...ground, board, read });
  const siteWatch = new SiteWatch({ ...ground, directory, onChange: () => keeper.reload() });
  const watch = buildWatch(ground, board, keeper);
  const link: CommandLink = { send: (_board, ...command) => board.receive(...command) };
  const gateway: GatewaySide = buildGatewaySide(ground, { board, watch, link });
  const { socket, web } = buildDoors(ground, gateway, {
    pageDirectory: PAGE,
    isReady: () => isReady,
  });
  const { site, boardId, people, sessions, tokens } = ground;
  const { tasks, outbox, inbox } = gateway;
  const services = [
    { name: 'store', service: ground.store },
    { name: 'journal', service: ground.journal },
    {
      name: 'memory',
      service: onStart(() => loadAll([people, sessions, tokens, tasks, outbox, inbox])),
    },
    // While sensors are waited for, there is time for it.
    { name: 'web libraries', service: onStart(() => web?.prepare()) },
    { name: 'board', service: seated(board, () => planOf(site, site.files, boardId)) },
    { name: 'refusals', service: gateway.refusals },
    { name: 'news', service: onStart(() => gateway.news.restarted()) },
    { name: 'schedule', service: gateway.schedule },
    { name: 'site watch', service: siteWatch },
    { name: 'vitals', service: watch.vitals },
    { name: 'alerts', service: watch.alerts },
    {
      name: 'claim',
      service: onStart(() => {
        ground.claimDesk.open();
      }),
    },
    { name: 'socket', service: socket },
    ...(web === undefined ? [] : [{ name: 'web', service: web }]),
    {
      name: 'ready',
      service: onStart(() => {
        isReady = true;
      }),
    },
  ];
  return { services, describe: () => describe(web?.url, ground.claimCode()) };
}

/** The board lives from here on, by the plan there is. */
function seated(board: BoardSide, plan: () => BoardPlan): Service {
  return { start: (signal) => board.take(plan(), signal), stop: () => board.stop() };
}

function describe(url: string | undefined, claimCode: string | undefined): ReadyNode {
  return {
    ...(url === undefined ? {} : { url }),
    ...(claimCode === undefined ? {} : { claimCode }),
  };
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}

/** Something that only has to happen once, in its place in the order of start. */
function onStart(work: () => void | Promise<void>): Service {
  return {
    start: async () => {
      await work();
    },
    stop: () => Promise.resolve(),
  };
}

async function loadAll(memories: readonly { load(): Promise<void> }[]): Promise<void> {
  await Promise.all(memories.map((memory) => memory.load()));
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}
