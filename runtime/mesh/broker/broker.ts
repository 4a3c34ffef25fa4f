/**
 * The broker of the site (MQTT 3.1.1): binds the gate and the guards to aedes, which is touched
 * here only. Every session is clean and everything stays in memory: durability is end to end, and
 * nothing is queued for who is away, so there is no session to steal and no queue to fill.
 */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import type { Aedes, AedesOptions, AedesPublishPacket, Client } from 'aedes';
import { errorCode, errorMessage } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { isLoopback } from '../../core/loopback.ts';
import type { Metrics } from '../../core/metric.ts';
import type { Service } from '../../core/service.ts';
import { MeshError } from '../errors.ts';
import type { Accounts } from './accounts.ts';
import { BrokerGate, type ForeignWrite } from './broker-gate.ts';
import { BROKER_CLIENTS } from './broker-metrics.ts';
import { BrokerSessions, type BrokerConnection } from './broker-sessions.ts';
import { BrokerTroubles } from './broker-troubles.ts';
import { guardSocket } from './guard-socket.ts';
import { matchesTopic } from './topic-filter.ts';

/** Where it listens. Off loopback only with `allowPlain`: there is no TLS yet. Port 0 takes any free one. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
  readonly allowPlain: boolean;
}

export interface BrokerParts {
  readonly listen: BrokerAddress;
  readonly site: string;
  readonly accounts: Accounts;
  /** Resolves when it is over. Must not reject: policy decides, and tells the journal. */
  readonly foreignWrite: (write: ForeignWrite) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface BrokerMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** Name of the account that published it; undefined: this process. */
  readonly client: string | undefined;
  /** The client says that it may have sent it before (DUP, MQTT 3.1.1 §3.3.1.1). */
  readonly isRepeat?: boolean;
}

export interface PublishOptions {
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

interface Listening {
  readonly filter: string;
  readonly listener: (message: BrokerMessage) => void;
}

/** A site has up to 100 boards and a few foreign clients; the rest is room for benches. */
const MAX_CONNECTIONS = 1_200;
/** Connections from one address that have not proved who they are. */
const MAX_WAITING = 64;

const AEDES_OPTIONS = {
  /** How long a connection may take to say CONNECT, ms. */
  connectTimeout: 5_000,
  /** With aedes' defaults (60 s, 100) one subscriber that stops reading stalls everybody. */
  drainTimeout: 1_000,
  concurrency: 500,
  /** Packets of QoS 2 that wait for their second half, each of up to 256 KiB. */
  maxInflightInbound: 20,
  /** Ours have six. */
  maxTopicLevels: 16,
  /** Long ids are allowed in 3.1.1; aedes asks this for 3.1 only. */
  maxClientsIdLength: 23,
} as const satisfies AedesOptions;

export class Broker implements Service {
  readonly #parts: BrokerParts;
  readonly #troubles: BrokerTroubles;
  readonly #gate: BrokerGate;
  readonly #sessions: BrokerSessions<Client>;
  readonly #listenings = new Set<Listening>();
  readonly #waiting = new Set<Socket>();
  readonly #broken = new WeakSet<Client>();
  #aedes: Aedes | undefined;
  #server: Server | undefined;
  #stopHearing: (() => void) | undefined;

  constructor(parts: BrokerParts) {
    this.#parts = parts;
    this.#troubles = new BrokerTroubles(parts);
    this.#gate = new BrokerGate({ ...parts, troubles: this.#troubles });
    this.#sessions = new BrokerSessions({ clock: parts.clock, troubles: this.#troubles });
  }

  /** undefined while it does not listen. */
  get port(): number | undefined {
    const address = this.#server?.address();
    return isInternet(address) ? address.port : undefined;
  }

  /** @throws MeshError `MESH_PORT_BUSY`, `MESH_CANNOT_LISTEN`, `MESH_NOT_LOOPBACK` */
  async start(signal: AbortSignal): Promise<void> {
    const { listen, accounts, log } = this.#parts;
    if (!isLoopback(listen.host) && !listen.allowPlain)
      throw new MeshError(
        'MESH_NOT_LOOPBACK',
        `cannot listen on ${listen.host}: without TLS the broker is for this machine only (127.0.0.1, ::1, localhost)`,
      );
    const { Aedes } = await import('aedes');
    signal.throwIfAborted();
    const aedes = new Aedes({ ...AEDES_OPTIONS, ...this.#handlers() });
    await aedes.listen();
    this.#aedes = aedes;
    this.#hear(aedes);
    this.#stopHearing = accounts.onRevoked((name) => {
      this.disconnect(name);
    });
    try {
      await this.#open();
    } catch (error) {
      await this.stop();
      throw this.#explain(error);
    }
    log.info({ host: listen.host, port: this.port }, 'broker open');
  }

  async stop(): Promise<void> {
    const [server, aedes] = [this.#server, this.#aedes];
    this.#server = undefined;
    this.#aedes = undefined;
    this.#stopHearing?.();
    const closed = server?.listening === true ? once(server, 'close') : undefined;
    server?.close();
    for (const socket of this.#waiting) socket.destroy();
    if (aedes !== undefined)
      await new Promise<void>((resolve) => {
        aedes.close(resolve);
      });
    await closed;
  }

  /** In the name of this process: nothing is forbidden to it. Resolves when the broker has handed it on. */
  async publish(topic: string, payload: Uint8Array, options: PublishOptions): Promise<void> {
    const aedes = this.#aedes;
    if (aedes === undefined) throw new MeshError('MESH_STOPPED', 'the broker is not running');
    const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    await new Promise<void>((resolve, reject) => {
      const packet = { cmd: 'publish', dup: false, topic, payload: bytes, ...options } as const;
      aedes.publish(packet, (error) => {
        if (error instanceof Error) reject(error);
        else resolve();
      });
    });
  }

  /** Hears what clients publish, and what this process does, from now on. May be called before `start`. Returns how to stop. */
  subscribe(filter: string, listener: (message: BrokerMessage) => void): () => void {
    const listening = { filter, listener };
    this.#listenings.add(listening);
    return () => void this.#listenings.delete(listening);
  }

  onConnection(listener: (connection: BrokerConnection) => void): () => void {
    return this.#sessions.onConnection(listener);
  }

  /** Names that two clients took turns with a short while ago. */
  clones(): readonly string[] {
    return this.#sessions.clones();
  }

  /** Ends all connections of a client. */
  disconnect(name: string): void {
    for (const client of this.#sessions.clientsOf(name)) client.close();
  }

  async #open(): Promise<void> {
    // Small messages that wait for an acknowledgement of the last one would take 40 ms each (Nagle).
    const server = createServer({ noDelay: true }, (socket) => {
      this.#admit(socket);
    });
    server.maxConnections = MAX_CONNECTIONS;
    server.on('drop', (data) => {
      this.#noteCrowd(data?.remoteAddress, `more than ${MAX_CONNECTIONS} connections`);
    });
    const { host, port } = this.#parts.listen;
    this.#server = server.listen({ host, port });
    await once(server, 'listening');
  }

  #admit(socket: Socket): void {
    const { remoteAddress: address = '' } = socket;
    const waiting = [...this.#waiting].filter(({ remoteAddress }) => remoteAddress === address);
    if (waiting.length >= MAX_WAITING) {
      this.#noteCrowd(address, `more than ${MAX_WAITING} connections that do not sign in`);
      socket.destroy();
      return;
    }
    this.#waiting.add(socket);
    socket.once('close', () => this.#waiting.delete(socket));
    guardSocket(socket, {
      clock: this.#parts.clock,
      onTrouble: (kind, text) => {
        this.#troubles.note({ kind, client: this.#sessions.nameOn(socket) ?? address, text });
      },
    });
    socket.setNoDelay(true);
    this.#aedes?.handle(socket);
  }

  #noteCrowd(address: string | undefined, text: string): void {
    this.#troubles.note({ kind: 'crowd', client: address ?? 'unknown', text });
  }

  #handlers(): AedesOptions {
    const sessions = this.#sessions;
    return {
      preConnect: (client, packet, done) => {
        const { username, clientId, will } = packet;
        const id = this.#gate.clientId(username, clientId);
        packet.clean = true;
        packet.clientId = id ?? `refused.${clientId}`;
        sessions.expect(client, { isRefused: id === undefined, id, will: will?.topic });
        done(null, true);
      },
      authenticate: (client, username, password, done) => {
        this.#authenticate(client, username ?? '', password?.toString('utf8') ?? '').then(
          (returnCode) => {
            if (returnCode === 0) done(null, true);
            else done(loginError(returnCode), false);
          },
          (error: unknown) => {
            this.#parts.log.error({ error }, 'a client could not be let in');
            done(loginError(SERVER_UNAVAILABLE), false);
          },
        );
      },
      authorizePublish: (client, packet, done) => {
        const account = client === null ? undefined : sessions.accountOf(client);
        const payload = Buffer.from(packet.payload);
        const { topic, retain } = packet;
        const verdict =
          account === undefined
            ? 'denied'
            : this.#gate.publish(account, { topic, payload, retain });
        if (verdict === 'denied') {
          done(new MeshError('MESH_DENIED', `may not publish to ${topic}`));
          return;
        }
        // What is asked for now must not be asked for again with every later subscription.
        if (verdict !== 'forward') packet.retain = false;
        if (typeof verdict === 'object') void this.#order(verdict);
        done(null);
      },
      authorizeSubscribe: (client, subscription, done) => {
        const { topic } = subscription;
        const session = sessions.of(client);
        const isGranted =
          session !== undefined && this.#gate.maySubscribe(session.account, topic, session.filters);
        if (isGranted) session.filters.add(topic);
        done(null, isGranted ? subscription : null);
      },
      authorizeForward: (_client, packet) => (this.#gate.isHidden(packet.topic) ? null : packet),
    };
  }

  async #order(write: ForeignWrite): Promise<void> {
    await this.#parts.foreignWrite(write);
    this.#gate.ended(write);
  }

  /** The return code of CONNACK (MQTT 3.1.1 §3.2.2.3). */
  async #authenticate(client: Client, username: string, password: string): Promise<ReturnCode> {
    const expected = this.#sessions.expected(client);
    if (expected === undefined || expected.isRefused) return IDENTIFIER_REJECTED;
    const account = await this.#parts.accounts.authenticate(username, password);
    if (account === undefined) {
      this.#troubles.note({ kind: 'login', client: username, text: 'wrong name or password' });
      return BAD_LOGIN;
    }
    if (expected.will !== undefined && !this.#gate.mayWill(account, expected.will)) {
      const text = `last will to ${expected.will}`;
      this.#troubles.note({ kind: 'publish', client: username, text });
      return NOT_AUTHORIZED;
    }
    this.#sessions.admit(client, account);
    return 0;
  }

  #hear(aedes: Aedes): void {
    const { metrics } = this.#parts;
    const count = (): void => {
      metrics.set(BROKER_CLIENTS, aedes.connectedClients);
    };
    aedes.on('client', (client) => {
      for (const socket of this.#waiting) if (socket === client.conn) this.#waiting.delete(socket);
      this.#sessions.connected(client);
      count();
    });
    aedes.on('clientDisconnect', (client) => {
      this.#sessions.disconnected(client);
      count();
    });
    aedes.on('unsubscribe', (filters, client) => {
      for (const filter of filters) this.#sessions.of(client)?.filters.delete(filter);
    });
    aedes.on('clientError', (client, error) => {
      this.#noteBroken(client, error);
    });
    aedes.on('connectionError', (client, error) => {
      this.#noteBroken(client, error);
    });
    aedes.subscribe(
      '#',
      (packet, done) => {
        this.#tell(packet);
        done();
      },
      () => undefined,
    );
  }

  #tell(packet: AedesPublishPacket & { readonly clientId?: string }): void {
    const { topic, clientId } = packet;
    if (topic.startsWith('$') || this.#gate.isHidden(topic)) return;
    const client = clientId === undefined ? undefined : this.#sessions.nameOf(clientId);
    const { dup: isRepeat } = packet;
    const message = { topic, payload: Buffer.from(packet.payload), client, isRepeat };
    for (const { filter, listener } of this.#listenings)
      if (matchesTopic(filter, topic)) listener(message);
  }

  /** A connection that was cut is no trouble, and what was denied has been noted. */
  #noteBroken(client: Client, error: Error): void {
    if (error instanceof MeshError || errorCode(error).startsWith('E')) return;
    if (this.#broken.has(client)) return;
    // Everything that waited for this client fails with it, and is told each by each.
    this.#broken.add(client);
    const name = this.#sessions.accountOf(client)?.name ?? 'unknown';
    const kind = client.conn.writableLength > 0 ? 'slow' : 'broken';
    this.#troubles.note({ kind, client: name, text: errorMessage(error) });
  }

  #explain(error: unknown): unknown {
    const where = `${this.#parts.listen.host}:${String(this.#parts.listen.port)}`;
    if (errorCode(error) === 'EADDRINUSE')
      return new MeshError('MESH_PORT_BUSY', `${where} is taken by another program`, {
        cause: error,
      });
    if (!errorCode(error).startsWith('E')) return error;
    const what = `cannot listen on ${where}: ${errorMessage(error)}`;
    return new MeshError('MESH_CANNOT_LISTEN', what, { cause: error });
  }
}

const IDENTIFIER_REJECTED = 2;
const SERVER_UNAVAILABLE = 3;
const BAD_LOGIN = 4;
const NOT_AUTHORIZED = 5;
type ReturnCode = 0 | 2 | 3 | 4 | 5;

function loginError(
  returnCode: Exclude<ReturnCode, 0>,
): MeshError & { returnCode: typeof returnCode } {
  return Object.assign(new MeshError('MESH_DENIED', 'may not connect'), { returnCode });
}

function isInternet(address: AddressInfo | string | null | undefined): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
