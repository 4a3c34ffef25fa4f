/**
 * Keeps one sender from filling the journal: the first refusal of the same (actor, code, thing) is
 * written at once, what follows within a minute is counted, and the count is written as one entry
 * when the minute is over.
 */
import type { Clock, Timer } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Service } from '../core/service.ts';
import type { JournalEntry, JournalRecord } from './journal-entry.ts';
import type { Journal } from './journal.ts';

const WINDOW_MS = 60_000;

/** A sender can make up names: beyond this many windows, all further senders of a code count as one. */
const MAX_WINDOWS = 200;
const CROWD = { actor: 'several senders', thing: undefined, property: undefined };

/** The entry of a refusal, without what the ledger fills in. */
export type RefusalEntry = Omit<JournalEntry, 'kind' | 'details'>;

interface Window {
  readonly entry: RefusalEntry;
  readonly refusal: Refusal;
  readonly since: number;
  readonly timer: Timer;
  /** Refusals after the one that was written. */
  more: number;
}

export interface RefusalLedgerParts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
}

export class RefusalLedger implements Service {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #windows = new Map<string, Window>();

  constructor({ journal, clock, log }: RefusalLedgerParts) {
    this.#journal = journal;
    this.#clock = clock;
    this.#log = log;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  /** Writes the counts that are still open. */
  async stop(): Promise<void> {
    const open = [...this.#windows.values()];
    this.#windows.clear();
    for (const window of open) window.timer.cancel();
    await this.#writeCounts(open);
  }

  /** The record of this refusal, or undefined when it was only counted. */
  async record(entry: RefusalEntry, refusal: Refusal): Promise<JournalRecord | undefined> {
    const counted = this.#isFullFor(entry, refusal) ? { ...entry, ...CROWD } : entry;
    const key = keyOf(counted, refusal);
    const open = this.#windows.get(key);
    if (open !== undefined) {
      open.more += 1;
      return undefined;
    }
    this.#open(key, counted, refusal);
    const [record] = await this.#journal.append([{ ...entry, kind: 'refusal', details: refusal }]);
    return record;
  }

  #isFullFor(entry: RefusalEntry, refusal: Refusal): boolean {
    return this.#windows.size >= MAX_WINDOWS && !this.#windows.has(keyOf(entry, refusal));
  }

  #open(key: string, entry: RefusalEntry, refusal: Refusal): void {
    const timer = this.#clock.after(WINDOW_MS, () => {
      this.#endWindow(key).catch((error: unknown) => {
        this.#log.error({ error }, 'refusals were counted and could not be written');
      });
    });
    this.#windows.set(key, { entry, refusal, since: this.#clock.now(), timer, more: 0 });
  }

  /** A sender that goes on gets the next window at once, so that it has one entry a minute. */
  async #endWindow(key: string): Promise<void> {
    const window = this.#windows.get(key);
    this.#windows.delete(key);
    if (window === undefined || window.more === 0) return;
    this.#open(key, window.entry, window.refusal);
    await this.#writeCounts([window]);
  }

  async #writeCounts(windows: readonly Window[]): Promise<void> {
    const entries = windows
      .filter(({ more }) => more > 0)
      .map(({ entry, refusal, since, more }) => {
        return { ...entry, kind: 'refusal', details: { ...refusal, more, since } } as const;
      });
    if (entries.length > 0) await this.#journal.append(entries);
  }
}

function keyOf(entry: RefusalEntry, { code }: Refusal): string {
  return JSON.stringify([entry.actor, code, entry.thing]);
}
