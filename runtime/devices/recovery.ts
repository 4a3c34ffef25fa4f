/**
 * After a start: what the last life of this process left unfinished is found, recorded and told.
 * Nothing is done again: a person decides that.
 */
import {
  formatAddress,
  parseAddress,
  valueSchema,
  type PropertyAddress,
  type Value,
} from '../core/reading.ts';
import { z } from '../core/schema.ts';
import type { JournalEntry } from '../state/journal-entry.ts';
import type { Journal } from '../state/journal.ts';
import { registerName } from '../hal/register-write.ts';
import type { HelperWrite } from './helper-report.ts';
import type { SettledOutput } from './outputs.ts';
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

/** Something a person had left in another value than its safe one, and that a start brought back. */
export interface Reset extends PropertyAddress {
  /** What it was told to be. */
  readonly value: Value;
  readonly now: Value;
}

/** What the start found and did: outputs by property, and what the helper did. */
export interface Traces {
  readonly settled: ReadonlyMap<string, SettledOutput>;
  readonly helperWrites: readonly HelperWrite[];
}

export interface Recovered {
  readonly interruptions: readonly Interruption[];
  readonly resets: readonly Reset[];
}

const intentSchema = z.object({ value: valueSchema });

export class Recovery {
  readonly #parts: RecoveryParts;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /** Records the start and what it found, and forgets what was running, in one batch. */
  async record(traces: Traces): Promise<Recovered> {
    const { timedRuns, journal } = this.#parts;
    const leftOver = await timedRuns.leftOver();
    const interruptions = leftOver.map(({ run }) => this.#interruption(run, traces));
    const { settled, helperWrites } = traces;
    const resets = await this.#resets(settled, leftOver);
    const [outputs, now] = [listOf(settled, 'found'), listOf(settled, 'now')];
    const details = { outputs, now, helperWrites };
    const cause = this.#parts.isRewired ? 'a new configuration is in force' : 'the node started';
    const boot = this.#entry('boot', cause, details);
    const entries = interruptions.map((interruption) => this.#interrupted(interruption));
    const forget = leftOver.map((row) => row.forget);
    await journal.append([boot, ...entries], forget);
    return { interruptions, resets };
  }

  /** The last order of each output, unless an earlier start ended it already; timed runs are told of as such. */
  async #resets(
    settled: Traces['settled'],
    leftOver: readonly { readonly run: TimedRun }[],
  ): Promise<readonly Reset[]> {
    if (this.#parts.isRewired) return [];
    const timed = new Set(leftOver.map(({ run }) => formatAddress(run)));
    const found = await Promise.all(
      [...settled].map(async ([name, { now }]) => {
        const address = parseAddress(name);
        if (address === undefined || now === null || timed.has(name)) return [];
        const value = await this.#leftAt(address);
        return value === undefined || value === now ? [] : [{ ...address, value, now }];
      }),
    );
    return found.flat();
  }

  /** What a person told it to be in the last life of this process; undefined where a rule did, or nobody. */
  async #leftAt(address: PropertyAddress): Promise<Value | undefined> {
    const { journal, board } = this.#parts;
    const newest = { reverse: true, limit: 1 } as const;
    const [intent] = await journal.entries({ ...address, kind: 'intent', ...newest });
    const [outcome] = await journal.entries({ ...address, kind: 'outcome', ...newest });
    const [boot] = await journal.entries({ board, kind: 'boot', ...newest });
    if (intent === undefined || intent.actor.startsWith('rule:')) return undefined;
    if (outcome?.command !== intent.command || outcome?.details['status'] !== 'done')
      return undefined;
    if (boot !== undefined && boot.seq > intent.seq) return undefined;
    return intentSchema.parse(intent.details).value;
  }

  #interruption(run: TimedRun, { settled, helperWrites }: Traces): Interruption {
    const registers = this.#registersOf(run);
    const write = helperWrites.find(
      ({ register, succeeded, at }) =>
        succeeded && registers.includes(register) && isDuring(run, at),
    );
    const value = settled.get(formatAddress(run))?.found ?? null;
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

function listOf(
  settled: Traces['settled'],
  key: keyof SettledOutput,
): Readonly<Record<string, Value | null>> {
  return Object.fromEntries([...settled].map(([name, output]) => [name, output[key]]));
}

/** A report that was read twice may tell of an older death. The helper's clock has whole seconds. */
function isDuring({ startedAt }: TimedRun, at: number): boolean {
  return at >= startedAt - 1_000;
}
