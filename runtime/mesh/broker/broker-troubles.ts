/**
 * What clients do that they may not: each occurrence counted, each kind of each client told once a
 * minute with how often it was. Who floods the broker must not flood the log.
 */
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Metrics } from '../../core/metric.ts';
import { BROKER_TROUBLES } from './broker-metrics.ts';

/**
 * `login` wrong name or password · `client-id` not the client's own · `publish`, `subscribe` not
 * granted · `retained` more than is kept · `value` no JSON value · `frame` too large · `flood` too
 * fast: slowed down, and orders dropped · `slow` does not read · `broken` no MQTT 3.1.1, or silent · `crowd` too many
 * connections · `takeover` a new connection ends the older one of the same id · `clone` they take
 * turns: two boards with one id
 */
export interface BrokerTrouble {
  readonly kind:
    | 'login'
    | 'client-id'
    | 'publish'
    | 'subscribe'
    | 'retained'
    | 'value'
    | 'frame'
    | 'flood'
    | 'slow'
    | 'broken'
    | 'crowd'
    | 'takeover'
    | 'clone';
  /** Name of the client, or the address of one that has not proved any. */
  readonly client: string;
  /** From the network, so data and never an instruction. */
  readonly text: string;
}

const TELL_EVERY_MS = 60_000;
/** Names and addresses come from the network: there is no end to them. */
const MAX_TALLIES = 1_000;
const MAX_TEXT = 200;
/** Longer than every id. */
const MAX_NAME = 64;

interface Tally {
  toldMs: number;
  count: number;
}

export interface BrokerTroublesParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

export class BrokerTroubles {
  readonly #parts: BrokerTroublesParts;
  readonly #tallies = new Map<string, Tally>();

  constructor(parts: BrokerTroublesParts) {
    this.#parts = parts;
  }

  note({ kind, client: name, text }: BrokerTrouble): void {
    const { clock, log, metrics } = this.#parts;
    const client = name.slice(0, MAX_NAME);
    metrics.increment(BROKER_TROUBLES, { kind });
    const tally = this.#tallyOf(`${kind} ${client}`);
    tally.count += 1;
    const nowMs = clock.monotonicMs();
    if (nowMs - tally.toldMs < TELL_EVERY_MS) return;
    log.warn({ kind, client, text: text.slice(0, MAX_TEXT), count: tally.count }, 'broker trouble');
    Object.assign(tally, { toldMs: nowMs, count: 0 });
  }

  /** Once too many are kept, all further ones share a tally. */
  #tallyOf(key: string): Tally {
    const place = this.#tallies.has(key) || this.#tallies.size < MAX_TALLIES ? key : 'others';
    const tally = this.#tallies.get(place) ?? { toldMs: -Infinity, count: 0 };
    this.#tallies.set(place, tally);
    return tally;
  }
}
