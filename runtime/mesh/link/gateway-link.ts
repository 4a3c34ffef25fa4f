/**
 * The gateway's end of all links: proves itself to boards that join, carries commands to them, and
 * takes in what they say. It speaks with the broker of its own process directly; no socket between.
 */
import { errorMessage } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Metrics } from '../../core/metric.ts';
import type { PropertyAddress, Reading } from '../../core/reading.ts';
import type { Outcome } from '../../core/receipt.ts';
import { isRefusal } from '../../core/refusal.ts';
import type { Service } from '../../core/service.ts';
import { unsealCommand } from '../../policy/sealed-command.ts';
import { sealTime } from '../../policy/sealed-time.ts';
import type { SiteKey } from '../../policy/site-key.ts';
import type { JournalRecord } from '../../state/journal-entry.ts';
import type { Store } from '../../state/store.ts';
import type { Broker, BrokerMessage } from '../broker/broker.ts';
import type { BundleDesk, Drift } from '../bundle/bundle-desk.ts';
import { MeshError } from '../errors.ts';
import { nodeTopic, parseTopic, siteFilter, type Topic } from '../topics.ts';
import { decodePack, type Pack } from '../wire/senml.ts';
import { encodeWire } from '../wire/wire-codec.ts';
import { BoardIntake, type BoardIntakeParts } from './board-intake.ts';
import { CommandDesk, type OnSettling } from './command-desk.ts';
import { Complaints } from './complaints.ts';
import {
  askSchema,
  modesSchema,
  parseMessage,
  resultSchema,
  statusSchema,
  type Ack,
  type BoardModes,
} from './messages.ts';
import { NodeRegister, type NodeState } from './node-register.ts';

export interface GatewayLinkParts {
  readonly site: string;
  readonly key: SiteKey;
  readonly broker: Pick<Broker, 'publish' | 'subscribe'>;
  readonly bundles: BundleDesk;
  readonly store: Store;
  readonly journals: BoardIntakeParts['journals'];
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly events: GatewayEvents;
}

/** What boards bring. Everything may come at any time after `start`. */
export interface GatewayEvents {
  readonly reading: (board: string, address: PropertyAddress, reading: Reading) => void;
  /** Readings of a time without a gateway; the same may come again. */
  readonly late: (pack: Pack) => void;
  readonly modes: (board: string, modes: BoardModes) => void;
  /** Durable, in one batch with `alongside`, before it resolves. Each event comes once, in order. */
  readonly event: BoardIntakeParts['onEvent'];
  readonly node: (state: NodeState) => void;
  /** A board has missed how some tasks stand. */
  readonly ask: (board: string) => void;
  /** The journal of a board tells how a command ended that was given up. */
  readonly lateOutcome: (board: string, outcome: JournalRecord) => void;
}

export interface NodeReport extends NodeState {
  readonly drift: Drift;
  /** Streams of which nothing more comes through. */
  readonly stuck: readonly string[];
}

const HEARD = ['status', 'modes', 'r', 'res', 'event', 'journal', 'backlog', 'ask'] as const;

export class GatewayLink implements Service {
  readonly #parts: GatewayLinkParts;
  readonly #nodes: NodeRegister;
  readonly #commands: CommandDesk;
  readonly #intake: BoardIntake;
  readonly #complaints: Complaints;
  #ends: (() => void)[] = [];
  /** What was heard and is not looked at to its end. */
  readonly #work = new Set<Promise<void>>();

  constructor(parts: GatewayLinkParts) {
    const { site, store, clock, journals, events } = parts;
    this.#parts = parts;
    this.#nodes = new NodeRegister(parts);
    this.#complaints = new Complaints(parts);
    this.#commands = new CommandDesk({
      clock,
      isOnline: (board) => this.#nodes.isOnline(board),
      publish: (board, bytes) => this.#say(board, 'cmd', bytes),
    });
    this.#intake = new BoardIntake({
      ...{ site, store, clock, journals, onEvent: events.event, onLate: events.late },
      onRecords: (board, records) => {
        this.#lateOutcomes(board, records);
      },
    });
  }

  /** Before the broker listens, so that no birth is missed. */
  async start(): Promise<void> {
    const { broker, site } = this.#parts;
    await this.#intake.load();
    const filters = HEARD.map((what) => siteFilter(site, what));
    this.#ends = filters.map((filter) =>
      broker.subscribe(filter, (message) => this.#hear(message)),
    );
  }

  /** What was heard before is taken in; the store must be open until then. */
  async stop(): Promise<void> {
    for (const end of this.#ends) end();
    this.#ends = [];
    this.#commands.stop();
    await Promise.all(this.#work);
  }

  /** The link of `tasks/`: resolves when the board has answered, or when nobody can expect it any more. */
  send(board: string, bytes: Uint8Array, onSettling: OnSettling): Promise<Outcome> {
    const { key } = this.#parts;
    const command = unsealCommand(bytes, new Map([[key.id, key.publicKey]]));
    if (isRefusal(command)) return Promise.resolve({ status: 'refused', refusal: command });
    return this.#commands.send({ ...command, board }, bytes, onSettling);
  }

  /** Every node that was heard of since the start. */
  nodes(): readonly NodeReport[] {
    const { bundles } = this.#parts;
    return this.#nodes.list().map((state) => ({
      ...state,
      drift: bundles.drift(state.node, state.bundle),
      stuck: this.#intake.stuck(state.node),
    }));
  }

  isOnline(board: string): boolean {
    return this.#nodes.isOnline(board);
  }

  #hear(message: BrokerMessage): void {
    const work = this.#handle(message)
      .catch((error: unknown) => {
        this.#complaints.addError(error, message.topic, message.client);
      })
      .finally(() => this.#work.delete(work));
    this.#work.add(work);
  }

  async #handle({ topic: text, payload, client }: BrokerMessage): Promise<void> {
    const topic = parseTopic(text);
    // What this process says itself comes back too, and an empty retained message says nothing.
    if (topic === undefined || client === undefined || payload.length === 0) return;
    if (topic.node !== client)
      throw new MeshError('MESH_FOREIGN_NAME', `${client} speaks in the name of ${topic.node}`);
    this.#nodes.heard(client);
    if (topic.what === 'status') await this.#status(client, payload);
    else if (topic.what === 'r') this.#readings(topic, payload);
    else if (topic.what === 'res') this.#result(client, payload);
    else if (topic.what === 'modes')
      this.#parts.events.modes(client, parseMessage(payload, modesSchema));
    else if (topic.what === 'ask') {
      parseMessage(payload, askSchema);
      this.#parts.events.ask(client);
    } else await this.#owed(topic, payload);
  }

  async #owed({ what, node, thing }: Topic, payload: Uint8Array): Promise<void> {
    if (what === 'event') this.#ack(node, await this.#intake.event(node, thing, payload));
    else if (what === 'journal') this.#ack(node, await this.#intake.journal(node, payload));
    else if (what === 'backlog') this.#ack(node, await this.#intake.backlog(node, payload));
  }

  async #status(node: string, payload: Uint8Array): Promise<void> {
    const { site, key, clock, events, bundles } = this.#parts;
    const status = parseMessage(payload, statusSchema);
    const wasOnline = this.#nodes.isOnline(node);
    const state = this.#nodes.take(node, status);
    if (state === undefined) return;
    if (status.state === 'joining') {
      const now = clock.now();
      this.#say(node, 'time', sealTime({ site, node, nonce: status.nonce, now }, key));
    }
    events.node(state);
    if (status.state !== 'online') return;
    if (!wasOnline) this.#commands.online(node);
    if (!wasOnline) this.#ack(node, await this.#intake.standing(node));
    await bundles.reported(node, status.bundle);
  }

  #readings({ site, node, thing }: Topic, payload: Uint8Array): void {
    const { clock, events } = this.#parts;
    const pack = decodePack(payload, { site, node, now: clock.now() });
    if (pack.thing !== thing)
      throw new MeshError(
        'MESH_FOREIGN_NAME',
        `${node} sent a pack of ${pack.thing} as another thing`,
      );
    for (const { property, reading } of pack.readings)
      events.reading(node, { thing, property }, reading);
  }

  #result(node: string, payload: Uint8Array): void {
    const result = parseMessage(payload, resultSchema);
    if ('outcome' in result) this.#commands.answer(node, result.id, result.outcome);
    else {
      const { waitingFor } = result.settling;
      this.#commands.settling(node, result.id, waitingFor === undefined ? {} : { waitingFor });
    }
  }

  #lateOutcomes(board: string, records: readonly JournalRecord[]): void {
    for (const record of records) {
      const { kind, command } = record;
      if (kind !== 'outcome' || command === undefined) continue;
      if (this.#commands.takeUnanswered(board, command))
        this.#parts.events.lateOutcome(board, record);
    }
  }

  #ack(node: string, ack: Ack): void {
    this.#say(node, 'ack', encodeWire({ ...ack }));
  }

  #say(node: string, what: 'cmd' | 'ack' | 'time', payload: Uint8Array): void {
    const { broker, site, log } = this.#parts;
    const topic = nodeTopic(site, node, what);
    broker.publish(topic, payload, { qos: 1, retain: false }).catch((error: unknown) => {
      log.warn({ topic, error: errorMessage(error) }, 'broker does not take a message');
    });
  }
}
