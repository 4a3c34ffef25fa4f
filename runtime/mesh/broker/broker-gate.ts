/**
 * What clients of the broker may do; default is deny. Decides by names and topic lists alone and
 * knows nothing of aedes or sockets.
 */
import type { Role } from '../../actions/asker.ts';
import type { Clock } from '../../core/clock.ts';
import { valueSchema, type Value } from '../../core/reading.ts';
import { randomText } from '../../core/ids.ts';
import { isOurTopic, parseSetTopic } from '../topics.ts';
import type { Account, Accounts } from './accounts.ts';
import type { BrokerTrouble } from './broker-troubles.ts';
import { OrderLimit } from './order-limit.ts';
import { RetainedQuota } from './retained-quota.ts';
import { coversFilter, matchesTopic } from './topic-filter.ts';

/** A foreign client published to `bt/1/<site>/set/<thing>/<property>`; policy decides about it as `client:<name>`. */
export interface ForeignWrite {
  readonly client: string;
  readonly role: Role;
  readonly thing: string;
  readonly property: string;
  readonly value: Value;
}

export interface Publication {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retain: boolean;
}

export interface BrokerGateParts {
  readonly site: string;
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly troubles: { note(trouble: BrokerTrouble): void };
}

/** A board subscribes to half a dozen. */
const MAX_FILTERS = 200;

const MAX_VALUE_BYTES = 1_024;

export class BrokerGate {
  readonly #parts: BrokerGateParts;
  readonly #orders: OrderLimit;
  readonly #retained = new RetainedQuota();

  constructor(parts: BrokerGateParts) {
    this.#parts = parts;
    this.#orders = new OrderLimit(parts.clock);
  }

  /**
   * The id under which a client is known here; undefined = refused. A board has its own name and no
   * other. A foreign client chooses ids in a space of its own, so that none ends another's connection.
   */
  clientId(username: string | undefined, given: string): string | undefined {
    const kind = username === undefined ? undefined : this.#parts.accounts.kindOf(username);
    // Whom nobody knows is turned away at the password: "bad user name or password" is what helps.
    if (username === undefined || kind === undefined) return `nobody.${randomText(20)}`;
    if (kind === 'foreign') return `${username}.${given === '' ? randomText(20) : given}`;
    if (given === username) return given;
    const text = `${username} came with the client id ${JSON.stringify(given)}`;
    this.#parts.troubles.note({ kind: 'client-id', client: username, text });
    return undefined;
  }

  /** A last will is published by nobody's hand: it writes nothing, and has to be granted from the start. */
  mayWill(account: Account, topic: string): boolean {
    return !this.#isWrite(topic) && this.#mayPublish(account, topic);
  }

  /** A write is for policy and reaches no subscriber; `ended` says when it is over. `dropped`: it says nothing, or too much. */
  publish(
    account: Account,
    { topic, payload, retain }: Publication,
  ): ForeignWrite | 'forward' | 'dropped' | 'denied' {
    if (!this.#mayPublish(account, topic)) return this.#deny('publish', account, topic);
    const place = parseSetTopic(this.#parts.site, topic);
    if (place !== undefined && account.kind === 'foreign') {
      const value = parseValue(payload);
      const { name: client, role } = account;
      if (value === undefined) return this.#drop('value', client, `no JSON value for ${topic}`);
      if (this.#orders.take(client)) return { client, role, ...place, value };
      return this.#drop('flood', client, `more orders than are taken, as for ${topic}`);
    }
    if (retain && !this.#retained.take(account.name, topic, payload.length))
      return this.#deny('retained', account, topic);
    return 'forward';
  }

  ended({ client }: ForeignWrite): void {
    this.#orders.ended(client);
  }

  /** @param open the filters this client has subscribed to. */
  maySubscribe(account: Account, filter: string, open: ReadonlySet<string>): boolean {
    const isGranted = account.reads.some((granted) => coversFilter(granted, filter));
    if (isGranted && (open.has(filter) || open.size < MAX_FILTERS)) return true;
    this.#deny('subscribe', account, filter);
    return false;
  }

  /** What nobody is shown: a write that was asked for is no news. */
  isHidden(topic: string): boolean {
    return this.#isWrite(topic);
  }

  #mayPublish(account: Account, topic: string): boolean {
    // Whatever was granted: under our prefix a foreign client can ask for writes, and say nothing.
    if (account.kind === 'foreign' && isOurTopic(topic) && !this.#isWrite(topic)) return false;
    return account.writes.some((granted) => matchesTopic(granted, topic));
  }

  #isWrite(topic: string): boolean {
    return parseSetTopic(this.#parts.site, topic) !== undefined;
  }

  #drop(kind: 'value' | 'flood', client: string, text: string): 'dropped' {
    this.#parts.troubles.note({ kind, client, text });
    return 'dropped';
  }

  #deny(kind: 'publish' | 'subscribe' | 'retained', account: Account, topic: string): 'denied' {
    this.#parts.troubles.note({ kind, client: account.name, text: topic });
    return 'denied';
  }
}

/** `true`, `22.5`, `"on"`, and no more than that. */
function parseValue(payload: Uint8Array): Value | undefined {
  if (payload.length > MAX_VALUE_BYTES) return undefined;
  try {
    const parsed = valueSchema.safeParse(JSON.parse(Buffer.from(payload).toString('utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
