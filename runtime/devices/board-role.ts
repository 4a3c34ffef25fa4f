/**
 * The board role of a node: everything that must go on with nobody else alive. It owns the pins,
 * verifies commands, holds interlocks, timed runs and regulators, and keeps the outputs safe from
 * start to stop. Other rooms see `receive`, the things, and the events.
 */
import type { KeyObject } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import { createId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { PropertyAddress, Reading } from '../core/reading.ts';
import type { Outcome } from '../core/receipt.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Service } from '../core/service.ts';
import type { SiteBoard } from '../config/site.ts';
import type { Board } from '../hal/board.ts';
import type { Driver } from '../hal/driver.ts';
import type { RegisterWrite } from '../hal/gpio.ts';
import type { Command } from '../policy/command.ts';
import { CommandGate } from '../policy/command-gate.ts';
import type { Journal } from '../state/journal.ts';
import { RefusalLedger } from '../state/refusal-ledger.ts';
import type { Store } from '../state/store.ts';
import { InterlockWatch, type ForcedWrite } from './interlock-watch.ts';
import { Judge } from './judge.ts';
import { Modes } from './modes.ts';
import type { WriteOrder, WriteProgress } from './order.ts';
import { Recovery, type Interruption } from './recovery.ts';
import { Regulators } from './regulators/regulators.ts';
import { SafeState } from './safe-state.ts';
import { Sampler } from './sampler.ts';
import { Things } from './things.ts';
import { TimedRuns, type EndedRun, type TimedRun } from './timed-runs.ts';
import type { WallClock } from '../core/wall-clock.ts';
import { Wiring, type BrokenPart } from './wiring.ts';
import { WritePath } from './write-path.ts';

export interface BoardRoleParts {
  readonly site: SiteBoard;
  readonly wallClock: WallClock;
  readonly board: Board;
  readonly findDriver: (id: string) => Promise<Driver>;
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  /** The node's data directory. */
  readonly directory: string;
  /** Path of `safe-state-helper.sh`. */
  readonly helperScript: string;
  /** Keys of the gateways this board obeys. */
  readonly trusted: ReadonlyMap<string, KeyObject>;
  readonly events: BoardEvents;
}

/** What the board does without being asked at that moment. */
export interface BoardEvents {
  readonly runEnded: (ended: EndedRun) => void;
  readonly forced: (forced: ForcedWrite) => void;
  readonly interrupted: (interruption: Interruption) => void;
}

/** A board is ready when its sensors were asked once, or after this: one that hangs must not hold up the rest. */
const FIRST_ROUND_MS = 250;

export class BoardRole implements Service {
  readonly things: Things;
  readonly modes: Modes;
  readonly timedRuns: TimedRuns;
  readonly safeState: SafeState;
  readonly #parts: BoardRoleParts;
  readonly #gate: CommandGate;
  readonly #refusals: RefusalLedger;
  readonly #wiring: Wiring;
  readonly #writePath: WritePath;
  readonly #regulators: Regulators;
  readonly #watch: InterlockWatch;
  #sampler: Sampler | undefined;
  #stopping = false;

  constructor(parts: BoardRoleParts) {
    const { site, board, store, journal, clock, log, directory, helperScript: script } = parts;
    this.#parts = parts;
    this.things = new Things(site.things);
    this.modes = new Modes({ store, clock });
    this.timedRuns = new TimedRuns({
      store,
      clock,
      end: (run, cause) => this.#endRun(run, cause),
      onEnded: parts.events.runEnded,
    });
    this.safeState = new SafeState({ directory, script, clock, log, plan: () => this.#safePlan() });
    this.#gate = new CommandGate({ board: site.id, store, clock, trusted: parts.trusted });
    this.#refusals = new RefusalLedger({ journal, clock, log });
    this.#wiring = new Wiring({ site, board, findDriver: parts.findDriver, clock, log });
    const { things, modes, timedRuns } = this;
    const judge = new Judge({ things, modes, clock, wallClock: parts.wallClock });
    const refresh = (address: PropertyAddress): Promise<Reading | undefined> =>
      this.refresh(address);
    this.#writePath = new WritePath({
      board: site.id,
      things,
      judge,
      timedRuns,
      store,
      journal,
      refusals: this.#refusals,
      clock,
      log,
      refresh,
    });
    const perform = (order: WriteOrder): Promise<Outcome> => this.#writePath.perform(order);
    this.#regulators = new Regulators({ things, store, clock, perform });
    this.#watch = new InterlockWatch({
      things,
      judge,
      clock,
      perform,
      onForced: parts.events.forced,
    });
  }

  get broken(): readonly BrokenPart[] {
    return this.#wiring.broken;
  }

  async start(signal: AbortSignal): Promise<void> {
    await this.#openParts();
    signal.throwIfAborted();
    const recovery = this.#recovery();
    await recovery.settleOutputs();
    await this.safeState.start();
    await Promise.all([this.modes.load(), this.#gate.load()]);
    const interruptions = await recovery.record(await this.safeState.takeReport());
    signal.throwIfAborted();
    await this.#startRules();
    for (const interruption of interruptions) this.#parts.events.interrupted(interruption);
  }

  /** Outputs go to their safe state here; then the helper may go. */
  async stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    await this.#watch.stop();
    await this.#regulators.stop();
    await this.#refusals.stop();
    await this.#sampler?.stop();
    this.timedRuns.disarm();
    await this.#makeSafe();
    await this.safeState.stop();
    await this.#wiring.close();
  }

  /** A signed command from anywhere. Progress is told while it settles. */
  async receive(
    bytes: Uint8Array,
    onProgress?: (progress: WriteProgress) => void,
  ): Promise<Outcome> {
    const admission = this.#gate.admit(bytes);
    if (admission.kind === 'repeat') return admission.answer;
    if (admission.kind === 'refused') return this.#refuseCommand(admission.refusal);
    const { command, digest } = admission;
    const outcome = await this.#writePath.perform(orderOf(command, onProgress), {
      intent: () => [this.#gate.keep(command, digest)],
      outcome: (answer) => this.#gate.answered(command, digest, answer),
    });
    this.#gate.settle(command, outcome);
    return outcome;
  }

  /** A write on the board's own authority. */
  perform(order: WriteOrder): Promise<Outcome> {
    return this.#writePath.perform(order);
  }

  /** Samples the part behind a property now; undefined when there is no such property. */
  async refresh(address: PropertyAddress): Promise<Reading | undefined> {
    const property = this.things.find(address);
    if (property !== undefined) await this.#sampler?.refresh(property);
    return property?.reading();
  }

  async #openParts(): Promise<void> {
    await this.#wiring.open();
    this.#wiring.connect(this.things, (thing, spec) => this.#regulators.output(thing, spec));
    for (const thing of this.things.list()) await this.#regulators.add(thing);
  }

  #recovery(): Recovery {
    const { site, journal, clock, log } = this.#parts;
    const { things, timedRuns } = this;
    return new Recovery({
      board: site.id,
      things,
      wiring: this.#wiring,
      timedRuns,
      journal,
      clock,
      log,
    });
  }

  async #startRules(): Promise<void> {
    const { clock, log } = this.#parts;
    this.#sampler = new Sampler({ parts: this.#wiring.sampled(this.things), clock, log });
    const patience = new Promise<void>((resolve) => clock.after(FIRST_ROUND_MS, resolve));
    await Promise.race([this.#sampler.firstRound(), patience]);
    await this.#sampler.start();
    await this.#watch.start();
    await this.#regulators.start();
  }

  #safePlan(): readonly RegisterWrite[] {
    return this.things.actuators().flatMap(({ property }) => {
      const output =
        property.spec.onRestart === 'safe' ? this.#wiring.outputOf(property) : undefined;
      return output?.registers(property.spec.safe) ?? [];
    });
  }

  async #makeSafe(): Promise<void> {
    const outputs: Record<string, string> = {};
    for (const actuator of this.things.actuators()) {
      const { spec, name } = actuator.property;
      if (spec.source.kind !== 'part' || spec.onRestart !== 'safe') continue;
      outputs[name] = await actuator.lane
        .run(() => actuator.apply(spec.safe))
        .then(
          () => 'safe',
          () => 'failed',
        );
    }
    const { site, journal } = this.#parts;
    await journal.append([
      {
        kind: 'stop',
        board: site.id,
        actor: 'board',
        cause: 'the node stopped',
        details: { outputs },
      },
    ]);
  }

  #endRun(run: TimedRun, cause: string): Promise<Outcome> {
    const { clock } = this.#parts;
    const actuator = this.things.actuator(run);
    return this.#writePath.perform({
      id: createId('rule', clock.now()),
      address: { thing: run.thing, property: run.property },
      value: run.backTo,
      authority: {
        kind: 'rule',
        rule: 'timed-run',
        cause,
        forced: actuator?.isSafe(run.backTo) ?? false,
      },
    });
  }

  async #refuseCommand(refusal: Refusal): Promise<Outcome> {
    const { site } = this.#parts;
    const cause = 'a command that was not accepted';
    await this.#refusals.record({ board: site.id, actor: 'unknown', cause }, refusal);
    return { status: 'refused', refusal };
  }
}

function orderOf(
  command: Command,
  onProgress: ((progress: WriteProgress) => void) | undefined,
): WriteOrder {
  const { id, thing, property, value, forMs, requester, via, cause } = command;
  return {
    id,
    address: { thing, property },
    value,
    forMs,
    authority: { kind: 'person', requester, via, cause },
    onProgress,
  };
}
