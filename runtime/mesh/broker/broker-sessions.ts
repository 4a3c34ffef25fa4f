/**
 * Who is connected under which name, and what of it others want to hear. Two boards with one id
 * show here: each ends the other's connection, again and again.
 */
import type { Clock } from '../../core/clock.ts';
import type { Account } from './accounts.ts';
import type { BrokerTrouble } from './broker-troubles.ts';

export interface BrokerConnection {
  /** Name of the account. */
  readonly client: string;
  readonly kind: Account['kind'];
  /** `taken-over`: a new connection came under the same id; `disconnected` and `connected` follow. */
  readonly state: 'connected' | 'disconnected' | 'taken-over';
}

/** Known before the password was looked at. */
interface Expected {
  readonly isRefused: boolean;
  readonly id: string | undefined;
  readonly will: string | undefined;
}

interface Session {
  readonly account: Account;
  /** What it has subscribed to. */
  readonly filters: Set<string>;
}

/** What this needs of a client of aedes. */
interface BrokerClient {
  readonly id: string;
  readonly conn: object;
}

/** A board whose network was cut takes its own old connection over, once. */
const FLIP_WITHIN_MS = 60_000;
/** Who looks some minutes later should still see it. */
const CLONE_SHOWN_MS = 5 * 60_000;

export interface BrokerSessionsParts {
  readonly clock: Clock;
  readonly troubles: { note(trouble: BrokerTrouble): void };
}

export class BrokerSessions<Client extends BrokerClient> {
  readonly #parts: BrokerSessionsParts;
  readonly #expected = new WeakMap<Client, Expected>();
  readonly #sessions = new WeakMap<Client, Session>();
  readonly #online = new Map<string, Client>();
  readonly #takenOverMs = new Map<string, number>();
  /** Account → when two took turns under its name last, monotonic. */
  readonly #flippedMs = new Map<string, number>();
  readonly #listeners = new Set<(connection: BrokerConnection) => void>();

  constructor(parts: BrokerSessionsParts) {
    this.#parts = parts;
  }

  onConnection(listener: (connection: BrokerConnection) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  expect(client: Client, expected: Expected): void {
    this.#expected.set(client, expected);
  }

  expected(client: Client): Expected | undefined {
    return this.#expected.get(client);
  }

  /** It has proved who it is. */
  admit(client: Client, account: Account): void {
    this.#sessions.set(client, { account, filters: new Set() });
    if (!this.#online.has(client.id)) return;
    this.#tell(client, 'taken-over');
    const text = `a new connection ends the older one of ${client.id}`;
    this.#parts.troubles.note({ kind: 'takeover', client: account.name, text });
    this.#watchFlips(account.name, client.id);
  }

  connected(client: Client): void {
    this.#online.set(client.id, client);
    this.#tell(client, 'connected');
  }

  disconnected(client: Client): void {
    if (this.#online.get(client.id) === client) this.#online.delete(client.id);
    this.#tell(client, 'disconnected');
  }

  of(client: Client): Session | undefined {
    return this.#sessions.get(client);
  }

  accountOf(client: Client): Account | undefined {
    return this.of(client)?.account;
  }

  clientsOf(name: string): readonly Client[] {
    return [...this.#online.values()].filter((client) => this.accountOf(client)?.name === name);
  }

  /** Name of the account behind a client id: ids of foreign clients begin with it, and names have no dot. */
  nameOf(clientId: string): string {
    return clientId.split('.')[0] ?? clientId;
  }

  /** Name of the client on this connection, once it has proved it. */
  nameOn(connection: object): string | undefined {
    const client = [...this.#online.values()].find(({ conn }) => conn === connection);
    return client === undefined ? undefined : this.accountOf(client)?.name;
  }

  /** Accounts under whose name two clients took turns a short while ago. */
  clones(): readonly string[] {
    const sinceMs = this.#parts.clock.monotonicMs() - CLONE_SHOWN_MS;
    return [...this.#flippedMs].flatMap(([name, atMs]) => (atMs >= sinceMs ? [name] : []));
  }

  #watchFlips(client: string, id: string): void {
    const nowMs = this.#parts.clock.monotonicMs();
    const lastMs = this.#takenOverMs.get(id) ?? -Infinity;
    this.#takenOverMs.set(id, nowMs);
    if (nowMs - lastMs >= FLIP_WITHIN_MS) return;
    this.#flippedMs.set(client, nowMs);
    const text = `two clients take turns under the id ${id}`;
    this.#parts.troubles.note({ kind: 'clone', client, text });
  }

  #tell(client: Client, state: BrokerConnection['state']): void {
    const account = this.accountOf(client);
    if (account === undefined) return;
    for (const listener of this.#listeners)
      listener({ client: account.name, kind: account.kind, state });
  }
}
