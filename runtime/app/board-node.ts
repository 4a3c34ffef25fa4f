/**
 * A board that joins a site: it lives by the signed bundle of its gateway, and goes on with nobody
 * else alive. On its own socket it can be looked at; what is written comes from the gateway.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Action } from '../actions/action.ts';
import { Catalogue } from '../actions/catalogue.ts';
import type { ChatPort } from '../actions/chat-port.ts';
import { helpAction } from '../actions/help.action.ts';
import { Speech } from '../actions/speech.ts';
import { ControlSocket } from '../cli/control-socket.ts';
import { socketPath } from '../cli/places.ts';
import type { BoardOptions } from '../cli/ports.ts';
import type { BoardBundle } from '../config/board-bundle.ts';
import { LiveSite } from '../config/live-site.ts';
import type { Site } from '../config/site.ts';
import { systemClock } from '../core/clock.ts';
import { createId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { PropertyAddress } from '../core/reading.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Service } from '../core/service.ts';
import { SiteClock } from '../core/site-clock.ts';
import { WallClock } from '../core/wall-clock.ts';
import { thingsAction, statusAction } from '../devices/overview.action.ts';
import { busActions } from '../devices/bus/bus-actions.ts';
import { lookAction } from '../devices/look.action.ts';
import { pinsAction } from '../devices/pins.action.ts';
import { readAction } from '../devices/read.action.ts';
import { simActions } from '../devices/sim.action.ts';
import { BundleKeeper } from '../mesh/bundle/bundle-keeper.ts';
import { Discovery } from '../mesh/discovery/discovery.ts';
import { listInterfaces } from '../mesh/discovery/interfaces.ts';
import { loopbackInterfaces } from '../mesh/discovery/loopback.ts';
import { MeshError } from '../mesh/errors.ts';
import type { JoinToken } from '../mesh/join-token.ts';
import type { Address } from '../mesh/link/address.ts';
import { BoardLink } from '../mesh/link/board-link.ts';
import { gatewayCheck, type Owed } from '../mesh/link/gateway.check.ts';
import { keepJoinToken, loadJoinToken } from '../mesh/link/join-identity.ts';
import { KnownTasks } from '../mesh/link/known-tasks.ts';
import { SiteTrust } from '../mesh/link/site-trust.ts';
import { doctorAction } from '../monitor/doctor.action.ts';
import { Doctor } from '../monitor/doctor.ts';
import { authorize } from '../policy/roles.ts';
import { Journal } from '../state/journal.ts';
import { Store } from '../state/store.ts';
import { journalActions } from '../tasks/journal-actions.ts';
import { knownTasksAction } from '../tasks/known-tasks.action.ts';
import { boardsWithHeaders } from './board-plans.ts';
import { LateBoardWorkflows } from './board-workflows.ts';
import { buildBoardSide, busBenchOf, simulatorOf, type BoardSide } from './board-side.ts';
import { eyesOf } from './eyes.ts';
import { eventToMesh, reportToMesh } from './board-events.ts';
import type { BuiltNode } from './built-node.ts';
import { buildModels, modelsIn } from './node-models.ts';
import { nodeChecks } from './node-checks.ts';
import { boardMetrics } from './node-metrics.ts';
import { onStart } from './on-start.ts';
import { modesOf } from './own-board-out.ts';
import { VERSION } from './version.ts';

export interface BoardNodeParts {
  readonly log: Log;
  /** Path of the safe-state helper. */
  readonly helper: string;
  /** Where the models are that came with the program. */
  readonly models: string;
}

/** What a board node stands on. */
interface BoardGround {
  readonly token: JoinToken;
  readonly clock: SiteClock;
  readonly log: Log;
  readonly metrics: ReturnType<typeof boardMetrics>;
  readonly store: Store;
  readonly journal: Journal;
  readonly trust: SiteTrust;
  readonly site: LiveSite;
  /** How the gateway says that the tasks about its things stand. */
  readonly tasks: KnownTasks;
}

export async function buildBoardNode(
  { dataDirectory: directory, token: given, gateways }: BoardOptions,
  { log, helper, models: builtIn }: BoardNodeParts,
): Promise<BuiltNode> {
  const token = await tokenOf(directory, given);
  const ground = buildGround(directory, token, log);
  const { clock } = ground;
  const wallClock = new WallClock();
  const models = buildModels({ ...ground, directories: [modelsIn(directory), builtIn] });
  const board = buildBoardSide({
    ...{ ...ground, directory, helperScript: helper, trusted: ground.trust.keys },
    ...{ wallClock, models, pathsFrom: directory },
    endRuns: (which, person) => workflows.endRuns(which, person),
    onEvent: (event) => {
      link.event(eventToMesh(event, clock.now())).catch((error: unknown) => {
        log.error({ event: event.kind, error }, 'event could not be kept');
      });
    },
  });
  const discovery = discoveryOf(ground);
  const workflows = new LateBoardWorkflows({
    ...{ ...ground, board: token.node, things: board.things, random: Math.random },
    ...{ wallClock, language: 'en', catalogue: () => catalogue },
    perform: (order) => board.perform(order),
    tell: (report, keep) => link.event(reportToMesh(report, token.node, clock.now()), keep),
  });
  const { link, bundles } = buildLink(ground, { board, workflows }, () => [
    ...gateways,
    ...gatewaysFound(discovery, token.site),
  ]);
  discovery.onPeer(() => {
    link.lookAgain();
  });
  const doctor = doctorOf({ ...ground, directory, board }, { link, bundles });
  const catalogue = catalogueOf(ground, board, doctor);
  const socket = new ControlSocket({
    path: socketPath(directory),
    ports: { actions: catalogue, chat: noChat(token), elsewhere: elsewhere(token) },
    log,
  });
  const services = [
    { name: 'store', service: ground.store },
    { name: 'journal', service: ground.journal },
    { name: 'trust', service: onStart(() => ground.trust.load()) },
    { name: 'tasks', service: onStart(() => ground.tasks.load()) },
    { name: 'models', service: models },
    { name: 'board', service: ending(board, () => bundles.resume()) },
    { name: 'readings', service: telling(board, link) },
    { name: 'link', service: link },
    { name: 'workflows', service: workflows },
    { name: 'discovery', service: discovery },
    { name: 'socket', service: socket },
  ];
  return { services, describe: () => ({ board: token.node }) };
}

function buildGround(directory: string, token: JoinToken, log: Log): BoardGround {
  const clock = new SiteClock(systemClock);
  const store = new Store({ directory, clock, log });
  const journal = new Journal({ store, directory, clock, log });
  const trust = new SiteTrust({ fingerprint: token.key, store });
  const site = new LiveSite(emptySite(token), new Map());
  const tasks = new KnownTasks({ store, clock });
  return { token, clock, log, metrics: boardMetrics(), store, journal, trust, site, tasks };
}

/** Its bundles come by its link, and what it makes of them goes back by it. */
interface Ties {
  readonly link: BoardLink;
  readonly bundles: BundleKeeper;
}

/** What a bundle tells it to be, and to do by itself. */
interface Told {
  readonly board: BoardSide;
  readonly workflows: LateBoardWorkflows;
}

function buildLink(ground: BoardGround, told: Told, hints: () => readonly Address[]): Ties {
  const { board } = told;
  const { token, clock, store, trust, log } = ground;
  const bundles: BundleKeeper = new BundleKeeper({
    ...{ site: token.site, node: token.node, store, trusted: trust.keys, log },
    apply: (bundle) => live(ground, told, { bundle, link }),
    onChange: () => void link.announce(),
  });
  const link: BoardLink = new BoardLink({
    ...{ ...ground, bundles, hints, version: VERSION, boot: createId('boot', clock.now()) },
    random: Math.random,
    receive: (bytes, onProgress) => board.receive(bytes, onProgress),
    hearReading: (address, reading) => {
      board.foreign.hear(address, reading);
    },
  });
  return { link, bundles };
}

function discoveryOf({ token, clock, log, metrics }: BoardGround): Discovery {
  return new Discovery({
    self: { id: token.node, role: 'board', version: VERSION, site: token.site },
    interfaces: () => [...listInterfaces(), ...loopbackInterfaces()],
    ...{ clock, log, metrics, random: Math.random },
  });
}

async function tokenOf(directory: string, given: string | undefined): Promise<JoinToken> {
  const token = await (given === undefined
    ? loadJoinToken(directory)
    : keepJoinToken(directory, given));
  if (token === undefined)
    throw new MeshError('MESH_NO_TOKEN', `${directory} has no join token yet, and none was given`);
  if (isRefusal(token)) throw new MeshError('MESH_BAD_TOKEN', token.message);
  return token;
}

/** Puts a bundle into force: the board, what it listens to, and what it says of itself. */
async function live(
  { site, log }: BoardGround,
  { board, workflows }: Told,
  { bundle, link }: { readonly bundle: BoardBundle; readonly link: BoardLink },
): Promise<void> {
  const before = board.things.list().map(({ id }) => id);
  if (bundle.site.timezone !== undefined) process.env['TZ'] = bundle.site.timezone;
  const { board: plan, hardware, foreign } = bundle;
  const next = { site: plan, hardware, foreign };
  // What changed elsewhere in the site must not send this board's outputs through their safe values.
  if (!isDeepStrictEqual(next, board.plan)) await board.take(next);
  site.replace(siteOf(bundle), new Map([[plan.model, hardware]]));
  for (const gone of before.filter((id) => board.things.thing(id) === undefined))
    link.readings.forget(gone);
  link.listenTo(foreign);
  link.publishModes(modesOf(board));
  await workflows.take(bundle);
  log.info({ version: bundle.version }, 'board lives by its bundle');
}

function telling(board: BoardSide, link: BoardLink): Service {
  let ends: readonly (() => void)[] = [];
  return {
    start: () => {
      const stopReadings = board.things.onReading(link.readings.hear);
      const stopModes = board.modes.onChange(() => {
        link.publishModes(modesOf(board));
      });
      ends = [stopReadings, stopModes];
      for (const property of board.things.properties())
        link.readings.hear(property, property.reading());
      return Promise.resolve();
    },
    stop: () => {
      for (const end of ends) end();
      return Promise.resolve();
    },
  };
}

function ending(board: BoardSide, start: () => Promise<void>): Service {
  return { start, stop: () => board.stop() };
}

function gatewaysFound(discovery: Discovery, site: string): readonly Address[] {
  return discovery
    .peers()
    .filter((peer) => peer.site === site)
    .flatMap(({ brokers }) => brokers);
}

function doctorOf(
  node: BoardGround & { readonly directory: string; readonly board: BoardSide },
  { link, bundles }: Ties,
): Doctor {
  const isJoined = (): boolean => link.isJoined;
  const problem = (): string | undefined => bundles.problem;
  const owed = (): Owed | undefined => link.owed;
  const { clock, token } = node;
  return new Doctor({
    checks: [
      ...nodeChecks(node),
      gatewayCheck({ site: token.site, isJoined, problem, owed, clock }),
    ],
  });
}

/** To look at the board where it stands, with the gateway gone. */
function catalogueOf(
  { site, journal, clock, token, tasks }: BoardGround,
  board: BoardSide,
  doctor: Doctor,
): Catalogue {
  const speech = new Speech(site, clock);
  const { things, modes } = board;
  const overview = { site, things, modes, clock, speech };
  const refresh = async ({ address }: { readonly address: PropertyAddress }): Promise<void> => {
    await board.refresh(address);
  };
  const eyes = eyesOf(board, token.node);
  const actions: readonly Action[] = [
    helpAction((asker) =>
      catalogue.list().filter((action) => authorize(action, asker) === undefined),
    ),
    statusAction(overview),
    readAction({ things, clock, speech, refresh, trouble: eyes.trouble }),
    lookAction({ ...{ things, clock, speech }, ...eyes }),
    ...journalActions({ journal, things, speech, modes }),
    knownTasksAction({ known: tasks, speech }),
    thingsAction(overview),
    pinsAction({ boards: () => boardsWithHeaders(site, site.files, token.node), things, speech }),
    ...busActions(busBenchOf(board)),
    ...simActions({ simulator: simulatorOf(board), site: () => board.plan?.site, things }),
    doctorAction({ doctor }),
  ];
  const catalogue: Catalogue = new Catalogue({ actions, authorize });
  return catalogue;
}

function elsewhere({ node, site }: JoinToken): string {
  return `This is the board ${node}. Talk to the gateway of ${site}; here you can look: boardtalk status, read, pins, why, doctor.`;
}

function noChat(token: JoinToken): ChatPort {
  const reply = elsewhere(token);
  return {
    language: 'en',
    handle: () => Promise.resolve({ reply, tasks: [], receipts: [] }),
    subscribe: () => () => undefined,
  };
}

function siteOf({ site, board }: BoardBundle): Site {
  const areas = [...new Set(board.things.map(({ area }) => area))];
  const nobody = { discovered: {}, platforms: [], people: [], warnings: [] };
  const titled = areas.map((id) => ({ id, title: { en: id }, aliases: { en: [], zh: [] } }));
  return { ...site, ...nobody, areas: titled, boards: [board] };
}

function emptySite({ site: id }: JoinToken): Site {
  const nobody = { discovered: {}, platforms: [], people: [], warnings: [] };
  return { id, title: id, language: 'en', areas: [], boards: [], ...nobody };
}
