/**
 * The board role of a node: everything that must go on with nobody else alive. It owns the pins,
 * verifies commands, holds interlocks, timed runs and regulators, and keeps the outputs safe from
 * start to stop. Other rooms see `receive`, the things, and the events.
 */
import { errorCode } from '../core/app-error.ts';
import type { PropertyAddress, Reading } from '../core/reading.ts';
import type { Outcome } from '../core/receipt.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Service } from '../core/service.ts';
import { within } from '../core/within.ts';
import { MODE_PROPERTY, PIN_TEST_PROPERTY, RUNS_PROPERTY, type SiteBoard } from '../config/site.ts';
import type { Sight } from '../hal/picture.ts';
import type { Command } from '../policy/command.ts';
import type { Write } from '../state/store.ts';
import { assembleBoard, type BoardAssembly, type BoardParts } from './board-assembly.ts';
import { changesBetween } from '../config/discovered-parts.ts';
import { carryOutEnd } from './end-runs.ts';
import { forgetHelperReport, readHelperReport } from './helper-report.ts';
import type { Alongside } from './write-journal.ts';
import type { ForcedWrite } from './interlock-watch.ts';
import type { LiveProperty } from './live-property.ts';
import type { Modes } from './modes.ts';
import type { WriteOrder, WriteProgress } from './order.ts';
import type { PartTrouble } from './part-trouble.ts';
import type { Interruption, Recovered, Reset, Traces } from './recovery.ts';
import type { SafeState } from './safe-state.ts';
import type { Things } from './things.ts';
import type { EndedRun, TimedRuns } from './timed-runs.ts';

export interface BoardRoleParts extends Omit<BoardParts, 'onEnded' | 'onForced'> {
  readonly events: BoardEvents;
}

/** What the board does without being asked at that moment. */
export interface BoardEvents {
  readonly runEnded: (ended: EndedRun) => void;
  readonly forced: (forced: ForcedWrite) => void;
  readonly interrupted: (interruption: Interruption) => void;
  readonly reset: (reset: Reset) => void;
}

/** How long a stop waits for the journal. */
const RECORD_MS = 2_000;

export class BoardRole implements Service {
  readonly things: Things;
  readonly modes: Modes;
  readonly timedRuns: TimedRuns;
  readonly safeState: SafeState;
  readonly #parts: BoardRoleParts;
  readonly #board: BoardAssembly;
  #site: SiteBoard;
  #isStopping = false;

  constructor(parts: BoardRoleParts) {
    const { runEnded: onEnded, forced: onForced } = parts.events;
    this.#parts = parts;
    this.#site = parts.site;
    this.#board = assembleBoard({ ...parts, onEnded, onForced });
    this.things = parts.things;
    this.modes = parts.modes;
    this.timedRuns = this.#board.timedRuns;
    this.safeState = this.#board.safeState;
  }

  /** What is wrong with the part behind a property, where something is. */
  troubleBehind(property: LiveProperty): PartTrouble | undefined {
    const { source } = property.spec;
    if (source.kind !== 'part') return undefined;
    const { wiring, sampler } = this.#board;
    const { part } = source;
    return wiring.broken.get(part) ?? sampler.silent.get(part) ?? wiring.troubleOf(property);
  }

  /** What the newest sample of a property rests on, where that is a picture. */
  sightBehind(property: LiveProperty): Sight | undefined {
    return this.#board.wiring.sightBehind(property);
  }

  /** Outputs that nobody can make safe when this process is gone. */
  unguarded(): readonly string[] {
    return this.#board.outputs.unguarded();
  }

  async start(signal: AbortSignal): Promise<void> {
    try {
      await this.#start(signal);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /**
   * Devices that announce themselves came, changed or went; all else of the board stays as it is. A
   * changed one begins anew, as after a restart. A run "for ten minutes" on one goes on.
   */
  async follow(site: SiteBoard): Promise<void> {
    const { wiring, sampler, things, outputs, regulators, judge } = this.#board;
    const { gone, come } = changesBetween(this.#site, site);
    this.#site = site;
    sampler.drop(new Set(gone.parts.map(({ name }) => name)));
    things.follow(site.things, new Set(gone.things.map(({ id }) => id)));
    await wiring.follow(site, gone.parts);
    await wiring.open(come.parts);
    wiring.bringToLife(things, come.things, (thing, spec) => regulators.output(thing, spec));
    judge.lookAgain();
    const ids = new Set(come.things.map(({ id }) => id));
    await outputs.settle(things.actuators().filter(({ property }) => ids.has(property.thing.id)));
    await sampler.add(wiring.sampled(things, come.parts));
  }

  /** Outputs go to their safe values before anything is waited for; a part that does not take it is left to the helper. */
  async stop(cause = 'the node stopped'): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    const { outputs, writePath, watch, regulators, timedRuns, sampler, safeState, wiring } =
      this.#board;
    await this.#board.pinTests.stop();
    const closed = writePath.close();
    await Promise.all([watch.stop(), regulators.stop()]);
    timedRuns.disarm();
    const results = await outputs.makeSafe();
    await closed;
    await this.#recordStop(results, cause);
    await sampler.stop();
    const isAllSafe = !Object.values(results).includes('failed');
    await (isAllSafe ? safeState.stop() : safeState.handOver());
    await wiring.close();
  }

  /** A signed command from anywhere. Progress is told while it settles. */
  async receive(
    bytes: Uint8Array,
    onProgress?: (progress: WriteProgress) => void,
  ): Promise<Outcome> {
    const { gate } = this.#board;
    const admission = gate.admit(bytes);
    if (admission.kind === 'repeat') return admission.answer;
    if (admission.kind === 'refused') return this.#refuseCommand(admission.refusal);
    const { command, digest } = admission;
    const answered = (answer: Outcome): readonly Write[] => gate.answered(command, digest, answer);
    const traces = { intent: () => [gate.keep(command, digest)], outcome: answered };
    const outcome = await this.#carryOut(command, traces, onProgress);
    gate.settle(command, outcome);
    return outcome;
  }

  #carryOut(
    command: Command,
    traces: Required<Alongside>,
    onProgress: ((progress: WriteProgress) => void) | undefined,
  ): Promise<Outcome> {
    const { writePath, modeChanges, pinTests } = this.#board;
    switch (command.property) {
      case MODE_PROPERTY:
        return modeChanges.perform(command, traces.outcome);
      case PIN_TEST_PROPERTY:
        return pinTests.perform(command, traces);
      case RUNS_PROPERTY:
        return carryOutEnd(command, this.#parts, traces.outcome);
      default:
        return writePath.perform(orderOf(command, onProgress), traces);
    }
  }

  /** A write on the board's own authority. Never rejects. */
  perform(order: WriteOrder): Promise<Outcome> {
    return this.#board.writePath.perform(order);
  }

  /** Samples the part behind a property now; undefined when there is no such property. */
  refresh(address: PropertyAddress): Promise<Reading | undefined> {
    return this.#board.refresh(address);
  }

  /** Outputs first, then the helper that guards them, then memory; rules run when the sensors were asked once. */
  async #start(signal: AbortSignal): Promise<void> {
    const { wiring, things, regulators, outputs, safeState, gate } = this.#board;
    await safeState.takeOver();
    await wiring.open();
    wiring.connect(things, (thing, spec) => regulators.output(thing, spec));
    await regulators.load();
    signal.throwIfAborted();
    const settled = await outputs.settle();
    await safeState.start();
    await Promise.all([this.modes.load(), gate.load()]);
    const { interruptions, resets } = await this.#recover(settled);
    signal.throwIfAborted();
    const { sampler, watch } = this.#board;
    for (const service of [sampler, watch, regulators]) await service.start();
    for (const interruption of interruptions) this.#parts.events.interrupted(interruption);
    for (const reset of resets) this.#parts.events.reset(reset);
  }

  async #recover(settled: Traces['settled']): Promise<Recovered> {
    const { recovery, report } = this.#board;
    const helperWrites = await readHelperReport(report);
    const recovered = await recovery.record({ settled, helperWrites });
    await forgetHelperReport(report);
    return recovered;
  }

  /** Without a journal the node stops all the same. */
  async #recordStop(outputs: Readonly<Record<string, string>>, cause: string): Promise<void> {
    const { site, journal, clock, log } = this.#parts;
    const entry = {
      kind: 'stop',
      board: site.id,
      actor: 'board',
      cause,
      details: { outputs },
    } as const;
    try {
      const recorded = Promise.all([this.#board.refusals.stop(), journal.append([entry])]);
      await within(clock, RECORD_MS, recorded);
    } catch (error) {
      log.error({ error: errorCode(error) }, 'stop cannot be recorded');
    }
  }

  async #refuseCommand(refusal: Refusal): Promise<Outcome> {
    const { site, log } = this.#parts;
    const cause = 'a command that was not accepted';
    try {
      await this.#board.refusals.record({ board: site.id, actor: 'unknown', cause }, refusal);
    } catch (error) {
      log.error({ error: errorCode(error) }, 'refusal cannot be recorded');
    }
    return { status: 'refused', refusal };
  }
}

function orderOf(
  command: Command,
  onProgress: ((progress: WriteProgress) => void) | undefined,
): WriteOrder {
  const { id, thing, property, value, forMs, requester, via, cause, deadline } = command;
  const authority = { kind: 'person', requester, via, cause } as const;
  const address = { thing, property };
  return { id, address, value, forMs, authority, deadline, onProgress };
}
