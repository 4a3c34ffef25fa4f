/**
 * The composition root: reads what a node is told to be, and starts and stops it in order. This file
 * and `app/` are the only ones that know every room and every driver; what a room needs of a later
 * one is handed in there.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { driverCatalog } from '../drivers/catalog.ts';
import type { BuiltNode } from './app/built-node.ts';
import { ServiceManager } from './app/service-manager.ts';
import type { BoardOptions, GatewayOptions, MessengerProof, NodeOptions } from './cli/ports.ts';
import type { Diagnostic } from './config/diagnostic.ts';
import { LiveSite } from './config/live-site.ts';
import type { SiteWithBoards } from './config/read-site.ts';
import type { SitePlatform } from './config/site.ts';
import { systemClock } from './core/clock.ts';
import { createLog, type Log } from './core/log.ts';
import { startAll, stopAll } from './core/service.ts';

/** Paths are the same beside `runtime/app.ts` and in the bundle, which mirrors `runtime/`. */
const SITE_SOURCES = { boardsDirectory: path('../boards/'), drivers: driverCatalog };
const PAGE = path('./web/page/');
const MODELS = path('../models/');
const HELPER = path('./devices/safe-state-helper.sh');
const SQL = path('./workflows/sources/');
const PLACES = { page: PAGE, helper: HELPER, models: MODELS, sql: SQL };

export { driverCatalog as drivers } from '../drivers/catalog.ts';

/** All mistakes and warnings of a site directory; starts nothing. */
export async function checkSite(directory: string): Promise<readonly Diagnostic[]> {
  const file = join(directory, 'workflows.yaml');
  const read = await readSiteAt(directory);
  const workflows = existsSync(file) ? await checkWorkflowsAt(read, file, directory) : [];
  return [...read.diagnostics, ...workflows];
}

/**
 * All mistakes and warnings of a file of workflows, for the site in a directory; where that has mistakes
 * itself, these. Starts nothing. Paths are absolute.
 */
export async function checkWorkflows(
  file: string,
  directory: string,
): Promise<readonly Diagnostic[]> {
  const read = await readSiteAt(directory);
  return read.site === undefined ? read.diagnostics : checkWorkflowsAt(read, file, directory);
}

/** Whether an account on a messenger works; asked in this process, beside any node. */
export async function tryMessenger(platform: SitePlatform): Promise<MessengerProof> {
  const { tryMessenger: attempt } = await import('./app/try-messenger.ts');
  return attempt(platform);
}

/**
 * Runs a node until `signal` aborts, then stops it in order. Resolves with the mistakes of the site
 * directory that kept it from starting; empty after an orderly stop.
 */
export async function runNode(
  options: NodeOptions,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const log = createLog(process.stderr.isTTY ? 'warn' : 'info');
  const built =
    options.role === 'board' ? await buildBoard(options, log) : await buildGateway(options, log);
  if (!('services' in built)) return built;
  const { describe } = built;
  const manager = new ServiceManager({ env: process.env, clock: systemClock, log });
  const services = [...built.services, { name: 'service manager', service: manager }];
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

/** Boards never read YAML: their gateway did. */
async function readSiteAt(directory: string, gateway?: string): Promise<SiteWithBoards> {
  const { readSite } = await import('./config/read-site.ts');
  return readSite(directory, SITE_SOURCES, { gateway });
}

async function checkWorkflowsAt(
  read: SiteWithBoards,
  file: string,
  directory: string,
): Promise<readonly Diagnostic[]> {
  const { checkWorkflows: check } = await import('./app/check-workflows.ts');
  const places = { ...PLACES, read: () => readSiteAt(directory) };
  return check(read, { file, directory, places });
}

/** Each role loads only its own: a board needs no language and no page, and has less memory. */
async function buildBoard(options: BoardOptions, log: Log): Promise<BuiltNode> {
  const { buildBoardNode } = await import('./app/board-node.ts');
  return buildBoardNode(options, { log, helper: HELPER, models: MODELS });
}

async function buildGateway(
  options: GatewayOptions,
  log: Log,
): Promise<BuiltNode | readonly Diagnostic[]> {
  const read = (): Promise<SiteWithBoards> => readSiteAt(options.configDirectory, options.board);
  const { site, boards, diagnostics } = await read();
  if (site === undefined) return diagnostics;
  // From here on the process lives where the site is, and needs no tables of other zones.
  if (site.timezone !== undefined) process.env['TZ'] = site.timezone;
  for (const { file, line, message } of site.warnings) log.warn({ file, line }, message);
  const { buildGatewayNode } = await import('./app/gateway-node.ts');
  const parts = { options, site: new LiveSite(site, boards), log };
  return buildGatewayNode(parts, { ...PLACES, read });
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
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
