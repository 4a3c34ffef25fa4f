/**
 * MQTT by a broker that is not ours. Who published on a topic no broker tells, so a person is the last level
 * of theirs: that is proof only where the broker lets nobody else publish there.
 */
import type { Clock } from '../../../core/clock.ts';
import type {
  ChannelAdapter,
  Hearing,
  Outgoing,
  Sent,
  Traits,
  Trouble,
} from '../../channels/channel-adapter.ts';
import { codeOf, cureOfNetwork } from '../../channels/http-call.ts';
import { BrokerLine, NO_SUBSCRIBER, reasonOf, type BrokerLogin } from './broker-line.ts';
import { HeardBefore, type Packet } from './heard-before.ts';
import { parseMessage } from './parse.ts';
import type { Topics } from './topics.ts';

export interface MqttParts extends BrokerLogin {
  readonly topics: Topics;
  readonly aclIsSet: boolean;
  readonly clock: Clock;
}

const MARK_EVERY_MS = 60_000;

/** Where nothing was ever heard nobody knows how long the broker kept it: long enough to be asked about. */
const UNKNOWN_AGO_MS = 24 * 3_600_000;

/** Reason codes of MQTT 5 §2.4. */
const DENIED = 0x87;
const FAILED = 0x80;
const TAKEN_OVER = 0x8e;
/** Too much or too fast: it may go another time. */
const BUSY: ReadonlySet<number> = new Set([0x89, 0x93, 0x96, 0x97]);

export class MqttAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits;
  readonly #parts: MqttParts;
  #line: BrokerLine | undefined;
  /** Epoch ms when the broker proved last that nothing from before was on its way. */
  #freshAt: number | undefined;

  constructor(parts: MqttParts) {
    this.#parts = parts;
    this.account = `${parts.user}@${new URL(parts.endpoint).hostname}`;
    this.traits = {
      mode: 'broker',
      /** MQTT has no limit that matters here; people read less. */
      text: { most: 8_000, unit: 'bytes' },
      /** Brokers set none by default; programs at the other end are spared. */
      chatRate: { burst: 10, refillMs: 200 },
      accountRate: { burst: 20, refillMs: 50 },
      mostButtons: 0,
      files: [],
      isIdempotent: false,
      isForgeable: !parts.aclIsSet,
    };
  }

  chatOf(user: string): string | undefined {
    return this.#parts.topics.outOf(user) === undefined ? undefined : user;
  }

  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const session = new Session(this.#parts, hearing, this.#freshAt);
    try {
      const line = await BrokerLine.open(this.#parts, session, signal);
      const trouble = await this.#follow(line, session).finally(() => {
        this.#line = undefined;
        this.#freshAt = session.freshAt;
        return line.close();
      });
      return signal.aborted ? undefined : trouble;
    } catch (error) {
      return signal.aborted ? undefined : this.#troubleOf(error);
    }
  }

  async send({ chat, text }: Outgoing): Promise<Sent> {
    const topic = this.#parts.topics.outOf(chat);
    if (topic === undefined) return { kind: 'refused', why: 'there is no such topic' };
    const line = this.#line;
    if (line?.isOpen !== true)
      return { kind: 'later', why: 'there is no connection to the broker' };
    try {
      return sentOf(await line.publish(topic, text), topic);
    } catch {
      return { kind: 'unknown', why: 'the broker did not confirm it' };
    }
  }

  async #follow(line: BrokerLine, session: Session): Promise<Trouble> {
    const { topics } = this.#parts;
    await line.subscribe(topics.filter);
    this.#line = line;
    const code = await line.publish(topics.own, session.mark);
    if (code >= FAILED) return { why: `the broker denies ${topics.own}`, cure: ACL };
    const marking = setInterval(() => {
      // What goes wrong with it shows as the end of the connection, or as silence.
      line.publish(topics.own, session.mark).catch(() => undefined);
    }, MARK_EVERY_MS);
    const why = await line.closed.finally(() => {
      clearInterval(marking);
    });
    return this.#troubleOf(why);
  }

  #troubleOf(error: unknown): Trouble {
    const reason = reasonOf(error instanceof Error ? (error.cause ?? error) : error);
    if (reason === TAKEN_OVER)
      return { why: 'another client is logged in as this site', cure: OWN_LOGIN };
    if (reason !== undefined)
      return { why: `the broker does not let this node in (${String(reason)})`, cure: ACL };
    const network = codeOf(error);
    const isKnown = network !== 'the connection broke off';
    return {
      why: `the broker is not reached: ${network}`,
      ...(isKnown && { cure: cureOfNetwork(network, 'the broker') }),
    };
  }
}

/** What is heard on one connection, and how old it is. */
class Session {
  /** Comes back behind all that the broker had kept. */
  readonly mark = crypto.randomUUID();
  readonly #parts: MqttParts;
  readonly #hearing: Hearing;
  readonly #before: HeardBefore;
  readonly #awaySince: number;
  #freshAt: number | undefined;
  /** Nothing from before is on its way any more. */
  #isFresh = false;

  constructor(parts: MqttParts, hearing: Hearing, freshAt: number | undefined) {
    this.#parts = parts;
    this.#hearing = hearing;
    this.#before = new HeardBefore(hearing.cursor);
    const known = [this.#before.at, freshAt].filter((at) => at !== undefined);
    this.#awaySince = known.length === 0 ? parts.clock.now() - UNKNOWN_AGO_MS : Math.max(...known);
    this.#freshAt = freshAt;
  }

  get freshAt(): number | undefined {
    return this.#freshAt;
  }

  connected(isResumed: boolean): void {
    if (isResumed) return;
    this.#before.forget();
    this.#isFresh = true;
  }

  async take(packet: Packet): Promise<void> {
    const { topics, clock } = this.#parts;
    const now = clock.now();
    if (packet.topic === topics.own && Buffer.from(packet.payload).toString() === this.mark) {
      this.#isFresh = true;
      this.#freshAt = now;
      this.#hearing.alive();
    }
    const user = topics.userOf(packet.topic);
    if (user === undefined) return;
    const packetId = this.#before.idOf(packet);
    const at = this.#isFresh ? now : this.#awaySince;
    const message = parseMessage({ user, payload: packet.payload, at, now, packetId });
    await this.#hearing.accept([message], this.#before.add(packetId, at));
  }
}

function sentOf(code: number, topic: string): Sent {
  if (code === NO_SUBSCRIBER) return { kind: 'refused', why: `nobody reads ${topic}` };
  if (code < FAILED) return { kind: 'sent' };
  const why = `the broker says ${String(code)}${code === DENIED ? ': not authorised' : ''}`;
  return BUSY.has(code) ? { kind: 'later', why } : { kind: 'refused', why };
}

const ACL =
  'Check options.user and options.password, and what the broker lets this user do: docs/channels/mqtt.md.';

const OWN_LOGIN = 'Give this site a user of its own, and end the other program.';
