/**
 * A board's link to its gateway: finds it by hints, believes it by proof, and keeps trying for as
 * long as the board lives. While it holds, commands come in and everything the board has to say goes
 * out; while it does not, nothing is lost but the oldest readings beyond the budget.
 */
import { errorCode, errorMessage } from '../../core/app-error.ts';
import type { Log } from '../../core/log.ts';
import type { Metrics } from '../../core/metric.ts';
import type { PropertyAddress, Reading } from '../../core/reading.ts';
import type { Outcome } from '../../core/receipt.ts';
import { isRefusal } from '../../core/refusal.ts';
import type { Service } from '../../core/service.ts';
import type { SiteClock } from '../../core/site-clock.ts';
import { within } from '../../core/within.ts';
import type { SiteThing } from '../../config/site.ts';
import { unsealCommand } from '../../policy/sealed-command.ts';
import type { Journal } from '../../state/journal.ts';
import type { Store } from '../../state/store.ts';
import type { BundleKeeper } from '../bundle/bundle-keeper.ts';
import type { JoinToken } from '../join-token.ts';
import { nodeTopic, parseTopic, thingTopic } from '../topics.ts';
import { decodePack } from '../wire/senml.ts';
import { encodeWire, type WireValue } from '../wire/wire-codec.ts';
import type { Address } from './address.ts';
import { BackOff } from '../../core/back-off.ts';
import { BacklogOut } from './backlog-out.ts';
import { BoardSession, type GatewayProof } from './board-session.ts';
import { Complaints } from './complaints.ts';
import { EventOut } from './event-out.ts';
import { JoinPasswords } from './join-identity.ts';
import { JournalOut } from './journal-out.ts';
import type { KnownTasks } from './known-tasks.ts';
import type { Owed } from './gateway.check.ts';
import { JOINS, SPOOFED_GATEWAYS, DROPPED_PACKS } from './link-metrics.ts';
import {
  ackSchema,
  parseMessage,
  type BoardEvent,
  type BoardModes,
  type Status,
} from './messages.ts';
import type { OrderedFlow } from './ordered-flow.ts';
import type { Keep } from './outbox.ts';
import { ReadingsOut } from './readings-out.ts';
import { RetainedTopics } from './retained-topics.ts';
import type { SiteTrust } from './site-trust.ts';

export interface BoardLinkParts {
  readonly token: JoinToken;
  /** Of Boardtalk. */
  readonly version: string;
  /** Of this process. */
  readonly boot: string;
  /** Where a gateway may be, the best first. Asked anew for every try. */
  readonly hints: () => readonly Address[];
  /** Set by the gateway's signed time. */
  readonly clock: SiteClock;
  readonly random: () => number;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly store: Store;
  readonly journal: Pick<Journal, 'after' | 'onAppend'>;
  /** Loaded before this starts. */
  readonly trust: SiteTrust;
  readonly bundles: BundleKeeper;
  /** Loaded before this starts. */
  readonly tasks: Pick<KnownTasks, 'take' | 'lost'>;
  /** Carries out a command, and checks it itself. */
  readonly receive: (
    command: Uint8Array,
    onProgress: (progress: { readonly waitingFor?: PropertyAddress }) => void,
  ) => Promise<Outcome>;
  /** A reading of another board that a rule of this one names. */
  readonly hearReading: (address: PropertyAddress, reading: Reading) => void;
}

const AT_LEAST_ONCE = { qos: 1, retain: false } as const;

/** What is heard in answer, after the proof. */
const HEARD = ['cmd', 'ack', 'bundle', 'tasks'] as const;

export class BoardLink implements Service {
  /** `hear` is a listener for `Things.onReading`; `forget` a thing that a new bundle has not any more. */
  readonly readings: ReadingsOut;
  readonly #parts: BoardLinkParts;
  readonly #retained = new RetainedTopics();
  readonly #passwords: JoinPasswords;
  readonly #backOff: BackOff;
  readonly #complaints: Complaints;
  readonly #journal: JournalOut;
  readonly #events: EventOut;
  readonly #backlog: BacklogOut;
  #foreign: readonly SiteThing[] = [];
  #session: BoardSession | undefined;
  #isJoined = false;
  #running: Promise<void> | undefined;
  #isStopping = false;
  #wake: () => void = () => undefined;
  #unlisten: () => void = () => undefined;

  constructor(parts: BoardLinkParts) {
    const { token, store, clock, log, metrics, journal, random } = parts;
    const { site, node } = token;
    const onTrouble = (error: unknown): void => {
      log.warn({ error: errorMessage(error) }, 'link cannot send');
    };
    const onDropped = (packs: number): void => {
      metrics.increment(DROPPED_PACKS, {}, packs);
    };
    this.#parts = parts;
    this.#passwords = new JoinPasswords({ token, store, clock });
    this.#backOff = new BackOff(random);
    this.#complaints = new Complaints({ clock, log, metrics });
    const topic = nodeTopic(site, node, 'journal');
    this.#journal = new JournalOut({ journal, topic, clock, onTrouble });
    this.#events = new EventOut({ site, node, store, clock, onTrouble });
    this.#backlog = new BacklogOut({ site, node, store, clock, onDropped, onTrouble });
    this.readings = new ReadingsOut({
      ...{ site, node, clock, retained: this.#retained },
      onSaid: (thing, readings) => {
        this.#backlog.take(thing, readings);
      },
    });
  }

  /** Does not wait for a gateway. The store is open and the journal started by then. */
  async start(): Promise<void> {
    await this.#events.load();
    await this.#backlog.start();
    this.#unlisten = this.#parts.journal.onAppend(() => {
      this.#journal.flow.poke();
    });
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#unlisten();
    this.readings.stop();
    this.#detach();
    await this.#session?.close();
    this.#wake();
    await this.#running;
    await this.#backlog.stop();
  }

  /** A gateway has been proven, and the connection holds. */
  get isJoined(): boolean {
    return this.#isJoined;
  }

  /** The stream of which the gateway has not taken the first message yet, and since when, epoch ms. */
  get owed(): Owed | undefined {
    const flows = { events: this.#events, journal: this.#journal, 'late readings': this.#backlog };
    const owed = Object.entries(flows).flatMap(([what, { flow }]) =>
      flow.owingSince === undefined ? [] : [{ what, since: flow.owingSince }],
    );
    return owed.sort((one, other) => one.since - other.since)[0];
  }

  /** There may be a new hint: tries again without waiting for its time. */
  lookAgain(): void {
    this.#wake();
  }

  /** What the status says has changed: the bundle, or what is wrong with it. */
  async announce(): Promise<void> {
    if (this.#isJoined) await this.#session?.announce('online').catch(() => undefined);
  }

  /** Durable when it resolves, together with what belongs to it; the gateway gets it once, sooner or later. */
  event(event: BoardEvent, keep?: Keep): Promise<void> {
    return this.#events.add(event, keep);
  }

  publishModes(modes: BoardModes): void {
    const { site, node } = this.#parts.token;
    this.#retained.set(nodeTopic(site, node, 'modes'), encodeWire(modes), 1);
  }

  /** @param description a Thing Description as JSON text; undefined takes it back. */
  publishDescription(thing: string, description: string | undefined): void {
    const topic = thingTopic(this.#parts.token, 'td', thing);
    if (description === undefined) this.#retained.clear(topic);
    else this.#retained.set(topic, Buffer.from(description), 1);
  }

  /** The things of other boards whose readings this board needs, from now on. */
  listenTo(things: readonly SiteThing[]): void {
    this.#foreign = things;
    const { connection } = this.#session ?? {};
    if (!this.#isJoined) return;
    connection?.subscribe(this.#foreignTopics()).catch((error: unknown) => {
      this.#complain(error, 'readings of other boards');
    });
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      for (const broker of this.#parts.hints())
        await this.#visit(broker).catch((error: unknown) => {
          this.#complaints.addError(error, 'join');
        });
      await this.#pause();
    }
  }

  async #pause(): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    if (!this.#isStopping) await within(this.#parts.clock, this.#backOff.nextMs(), woken);
  }

  /** Resolves when the visit is over. */
  async #visit(broker: Address): Promise<void> {
    const { token, clock } = this.#parts;
    const password = await this.#passwords.next();
    // Looked at after the last pause before there is a session that `stop` can close.
    if (this.#isStopping) return;
    try {
      const session = new BoardSession({
        ...{ token, clock, broker, password },
        describe: () => this.#describe(),
        onMessage: (...message) => {
          this.#hear(...message);
        },
      });
      this.#session = session;
      const proof = await session.open();
      if (proof === undefined) this.#mistrust(broker);
      else await this.#join(session, proof);
    } catch (error) {
      this.#complain(error, `${broker.host}:${String(broker.port)}`);
    } finally {
      await this.#leave();
    }
  }

  /** A gateway that is not there is no news; whatever else keeps a board from it has to be seen. */
  #complain(error: unknown, place: string): void {
    if (errorCode(error) !== 'MESH_UNREACHABLE') this.#complaints.addError(error, place);
    else this.#parts.log.debug({ place, error: errorMessage(error) }, 'no gateway here');
  }

  #mistrust(broker: Address): void {
    if (this.#isStopping) return;
    this.#parts.metrics.increment(SPOOFED_GATEWAYS);
    this.#complaints.add('spoofed', `${broker.host} does not prove that it is the gateway`);
  }

  async #join(session: BoardSession, { key, now }: GatewayProof): Promise<void> {
    const { connection } = session;
    if (connection === undefined) return;
    const { trust, clock, token, metrics, log } = this.#parts;
    clock.trust(now);
    await trust.learn(key);
    const own = HEARD.map((what) => nodeTopic(token.site, token.node, what));
    await connection.subscribe([...own, ...this.#foreignTopics()]);
    for (const part of this.#speakers()) part.attach(connection);
    this.#isJoined = true;
    await session.announce('online');
    await this.#backlog.connected(true);
    this.#backOff.reset();
    metrics.increment(JOINS);
    log.info({ gateway: token.site }, 'joined the gateway');
    await connection.closed;
    log.warn({ gateway: token.site }, 'lost the gateway');
  }

  async #leave(): Promise<void> {
    this.#detach();
    await this.#backlog.connected(false);
    await this.#session?.close();
    this.#session = undefined;
  }

  #detach(): void {
    this.#isJoined = false;
    this.#parts.tasks.lost();
    for (const part of this.#speakers()) part.detach();
  }

  #speakers(): readonly Pick<OrderedFlow, 'attach' | 'detach'>[] {
    return [this.#retained, this.#journal.flow, this.#events.flow, this.#backlog.flow];
  }

  #describe(): Omit<Status, 'state' | 'nonce'> {
    const { version, boot, bundles } = this.#parts;
    return { role: 'board', version, boot, bundle: bundles.mark, problem: bundles.problem };
  }

  #hear(topic: string, payload: Uint8Array, isRetained: boolean): void {
    this.#handle(topic, payload, isRetained).catch((error: unknown) => {
      this.#complaints.addError(error, topic);
    });
  }

  async #handle(topic: string, payload: Uint8Array, isRetained: boolean): Promise<void> {
    const { what, node, thing } = parseTopic(topic) ?? {};
    if (what === 'cmd') await this.#command(payload);
    else if (what === 'ack') await this.#acknowledge(payload);
    else if (what === 'tasks') await this.#hearTasks(payload);
    else if (what === 'bundle' && payload.length > 0) await this.#parts.bundles.take(payload);
    else if (what === 'r' && payload.length > 0) {
      const known = this.#foreign.find(({ id, board }) => id === thing && board === node);
      if (known !== undefined) this.#foreignReadings(known, payload, isRetained);
    }
  }

  async #hearTasks(bytes: Uint8Array): Promise<void> {
    if (this.#parts.tasks.take(bytes)) return;
    const { site, node } = this.#parts.token;
    const question = encodeWire({ what: 'tasks' });
    await this.#session?.connection?.publish(nodeTopic(site, node, 'ask'), question, AT_LEAST_ONCE);
  }

  async #command(bytes: Uint8Array): Promise<void> {
    const { receive, trust } = this.#parts;
    const command = unsealCommand(bytes, trust.keys);
    const id = isRefusal(command) ? undefined : command.id;
    const outcome = await receive(bytes, ({ waitingFor }) => {
      const settling = waitingFor === undefined ? {} : { waitingFor: { ...waitingFor } };
      if (id !== undefined) void this.#answer({ id, settling });
    });
    // What nobody signed for this site has no id that an answer could name.
    if (id !== undefined) await this.#answer({ id, outcome });
  }

  /** One that is lost is asked for again by its id, and stands in the journal. */
  async #answer(answer: WireValue): Promise<void> {
    const { site, node } = this.#parts.token;
    await this.#session?.connection
      ?.publish(nodeTopic(site, node, 'res'), encodeWire(answer), AT_LEAST_ONCE)
      .catch(() => undefined);
  }

  async #acknowledge(bytes: Uint8Array): Promise<void> {
    const { journal, event, backlog } = parseMessage(bytes, ackSchema);
    if (journal !== undefined) await this.#journal.acknowledge(journal);
    if (event !== undefined) await this.#events.acknowledge(event);
    if (backlog !== undefined) await this.#backlog.acknowledge(backlog);
  }

  /** What the broker kept of a board that may be long gone is no reading that a rule could rest on. */
  #foreignReadings({ id, board, properties }: SiteThing, bytes: Uint8Array, isKept: boolean): void {
    const { token, clock, hearReading } = this.#parts;
    const now = clock.now();
    const pack = decodePack(bytes, { site: token.site, node: board, now });
    if (pack.thing !== id) return;
    for (const { property, reading } of pack.readings) {
      const { staleAfterMs = 0 } = properties.find(({ name }) => name === property) ?? {};
      if (!isKept || now - reading.at <= staleAfterMs)
        hearReading({ thing: id, property }, reading);
    }
  }

  #foreignTopics(): readonly string[] {
    const { site } = this.#parts.token;
    return this.#foreign.map(({ id, board }) => thingTopic({ site, node: board }, 'r', id));
  }
}
