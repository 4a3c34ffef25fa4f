/**
 * After a start: outputs go to where their restart rule says before anything else happens, and
 * what the last life of this process left unfinished is found, recorded and told. Nothing is done
 * again: a person decides that.
 */
import type { Clock } from '../core/clock.ts';
import { formatAddress, type Value } from '../core/reading.ts';
import type { Log } from '../core/log.ts';
import { errorMessage } from '../core/app-error.ts';
import type { JournalEntry } from '../state/journal-entry.ts';
import type { Journal } from '../state/journal.ts';
import type { Actuator } from './actuator.ts';
import type { HelperWrite } from './safe-state.ts';
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
}

export interface RecoveryParts {
  readonly board: string;
  readonly things: Things;
  readonly wiring: Wiring;
  readonly timedRuns: TimedRuns;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
}

export class Recovery {
  readonly #parts: RecoveryParts;
  readonly #found = new Map<string, Value | null>();

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /** First of all: every output to its place. */
  async settleOutputs(): Promise<void> {
    for (const actuator of this.#parts.things.actuators()) {
      const { name } = actuator.property;
      try {
        this.#found.set(name, await actuator.readBack());
        await settle(actuator);
      } catch (error) {
        this.#parts.log.error(
          { property: name, reason: errorMessage(error) },
          'output cannot be made safe',
        );
      }
    }
  }

  /** Records the start and what it found, in one batch. */
  async record(helperWrites: readonly HelperWrite[]): Promise<readonly Interruption[]> {
    const leftOver = await this.#parts.timedRuns.leftOver();
    const interruptions = leftOver.map(({ run }) => this.#interruption(run, helperWrites));
    const boot = this.#entry('boot', 'the node started', {
      outputs: Object.fromEntries(this.#found),
      helperWrites,
    });
    const entries = interruptions.map((interruption) => this.#interrupted(interruption));
    await this.#parts.journal.append(
      [boot, ...entries],
      leftOver.map(({ forget }) => forget),
    );
    return interruptions;
  }

  #interruption(run: TimedRun, helperWrites: readonly HelperWrite[]): Interruption {
    const property = this.#parts.things.find(run);
    const output = property === undefined ? undefined : this.#parts.wiring.outputOf(property);
    const paths = output?.registers(property?.spec.safe ?? false).map(({ path }) => path) ?? [];
    const write = helperWrites.find(({ path, succeeded }) => succeeded && paths.includes(path));
    const found = this.#found.get(formatAddress(run)) ?? null;
    return { run, found, ...(write === undefined ? {} : { safeSince: write.at }) };
  }

  #interrupted({ run, found, safeSince }: Interruption): JournalEntry {
    const { thing, property, command, actor, value, forMs, startedAt, until } = run;
    const details = {
      requested: value,
      by: actor,
      forMs,
      startedAt,
      until,
      found,
      ...(safeSince === undefined ? {} : { safeSince }),
    };
    return {
      ...this.#entry('interrupted', 'a restart interrupted it', details),
      thing,
      property,
      command,
    };
  }

  #entry(kind: JournalEntry['kind'], cause: string, details: object): JournalEntry {
    return { kind, board: this.#parts.board, actor: 'board', cause, details };
  }
}

/** An interrupted run is over in any case, so `last` keeps only what was meant to stay. */
async function settle(actuator: Actuator): Promise<void> {
  const { spec } = actuator.property;
  if (spec.source.kind === 'part' && spec.onRestart === 'safe') await actuator.apply(spec.safe);
  else await actuator.adopt();
}
