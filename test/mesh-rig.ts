/**
 * A gateway and a board with real stores, journals and links, and a real broker between them, in
 * one process. Either side can be stopped and started, and the cable pulled, at any time.
 */
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock, type Clock } from '../runtime/core/clock.ts';
import { silentLog } from '../runtime/core/log.ts';
import { formatAddress, type Value } from '../runtime/core/reading.ts';
import type { Outcome } from '../runtime/core/receipt.ts';
import { z } from '../runtime/core/schema.ts';
import { SiteClock } from '../runtime/core/site-clock.ts';
import { Accounts } from '../runtime/mesh/broker/accounts.ts';
import { Broker } from '../runtime/mesh/broker/broker.ts';
import { BROKER_METRICS } from '../runtime/mesh/broker/broker-metrics.ts';
import { BundleDesk } from '../runtime/mesh/bundle/bundle-desk.ts';
import { BundleKeeper } from '../runtime/mesh/bundle/bundle-keeper.ts';
import type { JoinToken } from '../runtime/mesh/join-token.ts';
import { BoardLink } from '../runtime/mesh/link/board-link.ts';
import { GatewayLink } from '../runtime/mesh/link/gateway-link.ts';
import { LINK_METRICS } from '../runtime/mesh/link/link-metrics.ts';
import type { BoardEvent, BoardModes, TaskState } from '../runtime/mesh/link/messages.ts';
import { KnownTasks } from '../runtime/mesh/link/known-tasks.ts';
import { TaskFeed } from '../runtime/mesh/link/task-feed.ts';
import { SiteTrust } from '../runtime/mesh/link/site-trust.ts';
import { PrometheusRegistry } from '../runtime/monitor/prometheus.ts';
import type { BoardBundle } from '../runtime/config/board-bundle.ts';
import type { Command } from '../runtime/policy/command.ts';
import { sealCommand, unsealCommand } from '../runtime/policy/sealed-command.ts';
import { keyFingerprint, loadSiteKey, type SiteKey } from '../runtime/policy/site-key.ts';
import { JournalCopies } from '../runtime/state/journal-copies.ts';
import { defineSpace } from '../runtime/state/space.ts';
import { boardFile, site, siteBoard } from './board-site.ts';
import { openState, type OpenState } from './open-state.ts';
import { inTempDirectory } from './temp-directory.ts';
import { until } from './until.ts';

const NODE = siteBoard.id;
const arrived = defineSpace({ name: 'arrived', schema: z.string() });

/** The board's patience is a twentieth of what it is: tests that use it up are over sooner. */
const hasty: Clock = { ...systemClock, after: (ms, then) => systemClock.after(ms / 20, then) };

interface GatewayLife {
  readonly broker: Broker;
  readonly state: OpenState;
  readonly link: GatewayLink;
  readonly desk: BundleDesk;
  readonly copies: JournalCopies;
  readonly feed: TaskFeed;
}

interface BoardLife {
  readonly state: OpenState;
  readonly link: BoardLink;
  readonly keeper: BundleKeeper;
  readonly tasks: KnownTasks;
}

export class MeshRig {
  /** What the board does with a command. */
  receive: (command: Uint8Array) => Promise<Outcome> = () => Promise.resolve(refusedByTest);
  /** What the board does with a bundle. */
  apply: (bundle: BoardBundle) => Promise<void> = () => Promise.resolve();
  readonly readings = new Map<string, Value | null>();
  readonly late: { readonly series: string; readonly at: number }[] = [];
  readonly lateOutcomes: string[] = [];
  readonly metrics = new PrometheusRegistry([...LINK_METRICS, ...BROKER_METRICS]);
  readonly heard: string[] = [];
  /** How the tasks about the board stand, as the gateway has them. */
  tasks: readonly TaskState[] = [];
  /** How often the board has asked for them. */
  asked = 0;
  modes: BoardModes = {};
  readonly key: SiteKey;
  /** Given at the first start of the gateway. */
  token: JoinToken;
  readonly #root: string;
  #port = 0;
  /** Where the board looks; the gateway's own place when it is undefined. */
  hints: (() => readonly { host: string; port: number }[]) | undefined;
  #gateway: GatewayLife | undefined;
  #board: BoardLife | undefined;

  constructor(root: string, key: SiteKey) {
    this.#root = root;
    this.key = key;
    this.token = { site: site.id, node: NODE, secret: '', key: keyFingerprint(key.publicKey) };
  }

  get gateway(): GatewayLife {
    if (this.#gateway === undefined) throw new Error('the gateway does not run');
    return this.#gateway;
  }

  get board(): BoardLife {
    if (this.#board === undefined) throw new Error('the board does not run');
    return this.#board;
  }

  get isGatewayUp(): boolean {
    return this.#gateway !== undefined;
  }

  get isBoardUp(): boolean {
    return this.#board !== undefined;
  }

  get port(): number {
    return this.#port;
  }

  async startGateway(): Promise<void> {
    const state = await openState(join(this.#root, 'gateway'), systemClock);
    const { store } = state;
    const accounts = new Accounts({ site: site.id, store, clock: systemClock });
    await accounts.load();
    if (this.token.secret === '')
      this.token = { ...this.token, secret: await accounts.admitNode(NODE) };
    const broker = new Broker({
      listen: { host: '127.0.0.1', port: this.#port, allowPlain: false },
      ...{ site: site.id, accounts, clock: systemClock, log: silentLog, metrics: this.metrics },
      foreignWrite: () => Promise.resolve(),
    });
    const copies = new JournalCopies({ store, log: silentLog });
    const desk = new BundleDesk({ key: this.key, store, outlet: broker });
    const parts = { clock: systemClock, log: silentLog, metrics: this.metrics };
    const link = new GatewayLink({
      ...{ ...parts, site: site.id, key: this.key, broker, bundles: desk, store, journals: copies },
      events: {
        reading: (_board, address, { value }) => this.readings.set(formatAddress(address), value),
        late: ({ thing, readings }) => {
          for (const { property, reading } of readings)
            this.late.push({ series: `${thing}.${property}`, at: reading.at });
        },
        modes: (_board, modes) => (this.modes = modes),
        event: async (_board, { name }, alongside) => {
          const { length } = await store.space(arrived).list();
          const put = store.space(arrived).put(String(length).padStart(6, '0'), name);
          await store.durable([put, ...alongside]);
        },
        node: ({ node, isOnline }) => {
          if (isOnline) feed.tellAll(node);
        },
        ask: (board) => {
          this.asked += 1;
          feed.tellAll(board);
        },
        lateOutcome: (_board, { command }) => this.lateOutcomes.push(command ?? ''),
      },
    });
    const feed: TaskFeed = new TaskFeed({
      ...{ site: site.id, outlet: broker, log: silentLog, tasksOf: () => this.tasks },
      isOnline: (board) => link.isOnline(board),
    });
    await desk.load();
    await link.start();
    await broker.start(new AbortController().signal);
    this.#port = broker.port ?? 0;
    this.#gateway = { broker, state, link, desk, copies, feed };
  }

  async stopGateway(): Promise<void> {
    const { broker, state, link } = this.gateway;
    this.#gateway = undefined;
    await link.stop();
    await broker.stop();
    await state.close();
  }

  /** @param early what the board does before its link starts */
  async startBoard(early?: string): Promise<void> {
    const clock = new SiteClock(hasty);
    const state = await openState(join(this.#root, 'board'), clock);
    const { store, journal } = state;
    const trust = new SiteTrust({ fingerprint: this.token.key, store });
    await trust.load();
    const keeper: BundleKeeper = new BundleKeeper({
      ...{ site: site.id, node: NODE, store, trusted: trust.keys, log: silentLog },
      apply: (bundle) => this.apply(bundle),
      onChange: () => void link.announce(),
    });
    await keeper.resume();
    const tasks = new KnownTasks({ store, clock });
    await tasks.load();
    const link: BoardLink = new BoardLink({
      ...{ token: this.token, version: '0.0.0', boot: `boot-${String(Math.random())}` },
      hints: () => this.hints?.() ?? [{ host: '127.0.0.1', port: this.#port }],
      ...{ clock, log: silentLog, metrics: this.metrics, store, journal, trust },
      random: () => 0,
      ...{ bundles: keeper, tasks },
      receive: (bytes) => this.receive(bytes),
      hearReading: ({ thing, property }) => this.heard.push(`${thing}.${property}`),
    });
    const told = early === undefined ? undefined : link.event(eventNamed(early));
    await link.start();
    await told;
    this.#board = { state, link, keeper, tasks };
  }

  async stopBoard(): Promise<void> {
    const { state, link } = this.board;
    this.#board = undefined;
    await link.stop();
    await state.close();
  }

  /** The board's disk is replaced by another one: what `from` holds, or an empty one. */
  async replaceDisk(from?: string): Promise<void> {
    const disk = join(this.#root, 'board');
    await rm(disk, { recursive: true });
    if (from !== undefined) await cp(from, disk, { recursive: true });
  }

  /** A copy of the board's disk, of a board that does not run. Where it is. */
  async copyDisk(): Promise<string> {
    const copy = join(this.#root, 'copy');
    await cp(join(this.#root, 'board'), copy, { recursive: true });
    return copy;
  }

  /** The board loses its connection, as when a cable is pulled. */
  cut(): void {
    this.gateway.broker.disconnect(NODE);
  }

  async joined(): Promise<void> {
    await until(() => this.gateway.link.nodes().some(({ isOnline }) => isOnline));
  }

  /** The names of the events that the gateway has made durable, in order. */
  async arrived(): Promise<string[]> {
    return (await this.gateway.state.store.space(arrived).list()).map(([, name]) => name);
  }

  /** Late readings are on the board's disk. */
  async backlogKept(): Promise<void> {
    const space = this.board.state.store.space({ name: 'backlog', schema: z.array(z.string()) });
    while ((await space.list()).length === 0);
  }

  event(name: string): Promise<void> {
    return this.board.link.event(eventNamed(name));
  }

  async record(cause: string): Promise<void> {
    const entry = { kind: 'config', board: NODE, actor: 'test', details: {} } as const;
    await this.board.state.journal.append([{ ...entry, cause }]);
  }

  command(id: string, more: Partial<Command> = {}): Uint8Array {
    const now = Date.now();
    return sealCommand(
      {
        ...{ id, board: NODE, thing: 'pump-1', property: 'on', value: true, requester: 'ann' },
        ...{ via: 'test', cause: 'as told', issuedAt: now, deadline: now + 30_000, ...more },
      },
      this.key,
    );
  }

  idOf(bytes: Uint8Array): string {
    const opened = unsealCommand(bytes, new Map([[this.key.id, this.key.publicKey]]));
    return 'id' in opened ? opened.id : '';
  }

  /** The site as the gateway has it. */
  readonly source = { site, boards: new Map([[siteBoard.model, boardFile]]) };
}

function eventNamed(name: string): BoardEvent {
  return { thing: 'pump-1', name, at: Date.now(), data: {} };
}

const refusedByTest: Outcome = {
  status: 'refused',
  refusal: { code: 'TEST', message: 'a test', hint: 'none' },
};

export function withMesh(use: (rig: MeshRig) => Promise<void>): Promise<void> {
  return inTempDirectory(async (root) => {
    const rig = new MeshRig(root, await loadSiteKey(root));
    await rig.startGateway();
    await rig.startBoard();
    try {
      await use(rig);
    } finally {
      if (rig.isBoardUp) await rig.stopBoard();
      if (rig.isGatewayUp) await rig.stopGateway();
    }
  });
}
