/**
 * Messages that were not accepted: each is counted, and of one sender and reason one a minute is
 * logged, with how many there were. Who sends junk all day does not hide what others do once.
 */
import { errorCode, errorMessage } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Metrics } from '../../core/metric.ts';
import { REFUSED_MESSAGES } from './link-metrics.ts';

const QUIET_MS = 60_000;

interface Said {
  atMs: number;
  unsaid: number;
}

export class Complaints {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #metrics: Metrics;
  readonly #said = new Map<string, Said>();

  constructor({ clock, log, metrics }: { clock: Clock; log: Log; metrics: Metrics }) {
    this.#clock = clock;
    this.#log = log;
    this.#metrics = metrics;
  }

  /** @param reason a code: few, and known beforehand @param from who has proved who it is */
  add(reason: string, message: string, from = 'the gateway'): void {
    this.#metrics.increment(REFUSED_MESSAGES, { reason });
    const now = this.#clock.monotonicMs();
    const key = `${from} ${reason}`;
    const said = this.#said.get(key) ?? { atMs: -Infinity, unsaid: 0 };
    this.#said.set(key, said);
    said.unsaid += 1;
    if (now - said.atMs < QUIET_MS) return;
    this.#log.warn({ reason, from, count: said.unsaid }, message);
    said.atMs = now;
    said.unsaid = 0;
  }

  addError(error: unknown, topic: string, from?: string): void {
    this.add(errorCode(error), `${topic}: ${errorMessage(error)}`, from);
  }
}
