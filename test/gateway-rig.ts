/**
 * A whole node without its doors, on a clock that stands still: the sample site on the simulated
 * board, wired by the composition root itself, with a real store. It can lose its power: the next
 * life begins from what was on the disk at that moment.
 */
import { cpSync, existsSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ActionResult } from '../runtime/actions/action.ts';
import type { Asker, Role } from '../runtime/actions/asker.ts';
import type { ChatMessage, ChatReply, Speaker } from '../runtime/actions/chat-port.ts';
import { Speech } from '../runtime/actions/speech.ts';
import { planOf } from '../runtime/app/board-plans.ts';
import { buildBoardSide, type BoardSide } from '../runtime/app/board-side.ts';
import { byItself, endOfWork } from '../runtime/app/by-itself.ts';
import type { ChannelsSide, GatewaySide } from '../runtime/app/gateway-shapes.ts';
import { CHANNEL_METRICS } from '../runtime/gateway/channels/channel-metrics.ts';
import { buildChannelsSide } from '../runtime/app/channels-side.ts';
import { buildEventsSide } from '../runtime/app/events-side.ts';
import { buildGatewaySide } from '../runtime/app/gateway-side.ts';
import type { Ground } from '../runtime/app/ground.ts';
import { buildModels } from '../runtime/app/node-models.ts';
import { LateReader } from '../runtime/app/second-reader.ts';
import { buildWatch } from '../runtime/app/watch.ts';
import { LiveSite } from '../runtime/config/live-site.ts';
import type { Site, SiteProperty } from '../runtime/config/site.ts';
import { silentLog } from '../runtime/core/log.ts';
import { startAll, stopAll, type NamedService } from '../runtime/core/service.ts';
import { WallClock } from '../runtime/core/wall-clock.ts';
import { PrometheusRegistry } from '../runtime/monitor/prometheus.ts';
import { ApiTokens } from '../runtime/policy/api-tokens.ts';
import { ClaimDesk } from '../runtime/policy/claim.ts';
import { People } from '../runtime/policy/people.ts';
import { PresenceDesk } from '../runtime/policy/presence-desk.ts';
import { Sessions } from '../runtime/policy/sessions.ts';
import { loadSiteKey } from '../runtime/policy/site-key.ts';
import { Leadership } from '../runtime/mesh/leadership/leadership.ts';
import { Accounts } from '../runtime/mesh/broker/accounts.ts';
import type { BrokerMessage } from '../runtime/mesh/broker/broker.ts';
import { matchesTopic } from '../runtime/mesh/broker/topic-filter.ts';
import { ForeignTopics } from '../runtime/mesh/devices/foreign-topics.ts';
import { History } from '../runtime/state/history/history.ts';
import { JournalCopies } from '../runtime/state/journal-copies.ts';
import { Journal } from '../runtime/state/journal.ts';
import { Store } from '../runtime/state/store.ts';
import type { CommandLink } from '../runtime/tasks/command-link.ts';
import { FakeClock } from './fake-clock.ts';
import { loadedDrivers } from './loaded-drivers.ts';
import { readSampleSite, type SampleSite } from './sample-site.ts';
import { inTempDirectory } from './temp-directory.ts';

const HELPER = 'runtime/devices/safe-state-helper.sh';
const SQL = 'runtime/workflows/sources';

/** Time passes in such steps while a test waits: shorter than any settle time of the sample site. */
const STEP_MS = 20;

interface Life {
  readonly ground: Ground;
  readonly board: BoardSide;
  readonly gateway: GatewaySide;
  readonly channels: ChannelsSide;
  readonly services: readonly NamedService[];
  readonly history: History;
}

export class GatewayRig {
  readonly clock = new FakeClock();
  readonly #root: string;
  readonly #site: Site;
  readonly #boards: SampleSite['boards'];
  #life: Life | undefined;
  #lives = 0;
  /** What stood on the console of the board, the newest last. */
  readonly presenceCodes: string[] = [];
  #messages = 0;
  readonly #listeners = new Set<(message: BrokerMessage) => void>();
  #cutAt = 0;
  /** Where a node with a broker would meet others. */
  onMesh: (ground: Ground) => Promise<void> = () => Promise.resolve();

  /** @param root holds its lives, and its `workflows.yaml`, if it has any */
  constructor(root: string, { site, boards }: SampleSite) {
    this.#root = root;
    this.#site = site;
    this.#boards = boards;
  }

  get ground(): Ground {
    return this.#now.ground;
  }

  get board(): BoardSide {
    return this.#now.board;
  }

  get gateway(): GatewaySide {
    return this.#now.gateway;
  }

  get channels(): ChannelsSide {
    return this.#now.channels;
  }

  /** It remembers what a test tells it, and no more. */
  get history(): History {
    return this.#now.history;
  }

  get #now(): Life {
    if (this.#life === undefined) throw new Error('the rig does not run');
    return this.#life;
  }

  /** Starts it, in the order of `runtime/app.ts`. */
  async start(): Promise<void> {
    const life = await this.#build();
    this.#life = life;
    await this.during(startAll(life.services, new AbortController().signal));
  }

  /** In order: outputs are safe, everything is on disk. */
  async stop(): Promise<void> {
    const life = this.#life;
    this.#life = undefined;
    if (life !== undefined) await this.during(stopAll(life.services));
  }

  /** The plug is pulled: what the disk holds at this moment is all that the next life knows. */
  async losePower(): Promise<void> {
    const from = this.#directory();
    const now = this.clock.now();
    this.#lives += 1;
    await cp(from, this.#directory(), { recursive: true });
    await this.stop();
    this.clock.set(now);
  }

  /** Loses its power and starts again, `offMs` later. */
  async restart(offMs = 1_000): Promise<void> {
    await this.losePower();
    await this.clock.advance(offMs);
    await this.start();
  }

  /**
   * From now on, the power goes when so many writes have become durable, before anybody who waited for
   * the last one goes on. Returns a function that says whether it has gone; what this life does after
   * that is lost with it.
   */
  losePowerAtWrite(count: number): () => boolean {
    const { store } = this.ground;
    const durable = store.durable.bind(store);
    let left = count;
    store.durable = async (writes) => {
      await durable(writes);
      left -= 1;
      if (left !== 0) return;
      cpSync(this.#directory(), this.#directory(this.#lives + 1), { recursive: true });
      this.#cutAt = this.clock.now();
    };
    return () => left <= 0;
  }

  /** The life after `losePowerAtWrite`. */
  async startAfterCut(offMs = 1_000): Promise<void> {
    const cutAt = this.#cutAt;
    await this.stop();
    this.#lives += 1;
    this.clock.set(cutAt + offMs);
    await this.start();
  }

  /** Lets time pass until the work is done. */
  during<Result>(work: Promise<Result>): Promise<Result> {
    return this.clock.during(work, STEP_MS);
  }

  /** Lets so much time pass. */
  pass(ms: number): Promise<void> {
    return this.clock.advance(ms);
  }

  /** What somebody writes in a chat, and the reply. */
  say(text: string, from: Speaker = OWNER): Promise<ChatReply> {
    return this.during(this.gateway.conversation.handle(this.message(text, from)));
  }

  /** A message with an id that no other has. */
  message(text: string, speaker: Speaker = OWNER): ChatMessage {
    this.#messages += 1;
    return { id: `message-${String(this.#messages)}`, text, speaker };
  }

  /** What a client of the broker publishes. */
  publish(topic: string, payload: string, more: Partial<BrokerMessage> = {}): void {
    const message = { topic, payload: Buffer.from(payload), client: 'bridge', ...more };
    for (const listener of this.#listeners) listener(message);
  }

  /** An action, as a door runs it. */
  run(action: string, args: object, asker: Asker = askerOf(OWNER)): Promise<ActionResult> {
    return this.during(this.gateway.catalogue.run(action, args, asker));
  }

  value(thing: string, property: string): unknown {
    return this.board.things.find({ thing, property })?.reading().value;
  }

  /** A data directory that was copied while the node ran, and is the first life of another one. */
  async copyTo(root: string): Promise<void> {
    await cp(this.#directory(), join(root, 'life-0'), { recursive: true });
    const workflows = join(this.#root, 'workflows.yaml');
    if (existsSync(workflows)) await cp(workflows, join(root, 'workflows.yaml'));
  }

  #directory(life = this.#lives): string {
    return join(this.#root, `life-${String(life)}`);
  }

  get #places(): { readonly sql: string; readonly modelDirectories: readonly string[] } {
    return { sql: SQL, modelDirectories: ['models', join(this.#root, 'models')] };
  }

  async #build(): Promise<Life> {
    const ground = await this.#ground();
    const models = buildModels({ ...ground, directories: [] });
    const board = buildBoardSide({
      ...{ ...ground, models, pathsFrom: 'provisioning/site' },
      directory: ground.options.dataDirectory,
      helperScript: HELPER,
      drivers: loadedDrivers,
      trusted: new Map([[ground.key.id, ground.key.publicKey]]),
      onEvent: (event) => {
        gateway.hear(event);
      },
    });
    const link: CommandLink = { send: (_board, ...command) => board.receive(...command) };
    const { store } = ground;
    const history = new History(ground);
    const past = { history, copies: new JournalCopies(ground) };
    const accounts = new Accounts({ site: ground.site.id, store, clock: this.clock });
    const channels = buildChannelsSide(ground, () => gateway);
    const events = buildEventsSide(ground, channels, () => gateway);
    const watch = buildWatch(ground, {
      ...{ board, models, history, mesh: undefined },
      ...{ edits: { mistakes: [] }, events, channels },
      watched: () => [],
      tasks: () => gateway.tasks.list(),
      outbox: () => gateway.outbox,
      happened: () => gateway.events,
    });
    const onLearned = (): Promise<void> => Promise.resolve();
    const second = new LateReader({ directories: ['models'], log: silentLog });
    const late = { onLearned, news: events.news, ...this.#places, second: () => second.reader };
    const others = { channels, past, accounts, mesh: undefined, topics: this.#topics(), ...late };
    const built = { board, watch, link, models, ...others };
    const gateway: GatewaySide = buildGatewaySide(ground, built);
    const plan = planOf(ground.site, ground.site.files, ground.boardId);
    const { tasks, outbox, inbox, phrases } = gateway;
    const told = [tasks, outbox, inbox, phrases, ground.people, ground.leadership];
    const memories = [...told, events.book, ...channels.memories, watch.incidentBook];
    const services = [
      { name: 'store', service: ground.store },
      { name: 'journal', service: ground.journal },
      { name: 'memory', service: onStart(() => Promise.all(memories.map((one) => one.load()))) },
      { name: 'second reader', service: second },
      { name: 'board', service: { start: () => board.take(plan), stop: () => board.stop() } },
      { name: 'refusals', service: gateway.refusals },
      endOfWork(gateway),
      { name: 'questions', service: gateway.questions },
      { name: 'timers', service: gateway.timers },
      gateway.workflows.read,
      { name: 'mesh', service: onStart(() => this.onMesh(ground)) },
      byItself(ground, gateway, { messengers: channels }),
    ];
    return { ground, board, gateway, channels, services, history };
  }

  #topics(): ForeignTopics {
    this.#listeners.clear();
    const subscribe = (filter: string, tell: (message: BrokerMessage) => void): (() => void) => {
      const listener = (message: BrokerMessage): void => {
        if (matchesTopic(filter, message.topic)) tell(message);
      };
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    };
    return new ForeignTopics({ broker: { subscribe } });
  }

  async #ground(): Promise<Ground> {
    const { clock } = this;
    const directory = this.#directory();
    const site = new LiveSite(this.#site, this.#boards);
    const boardId = site.boards[0]?.id ?? '';
    const parts = { directory, clock, log: silentLog };
    const store = new Store(parts);
    const journal = new Journal({ ...parts, store });
    const people = new People({ store, configured: site.people });
    const sessions = new Sessions({ store, clock });
    const given = { store, journal, clock, people, sessions };
    const tokens = new ApiTokens({ board: boardId, store, journal, clock });
    const key = await loadSiteKey(directory);
    const leadership = new Leadership({ site: site.id, key, store, clock, log: silentLog });
    return {
      options: {
        role: 'gateway',
        configDirectory: this.#root,
        dataDirectory: directory,
        onReady: () => undefined,
        onClaimCode: () => undefined,
        onPresenceCode: () => undefined,
      },
      ...{ site, boardId, ...parts, ...given, tokens },
      ...{ key, leadership },
      claimDesk: new ClaimDesk({ board: boardId, ...given, show: () => undefined }),
      claimCode: () => undefined,
      presence: new PresenceDesk({ clock, show: (code) => this.presenceCodes.push(code) }),
      metrics: new PrometheusRegistry(CHANNEL_METRICS),
      speech: new Speech(site, clock),
      wallClock: new WallClock(site.timezone),
    };
  }
}

/** @param edit the sample site as the test wants it. @param workflows the text of its `workflows.yaml` */
export async function withGateway(
  use: (rig: GatewayRig) => Promise<void>,
  edit: (site: Site) => Site = (site) => site,
  workflows?: string,
): Promise<void> {
  const { site, boards } = await readSampleSite();
  await inTempDirectory(async (root) => {
    if (workflows !== undefined) await writeFile(join(root, 'workflows.yaml'), workflows);
    const rig = new GatewayRig(root, {
      site: edit({ ...site, people: PEOPLE, timezone: 'UTC' }),
      boards,
    });
    await rig.start();
    try {
      await use(rig);
    } finally {
      await rig.stop();
    }
  });
}

/** The site with one property changed, as if its file said so. */
export function withProperty(
  site: Site,
  address: { readonly thing: string; readonly property: string },
  change: Partial<SiteProperty>,
): Site {
  const boards = site.boards.map((board) => ({
    ...board,
    things: board.things.map((thing) => ({
      ...thing,
      properties: thing.properties.map((property) =>
        thing.id === address.thing && property.name === address.property
          ? { ...property, ...change }
          : property,
      ),
    })),
  }));
  return { ...site, boards };
}

export const OWNER = speaker('owner', 'admin');

/** Who belongs to the site, where a test does not say otherwise. */
export const PEOPLE: Site['people'] = ['anna', 'ben'].map((id) => ({
  ...{ id, name: id, role: 'operator', identities: [] },
}));

/** A person at a door of their own. */
export function speaker(
  person: string,
  role: Role = 'operator',
  areas?: readonly string[],
): Speaker {
  const limits = areas === undefined ? {} : { areas };
  return { person, role, via: 'web', chat: `web:${person}`, ...limits };
}

export function askerOf(from: Speaker, more: Partial<Asker> = {}): Asker {
  return { ...from, language: 'en', words: 'as typed', ...more };
}

function onStart(work: () => Promise<unknown>): NamedService['service'] {
  return {
    start: async () => {
      await work();
    },
    stop: () => Promise.resolve(),
  };
}
