/** A gateway: the node that people talk to, and that other boards join. Builds everything; starts nothing. */
import type { ReadyNode } from '../cli/ports.ts';
import { SiteWatch } from '../config/site-watch.ts';
import type { SiteWithBoards } from '../config/read-site.ts';
import type { DiscoveredDevice } from '../config/with-discovered.ts';
import { formatAddress, isTrustworthy } from '../core/reading.ts';
import type { NamedService, Service } from '../core/service.ts';
import type { BoardPlan } from '../devices/board-seat.ts';
import type { SiteThings } from '../devices/site-things.ts';
import type { MqttPort } from '../hal/mqtt-port.ts';
import { NO_MQTT } from '../hal/no-mqtt.ts';
import { Accounts } from '../mesh/broker/accounts.ts';
import type { ForeignWrite } from '../mesh/broker/broker-gate.ts';
import { refuseMesh } from '../mesh/errors.ts';
import type { Models } from '../inference/models.ts';
import type { KeptWords } from '../policy/kept-words.ts';
import { History } from '../state/history/history.ts';
import { JournalCopies } from '../state/journal-copies.ts';
import type { CommandLink } from '../tasks/command-link.ts';
import { planOf } from './board-plans.ts';
import { buildBoardSide, type BoardSide } from './board-side.ts';
import { byItself, endOfWork } from './by-itself.ts';
import type { BuiltNode } from './built-node.ts';
import { buildChannelsSide } from './channels-side.ts';
import { buildDoors } from './doors.ts';
import { buildEventsSide, type EventsSide } from './events-side.ts';
import type { ChannelsSide, GatewaySide, MeshSide, Watch } from './gateway-shapes.ts';
import { buildGatewaySide } from './gateway-side.ts';
import { buildGround, type Ground, type NodeParts } from './ground.ts';
import { buildMeshSide } from './mesh-side.ts';
import { buildModels, modelsIn } from './node-models.ts';
import { keptWords } from './kept-words.ts';
import { onStart } from './on-start.ts';
import { LateReader } from './second-reader.ts';
import { SiteKeeper } from './site-keeper.ts';
import { buildWatch } from './watch.ts';
import { WordSweep } from './word-sweep.ts';

export interface NodePlaces {
  readonly page: string;
  readonly helper: string;
  /** Where the models are that came with the program. */
  readonly models: string;
  /** Where the process is that searches the past. */
  readonly sql: string;
  /** Reads the site directory again. */
  readonly read: () => Promise<SiteWithBoards>;
}

/** Everything a gateway is made of. */
interface Assembly {
  readonly models: Models;
  readonly second: LateReader;
  readonly board: BoardSide;
  readonly history: History;
  readonly accounts: Accounts;
  readonly mesh: MeshSide | undefined;
  readonly events: EventsSide;
  readonly channels: ChannelsSide;
  readonly watch: Watch;
  readonly keeper: SiteKeeper;
  readonly gateway: GatewaySide;
}

/** Constructors only assign, so everything is built before anything starts. */
export async function buildGatewayNode(parts: NodeParts, places: NodePlaces): Promise<BuiltNode> {
  let isReady = false;
  const ground = await buildGround(parts);
  const assembly = assembleGateway(ground, places);
  const { socket, web } = buildDoors(ground, assembly, {
    pageDirectory: places.page,
    isReady: () => isReady,
  });
  const ready = onStart(() => {
    isReady = true;
    const base = web?.url;
    if (base !== undefined) assembly.mesh?.describe(base);
  });
  const services = [
    ...innerServices(ground, assembly, () => web?.prepare()),
    { name: 'socket', service: socket },
    ...(web === undefined ? [] : [{ name: 'web', service: web }]),
    { name: 'ready', service: ready },
    // The first to stop: the doors wait for what is still being answered.
    { name: 'model service', service: assembly.gateway.advice },
  ];
  const describe = (): ReadyNode =>
    given({ url: web?.url, mqtt: assembly.mesh?.address(), claimCode: ground.claimCode() });
  return { services, describe };
}

/** Constructors only assign: nothing is started by this. */
export function assembleGateway(
  ground: Ground,
  { helper, models: builtIn, sql, read }: NodePlaces,
): Assembly {
  const { options, site, boardId, store, clock, log } = ground;
  const pathsFrom = options.configDirectory;
  const own = [pathsFrom, options.dataDirectory].map(modelsIn);
  const directories = [...own, builtIn];
  const models = buildModels({ ...ground, directories });
  const second = new LateReader({ directories, log });
  const board = buildBoardSide({
    ...{ ...ground, directory: options.dataDirectory, helperScript: helper },
    ...{ models, pathsFrom, mqtt: mqttOf(() => mesh), notices: () => noticesOf(ground) },
    trusted: new Map([[ground.key.id, ground.key.publicKey]]),
    onEvent: (event) => {
      gateway.hear(event);
    },
  });
  const history = new History({ store, clock, log });
  const copies = new JournalCopies({ store, log });
  const accounts = new Accounts({ site: site.id, store, clock });
  const foreignWrite = (write: ForeignWrite): Promise<void> => gateway.foreignWrite(write);
  const onDevices = (): Promise<void> => keeper.follow('devices announced themselves');
  const meshParts = { board, history, copies, accounts, foreignWrite, onDevices };
  const mesh =
    options.mqtt === undefined
      ? undefined
      : buildMeshSide(ground, options.mqtt, { ...meshParts, gateway: () => gateway });
  const devices = (): readonly DiscoveredDevice[] => mesh?.devices.devices ?? [];
  const keeper: SiteKeeper = new SiteKeeper({
    ...{ ...ground, board, read, devices },
    learned: (written) => gateway.anomalies.desk.properties(written),
  });
  const edits = {
    get mistakes(): readonly string[] {
      return [...keeper.mistakes, ...gateway.workflows.workflows.mistakes];
    },
  };
  const channels = buildChannelsSide(ground, () => gateway);
  const events = buildEventsSide(ground, channels, () => gateway);
  const watch = buildWatch(ground, {
    ...{ board, models, history, mesh, events, channels, edits },
    watched: () => gateway.anomalies.desk.list(),
    tasks: () => gateway.tasks.list(),
    outbox: () => gateway.outbox,
    happened: () => gateway.events,
  });
  const gateway: GatewaySide = buildGatewaySide(ground, {
    ...{ board, watch, accounts, mesh, channels, sql, models },
    ...{ news: events.news, past: { history, copies }, modelDirectories: directories },
    topics: mesh?.topics,
    onLearned: () => keeper.follow('the node has learned something, or forgotten it'),
    link: commandLink(boardId, board, mesh),
    second: () => second.reader,
  });
  ground.speech.hearOf((id) => id !== boardId && mesh?.link.isOnline(id) !== true);
  const around = { accounts, mesh, events, channels, watch, keeper };
  return { models, second, board, history, ...around, gateway };
}

/** Everything behind the doors, in the order it starts. */
function innerServices(
  ground: Ground,
  assembly: Assembly,
  prepareWeb: () => void,
): readonly NamedService[] {
  const { models, second, board, history, accounts, mesh, events, channels } = assembly;
  const { watch, keeper, gateway } = assembly;
  const { site, boardId, clock, people, sessions, tokens, claimDesk } = ground;
  const { tasks, outbox, inbox, phrases, anomalies } = gateway;
  const { desk, trainings } = anomalies;
  const access = [people, sessions, tokens, accounts];
  const memories = [
    ...access,
    tasks,
    outbox,
    inbox,
    ground.leadership,
    phrases,
    desk,
    events.book,
    ...channels.memories,
    watch.incidentBook,
  ];
  const directory = ground.options.configDirectory;
  const onChange = async (): Promise<void> => {
    await keeper.reload();
    await gateway.workflows.workflows.reload();
  };
  const openClaim = (): void => {
    claimDesk.open();
  };
  return [
    { name: 'store', service: ground.store },
    { name: 'journal', service: ground.journal },
    { name: 'memory', service: onStart(() => loadAll(memories)) },
    { name: 'known devices', service: onStart(() => recall(mesh, keeper)) },
    { name: 'history', service: remembering(history, gateway.things) },
    { name: 'trainings', service: trainings },
    { name: 'what is usual', service: desk },
    // While sensors are waited for, there is time for it.
    { name: 'web libraries', service: onStart(prepareWeb) },
    { name: 'models', service: models },
    { name: 'second reader', service: second },
    { name: 'board', service: seated(board, () => planOf(site, site.files, boardId)) },
    { name: 'refusals', service: gateway.refusals },
    endOfWork(gateway),
    { name: 'questions', service: gateway.questions },
    gateway.workflows.read,
    ...(mesh?.services ?? []),
    { name: 'timers', service: gateway.timers },
    // Of two that ask a platform with one token, each hears the half.
    byItself(ground, gateway, { finishing: [events.service], messengers: channels }),
    { name: 'later news', service: events.later },
    { name: 'old words', service: new WordSweep({ ...ground, words: wordsOf(gateway, channels) }) },
    { name: 'site watch', service: new SiteWatch({ clock, directory, onChange }) },
    { name: 'vitals', service: watch.vitals },
    { name: 'alerts', service: watch.incidents },
    { name: 'claim', service: onStart(openClaim) },
  ];
}

function wordsOf(gateway: GatewaySide, { rooms }: ChannelsSide): readonly KeptWords[] {
  return keptWords({ ...gateway, watchers: gateway.anomalies.watchers, ...rooms });
}

/** To the own board by a call, to all others by the mesh. The bytes are the same. */
function commandLink(own: string, board: BoardSide, mesh: MeshSide | undefined): CommandLink {
  return {
    send: (to, bytes, onSettling) => {
      if (to === own) return board.receive(bytes, onSettling);
      if (mesh !== undefined) return mesh.link.send(to, bytes, onSettling);
      const refusal = refuseMesh(
        'MESH_BOARD_OFFLINE',
        `${to} cannot join: this node has no broker`,
      );
      return Promise.resolve({ status: 'refused', refusal });
    },
  };
}

/** The board lives from here on, by the plan there is. */
function seated(board: BoardSide, plan: () => BoardPlan): Service {
  return { start: (signal) => board.take(plan(), signal), stop: () => board.stop() };
}

/** Every reading of the site that can be trusted becomes past. */
function remembering(history: History, things: SiteThings): Service {
  let stopHearing = (): void => undefined;
  return {
    start: async () => {
      await history.start();
      stopHearing = things.onReading(({ address }, reading) => {
        const { value, at } = reading;
        if (isTrustworthy(reading) && value !== null && typeof value !== 'string')
          history.record(formatAddress(address), at, value);
      });
    },
    stop: () => {
      stopHearing();
      return history.stop();
    },
  };
}

async function recall(mesh: MeshSide | undefined, keeper: SiteKeeper): Promise<void> {
  await mesh?.devices.load();
  keeper.recall();
}

/** For a display: the code of a test, and that of the site for as long as nobody owns it. */
function noticesOf({ claimCode, claimDesk, presence }: Ground): readonly string[] {
  const code = claimCode();
  const claim = code === undefined || claimDesk.isClaimed() ? [] : ['claim code', code];
  return [...presence.notices(), ...claim];
}

/** The board is built before the broker that its parts speak through. */
function mqttOf(mesh: () => MeshSide | undefined): MqttPort {
  const port = (): MqttPort => mesh()?.mqtt ?? NO_MQTT;
  return {
    subscribe: (...listening) => port().subscribe(...listening),
    objection: (place) => port().objection(place),
    publish: (...message) => port().publish(...message),
  };
}

async function loadAll(memories: readonly { load(): Promise<void> }[]): Promise<void> {
  await Promise.all(memories.map((memory) => memory.load()));
}

/** Without what there is not. */
function given(node: { [Key in keyof ReadyNode]: ReadyNode[Key] | undefined }): ReadyNode {
  return Object.fromEntries(Object.entries(node).filter(([, value]) => value !== undefined));
}
