/**
 * After a start: what the last life of this process left unfinished is found, recorded and told.
 * Nothing is done again: a person decides that.
 */
import { formatAddress, type Value } from '../core/reading.ts';
import type { JournalEntry } from '../state/journal-entry.ts';
import type { Journal } from '../state/journal.ts';
import { registerName } from '../hal/register-write.ts';
import type { HelperWrite } from './helper-report.ts';
import type { Things } from './things.ts';
import type { TimedRun, TimedRuns } from './timed-runs.ts';
import type { Wiring } from './wiring.ts';

/** Something a restart cut short, as it was found. */
export interface Interruption {
  readonly run: TimedRun;
  /** What the output register held before this start touched it. */
  readonly found: Value | null;
  /** When the helper outside the process made it safe; absent when it did not. */
  readonly safeSince?: number;
  /** It was no restart, but a new configuration. */
  readonly rewired?: true;
}

export interface RecoveryParts {
  /** This process goes on, and only the board was wired anew. */
  readonly isRewired: boolean;
  readonly board: string;
  readonly things: Things;
  readonly wiring: Wiring;
  readonly timedRuns: TimedRuns;
  readonly journal: Journal;
}

/** What the start found: registers by property, and what the helper did. */
export interface Traces {
  readonly found: ReadonlyMap<string, Value | null>;
  readonly helperWrites: readonly HelperWrite[];
}

export class Recovery {
  readonly #parts: RecoveryParts;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /** Records the start and what it found, and forgets what was running, in one batch. */
  async record(traces: Traces): Promise<readonly Interruption[]> {
    const { timedRuns, journal } = this.#parts;
    const leftOver = await timedRuns.leftOver();
    const interruptions = leftOver.map(({ run }) => this.#interruption(run, traces));
    const { found, helperWrites } = traces;
    const details = { outputs: Object.fromEntries(found), helperWrites };
    const cause = this.#parts.isRewired ? 'a new configuration is in force' : 'the node started';
    const boot = this.#entry('boot', cause, details);
    const entries = interruptions.map((interruption) => this.#interrupted(interruption));
    const forget = leftOver.map((row) => row.forget);
    await journal.append([boot, ...entries], forget);
    return interruptions;
  }

  #interruption(run: TimedRun, { found, helperWrites }: Traces): Interruption {
    const registers = this.#registersOf(run);
    const write = helperWrites.find(
      ({ register, succeeded, at }) =>
        succeeded && registers.includes(register) && isDuring(run, at),
    );
    const value = found.get(formatAddress(run)) ?? null;
    return {
      ...{ run, found: value },
      ...(write === undefined ? {} : { safeSince: write.at }),
      ...(this.#parts.isRewired ? { rewired: true } : {}),
    };
  }

  #registersOf(run: TimedRun): readonly string[] {
    const property = this.#parts.things.find(run);
    if (property === undefined) return [];
    const output = this.#parts.wiring.outputOf(property);
    try {
      return output?.registers(property.spec.safe).map(registerName) ?? [];
    } catch {
      return []; // Its chip is unplugged, so nobody made it safe.
    }
  }

  #interrupted({ run, found, safeSince, rewired }: Interruption): JournalEntry {
    const { thing, property, command, actor, value, forMs, startedAt, until } = run;
    const helper = safeSince === undefined ? {} : { safeSince };
    const how = rewired === undefined ? helper : { ...helper, rewired };
    const details = { requested: value, by: actor, forMs, startedAt, until, found, ...how };
    const by = rewired === undefined ? 'a restart' : 'a new configuration';
    const entry = this.#entry('interrupted', `${by} interrupted it`, details);
    return { ...entry, thing, property, command };
  }

  #entry(kind: JournalEntry['kind'], cause: string, details: object): JournalEntry {
    return { kind, board: this.#parts.board, actor: 'board', cause, details };
  }
}

/** A report that was read twice may tell of an older death. The helper's clock has whole seconds. */
function isDuring({ startedAt }: TimedRun, at: number): boolean {
  return at >= startedAt - 1_000;
}
