/**
 * The composition root: builds everything, and decides the order in which it starts and stops. The
 * only file that knows every room and every driver; what a room needs of a later one is handed in
 * here.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { driverCatalog } from '../drivers/catalog.ts';
import { Catalogue } from './actions/catalogue.ts';
import { helpAction } from './actions/help.action.ts';
import { Speech } from './actions/speech.ts';
import { ControlSocket } from './cli/control-socket.ts';
import { CliError } from './cli/errors.ts';
import { socketPath } from './cli/places.ts';
import type { NodeOptions, ReadyNode } from './cli/ports.ts';
import type { BoardFile } from './config/board-file.ts';
import type { Diagnostic } from './config/diagnostic.ts';
import { readSite } from './config/read-site.ts';
import type { Site, SiteBoard } from './config/site.ts';
import { systemClock as clock } from './core/clock.ts';
import { createLog, type Log } from './core/log.ts';
import { startAll, stopAll, type NamedService, type Service } from './core/service.ts';
import { BoardRole, type BoardEvents } from './devices/board-role.ts';
import { LiveView } from './devices/live-view.ts';
import { modeAction } from './devices/mode.action.ts';
import { boardsAction, statusAction, thingsAction } from './devices/overview.action.ts';
import { pinsAction } from './devices/pins.action.ts';
import { readAction } from './devices/read.action.ts';
import type { Interruption } from './devices/recovery.ts';
import { simActions } from './devices/sim.action.ts';
import { WallTime } from './devices/wall-time.ts';
import { Conversation } from './gateway/conversation.ts';
import type { Driver } from './hal/driver.ts';
import { HalError } from './hal/errors.ts';
import { SimBoard } from './hal/sim/sim-board.ts';
import { createGrammar } from './language/grammar.ts';
import { ClaimDesk } from './policy/claim.ts';
import { Confirmations } from './policy/confirmations.ts';
import { PageAccess } from './policy/page-access.ts';
import { People } from './policy/people.ts';
import { authorize } from './policy/roles.ts';
import { Sessions } from './policy/sessions.ts';
import { loadSiteKey, type SiteKey } from './policy/site-key.ts';
import { Journal } from './state/journal.ts';
import { Store } from './state/store.ts';
import { Control, type WriteRequest } from './tasks/control.ts';
import { Inbox } from './tasks/inbox.ts';
import { journalActions } from './tasks/journal-actions.ts';
import { NewsDesk } from './tasks/news-desk.ts';
import { Outbox } from './tasks/outbox.ts';
import { Schedule } from './tasks/schedule.ts';
import { setAction } from './tasks/set.action.ts';
import { taskActions } from './tasks/task-actions.ts';
import { TaskList } from './tasks/task-list.ts';
import type { WebPorts } from './web/ports.ts';
import { WebServer } from './web/web-server.ts';

const BOARDS = fileURLToPath(new URL('../boards/', import.meta.url));
const VOCABULARY = { boardsDirectory: BOARDS, drivers: driverCatalog };
const PAGE = fileURLToPath(new URL('./web/page/', import.meta.url));
const HELPER = fileURLToPath(new URL('./devices/safe-state-helper.sh', import.meta.url));

/** All mistakes and warnings of a site directory; starts nothing. */
export async function checkSite(directory: string): Promise<readonly Diagnostic[]> {
  return (await readSite(directory, VOCABULARY)).diagnostics;
}

/**
 * Runs a node until `signal` aborts, then stops it in order. Resolves with the mistakes of the site
 * directory that kept it from starting; empty after an orderly stop.
 */
export async function runNode(
  options: NodeOptions,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const { site, boards, diagnostics } = await readSite(options.configDirectory, VOCABULARY);
  if (site === undefined) return diagnostics;
  const log = createLog('info');
  for (const { file, line, message } of site.warnings) log.warn({ file, line }, message);
  const { services, describe } = await build({ options, site, boards, log });
  await startAll(services, signal);
  options.onReady(describe());
  await aborted(signal);
  for (const { name, error } of await stopAll(services))
    log.error({ name, error }, 'service did not stop');
  return [];
}

interface NodeParts {
  readonly options: NodeOptions;
  readonly site: Site;
  readonly boards: ReadonlyMap<string, BoardFile>;
  readonly log: Log;
}

interface BuiltNode {
  /** In the order they start; they stop in the reverse order. */
  readonly services: readonly NamedService[];
  readonly describe: () => ReadyNode;
}

/** Constructors only assign, so everything is built before anything starts. */
async function build(parts: NodeParts): Promise<BuiltNode> {
  const { options, log } = parts;
  const ground = await buildGround(parts);
  const board = buildBoard(ground);
  const work = buildWork(ground, board);
  const doors = buildDoors(ground, board, work);
  const { store, journal, people, sessions } = ground;
  const { tasks, outbox, inbox, news, schedule } = work;
  const services = [
    { name: 'store', service: store },
    { name: 'journal', service: journal },
    { name: 'memory', service: onStart(() => loadAll([people, sessions, tasks, outbox, inbox])) },
    { name: 'hardware', service: board.hardware },
    { name: 'board', service: board.role },
    { name: 'news', service: onStart(() => news.restarted(board.interruptions)) },
    { name: 'schedule', service: schedule },
    {
      name: 'claim',
      service: onStart(() => {
        doors.claimDesk.open();
      }),
    },
    { name: 'control-socket', service: doors.socket },
    ...(doors.web === undefined ? [] : [{ name: 'web', service: doors.web }]),
    { name: 'ready', service: doors.readiness },
  ];
  log.debug({ services: services.length, data: options.dataDirectory }, 'node built');
  return { services, describe: () => doors.describe() };
}

interface Ground extends NodeParts {
  readonly siteBoard: SiteBoard;
  readonly boardFile: BoardFile;
  readonly key: SiteKey;
  readonly store: Store;
  readonly journal: Journal;
  readonly people: People;
  readonly sessions: Sessions;
  readonly speech: Speech;
  readonly wallTime: WallTime;
}

async function buildGround(parts: NodeParts): Promise<Ground> {
  const { options, site, log } = parts;
  const directory = options.dataDirectory;
  const siteBoard = ownBoard(site, options.board);
  const boardFile = parts.boards.get(siteBoard.model);
  if (boardFile === undefined)
    throw new HalError('HAL_BOARD_FILE', `there is no board "${siteBoard.model}"`);
  const store = new Store({ directory, clock, log });
  return {
    ...parts,
    siteBoard,
    boardFile,
    key: await loadSiteKey(directory),
    store,
    journal: new Journal({ store, directory, clock, log }),
    people: new People({ store, configured: site.people }),
    sessions: new Sessions({ store, clock }),
    speech: new Speech(site),
    wallTime: new WallTime(site.timezone),
  };
}

/** The board of the site that this node plays. */
function ownBoard(site: Site, wanted: string | undefined): SiteBoard {
  const names = site.boards.map(({ id }) => id).join(', ');
  const found =
    site.boards.find(({ id }) => id === wanted) ??
    (site.boards.length === 1 && wanted === undefined ? site.boards[0] : undefined);
  if (found !== undefined) return found;
  throw new CliError(
    'CLI_BAD_ARGUMENTS',
    `--board must name one of the boards of this site: ${names}`,
  );
}

interface BoardSide {
  readonly hardware: SimBoard;
  readonly role: BoardRole;
  /** What the last life of this process left unfinished; filled while the role starts. */
  readonly interruptions: readonly Interruption[];
  /** Set once by the work side, which starts later and hears what the board does by itself. */
  readonly events: { listener: Pick<BoardEvents, 'runEnded' | 'forced'> | undefined };
}

function buildBoard({
  options,
  siteBoard,
  boardFile,
  store,
  journal,
  key,
  log,
  wallTime,
}: Ground): BoardSide {
  const directory = options.dataDirectory;
  if (!boardFile.simulated)
    throw new HalError(
      'HAL_BOARD_FILE',
      `this version drives only simulated boards, and ${boardFile.id} is none`,
    );
  const hardware = new SimBoard({
    file: boardFile,
    directory: join(directory, 'sim'),
    clock,
    random: Math.random,
    log,
  });
  const interruptions: Interruption[] = [];
  const events: BoardSide['events'] = { listener: undefined };
  const role = new BoardRole({
    ...{ site: siteBoard, board: hardware, store, journal, clock, log, directory },
    wallTime,
    findDriver,
    helperScript: HELPER,
    trusted: new Map([[key.id, key.publicKey]]),
    events: {
      runEnded: (ended) => events.listener?.runEnded(ended),
      forced: (forced) => events.listener?.forced(forced),
      interrupted: (interruption) => interruptions.push(interruption),
    },
  });
  return { hardware, role, interruptions, events };
}

async function findDriver(id: string): Promise<Driver> {
  const load = driverCatalog[id];
  if (load === undefined) throw new HalError('HAL_BOARD_FILE', `there is no driver "${id}"`);
  return load();
}

interface Work {
  readonly tasks: TaskList;
  readonly outbox: Outbox;
  readonly inbox: Inbox;
  readonly schedule: Schedule;
  readonly news: NewsDesk;
  readonly catalogue: Catalogue;
  readonly conversation: Conversation;
}

function buildWork(ground: Ground, { hardware, role, events }: BoardSide): Work {
  const { site, siteBoard, store, journal, key, log, speech, wallTime } = ground;
  const { things, modes, timedRuns } = role;
  const tasks = new TaskList({ store, clock });
  const outbox = new Outbox({ store, clock });
  const inbox = new Inbox({ store, clock });
  const confirmations = new Confirmations<WriteRequest>({ clock });
  const news = new NewsDesk({
    tasks,
    outbox,
    clock,
    log,
    look: (address) => role.refresh(address),
  });
  events.listener = news;
  const schedule: Schedule = new Schedule({
    ...{ tasks, clock },
    run: (task) => control.run(task),
    onRun: (task, outcome) => {
      news.scheduled(task, outcome);
    },
    onMissed: (task) => {
      news.missed(task);
    },
  });
  // One node: the bytes are handed over. The mesh will carry them to other boards, unchanged.
  const link = {
    send: (_board: string, bytes: Uint8Array, onSettling: Parameters<BoardRole['receive']>[1]) =>
      role.receive(bytes, onSettling),
  };
  const control = new Control({
    site,
    key,
    link,
    tasks,
    inbox,
    confirmations,
    clock,
    schedule: (task) => {
      schedule.arm(task);
    },
  });
  const overview = { site, things, modes, speech };
  const actions = [
    helpAction(() => catalogue.list()),
    statusAction(overview),
    readAction({
      things,
      speech,
      refresh: async ({ address }) => {
        await role.refresh(address);
      },
    }),
    setAction({ control, things, clock, wallTime, speech }),
    ...journalActions({ journal, speech }),
    ...taskActions({ control, tasks, schedule, timedRuns, journal, speech }),
    modeAction({ things, modes, journal, clock, speech, perform: (order) => role.perform(order) }),
    thingsAction(overview),
    boardsAction(overview),
    pinsAction({ site: siteBoard, board: hardware, things }),
    ...simActions({ simulator: hardware.faults, site: siteBoard, things }),
  ];
  const catalogue: Catalogue = new Catalogue({ actions, authorize });
  const grammar = createGrammar({ site, timezone: site.timezone });
  const conversation = new Conversation({
    ...{ catalogue, speech, inbox, outbox, clock, language: site.language },
    understand: (text, context) => grammar.understand(text, context),
    openQuestion: (chat) => confirmations.newestIn(chat)?.token,
  });
  return { tasks, outbox, inbox, schedule, news, catalogue, conversation };
}

interface Doors {
  readonly socket: ControlSocket;
  readonly web: WebServer | undefined;
  readonly claimDesk: ClaimDesk;
  readonly readiness: Service;
  readonly describe: () => ReadyNode;
}

function buildDoors(ground: Ground, { role }: BoardSide, { catalogue, conversation }: Work): Doors {
  const { options, site, siteBoard, store, journal, people, sessions, log } = ground;
  let claimCode: string | undefined;
  let isReady = false;
  const claimDesk = new ClaimDesk({
    ...{ board: siteBoard.id, store, journal, clock, people, sessions },
    show: (code) => {
      claimCode = code;
      if (isReady) options.onClaimCode(code);
    },
  });
  const ports: WebPorts = {
    site: { title: site.title },
    chat: conversation,
    live: new LiveView({ site, things: role.things, modes: role.modes }),
    access: new PageAccess({ claimDesk, people, sessions }),
    health: { live: () => true, ready: () => isReady },
    metrics: () => Promise.resolve(''),
  };
  const path = socketPath(options.dataDirectory);
  const socket = new ControlSocket({
    path,
    ports: { actions: catalogue, chat: conversation },
    log,
  });
  const web =
    options.http === undefined
      ? undefined
      : new WebServer({ ports, address: options.http, pageDirectory: PAGE, log, clock });
  const readiness = onStart(() => {
    isReady = true;
  });
  const describe = (): ReadyNode => ({
    ...(web?.url === undefined ? {} : { url: web.url }),
    ...(claimCode === undefined ? {} : { claimCode }),
  });
  return { socket, web, claimDesk, readiness, describe };
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
