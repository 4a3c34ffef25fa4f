/**
 * Puts the board role together: what reads, what writes, and the rules between the two. Starts
 * nothing; `board-role.ts` knows in which order they live.
 */
import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metric.ts';
import type { PropertyAddress, Reading } from '../core/reading.ts';
import type { Outcome } from '../core/receipt.ts';
import type { WallClock } from '../core/wall-clock.ts';
import type { SiteBoard } from '../config/site.ts';
import type { Board } from '../hal/board.ts';
import type { Driver } from '../hal/driver.ts';
import { SAFE_WRITER } from '../hal/linux/gpio/cdev/native-home.ts';
import type { ModelPort } from '../hal/model-port.ts';
import type { MqttPort } from '../hal/mqtt-port.ts';
import { CommandGate } from '../policy/command-gate.ts';
import type { Journal } from '../state/journal.ts';
import { RefusalLedger } from '../state/refusal-ledger.ts';
import type { Store } from '../state/store.ts';
import type { Calibrations } from './calibration/calibrations.ts';
import type { EndRuns } from './end-runs.ts';
import { InterlockWatch, type ForcedWrite } from './interlock-watch.ts';
import { Judge } from './judge.ts';
import { ModeChanges } from './mode-changes.ts';
import type { Modes } from './modes.ts';
import type { WriteOrder } from './order.ts';
import { Outputs } from './outputs.ts';
import { Recovery } from './recovery.ts';
import { Regulators } from './regulators/regulators.ts';
import { PinTests } from './pins/pin-tests.ts';
import { pinSubject } from './pins/pin-subject.ts';
import { SafeState } from './safe-state.ts';
import { Sampler } from './sampler.ts';
import type { Things } from './things.ts';
import { TimedRuns, type EndedRun } from './timed-runs.ts';
import { Wiring } from './wiring.ts';
import { WriteJournal } from './write-journal.ts';
import { WritePath } from './write-path.ts';

export interface BoardParts {
  readonly site: SiteBoard;
  /** Whoever holds these goes on holding them when the board is wired anew. */
  readonly things: Things;
  readonly modes: Modes;
  /** Absent: as the site says. */
  readonly calibrations?: Calibrations;
  /** This process goes on, and only the board is wired anew. */
  readonly isRewired?: boolean;
  readonly wallClock: WallClock;
  readonly board: Board;
  readonly findDriver: (id: string) => Promise<Driver>;
  readonly models: ModelPort;
  /** Absent where there is no broker. */
  readonly mqtt?: MqttPort | undefined;
  /** Absent where no workflow can run. */
  readonly endRuns?: EndRuns;
  /** What a display says beside its title; absent where the node has nothing to say. */
  readonly notices?: (() => readonly string[]) | undefined;
  /** Where relative paths of the configuration begin. */
  readonly pathsFrom: string;
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** The node's data directory. */
  readonly directory: string;
  /** Path of `safe-state-helper.sh`. */
  readonly helperScript: string;
  /** Keys of the gateways this board obeys. */
  readonly trusted: ReadonlyMap<string, KeyObject>;
  readonly onEnded: (ended: EndedRun) => void;
  readonly onForced: (forced: ForcedWrite) => void;
}

interface Senses {
  readonly things: Things;
  readonly wiring: Wiring;
  readonly sampler: Sampler;
  /** Samples the part behind a property now; undefined when there is no such property. */
  readonly refresh: (address: PropertyAddress) => Promise<Reading | undefined>;
}

interface Rules {
  readonly judge: Judge;
  readonly modeChanges: ModeChanges;
  readonly refusals: RefusalLedger;
  readonly timedRuns: TimedRuns;
  readonly writePath: WritePath;
  readonly regulators: Regulators;
  readonly watch: InterlockWatch;
}

export interface BoardAssembly extends Senses, Rules {
  readonly gate: CommandGate;
  readonly outputs: Outputs;
  readonly recovery: Recovery;
  readonly safeState: SafeState;
  readonly pinTests: PinTests;
  /** The file that the safe-state helper reports to. */
  readonly report: string;
}

export function assembleBoard(parts: BoardParts): BoardAssembly {
  const { site, isRewired = false, board, store, journal, clock } = parts;
  const { log, directory, helperScript, trusted } = parts;
  const senses = assembleSenses(parts);
  const rules = assembleRules(parts, senses);
  const outputs = new Outputs({ ...senses, clock, log });
  const report = join(directory, 'safe-state.report');
  const plan = (): ReturnType<Outputs['plan']> => [...outputs.plan(), ...pinTests.plan()];
  const safeState = new SafeState({
    ...{ script: helperScript, writer: SAFE_WRITER, report, clock, log, plan },
    planFile: join(directory, 'safe-state.plan'),
  });
  const pinTests = new PinTests({
    ...{ board, journal, clock, log },
    subject: (line) => pinSubject({ site, header: board.header }, line),
    renewPlan: () => {
      safeState.renew();
    },
  });
  return {
    ...senses,
    ...rules,
    outputs,
    report,
    gate: new CommandGate({ board: site.id, store, clock, trusted }),
    recovery: new Recovery({
      ...{ board: site.id, isRewired, journal, timedRuns: rules.timedRuns },
      ...senses,
    }),
    ...{ safeState, pinTests },
  };
}

function assembleSenses(parts: BoardParts): Senses {
  const { things, clock, log, metrics } = parts;
  const wiring = new Wiring(parts);
  const sampler = new Sampler({ sampled: () => wiring.sampled(things), clock, log, metrics });
  const refresh: Senses['refresh'] = async (address) => {
    const property = things.find(address);
    if (property !== undefined) await sampler.refresh(property);
    return property?.reading();
  };
  return { things, wiring, sampler, refresh };
}

function assembleRules(parts: BoardParts, { things, wiring, refresh }: Senses): Rules {
  const { modes, store, journal, clock, log, metrics, wallClock, onEnded, onForced } = parts;
  const ground = { things, store, journal, clock, log, metrics };
  const perform = (order: WriteOrder): Promise<Outcome> => writePath.perform(order);
  const brokenPart = (address: PropertyAddress): string | undefined =>
    wiring.whyUnwritable(things, address);
  const refusals = new RefusalLedger(ground);
  const timedRuns = new TimedRuns({ ...ground, perform, onEnded });
  const storeFailure = (): Store['failure'] => store.failure;
  const judge = new Judge({ ...ground, modes, wallClock, storeFailure });
  const record = new WriteJournal({ ...ground, board: parts.site.id, timedRuns, refusals });
  const writePath = new WritePath({ ...ground, judge, record, timedRuns, brokenPart, refresh });
  const regulators = new Regulators({ ...ground, perform });
  const watch = new InterlockWatch({ ...ground, judge, perform, onForced });
  const modeChanges = new ModeChanges({ ...ground, modes, perform });
  return { judge, modeChanges, refusals, timedRuns, writePath, regulators, watch };
}
