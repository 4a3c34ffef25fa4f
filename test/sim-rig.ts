/** A simulated board on a fake clock, in a folder of its own: what tests of drivers and devices run on. */
import type { BoardFile } from '../runtime/config/board-file.ts';
import { formatDiagnostic } from '../runtime/config/diagnostic.ts';
import { loadBoardFile } from '../runtime/config/load-board-file.ts';
import { silentLog } from '../runtime/core/log.ts';
import type { DriverEnvironment } from '../runtime/hal/driver.ts';
import { NO_MQTT } from '../runtime/hal/no-mqtt.ts';
import { SimBoard } from '../runtime/hal/sim/sim-board.ts';
import { FakeClock } from './fake-clock.ts';
import { inTempDirectory } from './temp-directory.ts';

const STEP_MS = 5;

export interface SimRig {
  readonly board: SimBoard;
  readonly clock: FakeClock;
  readonly directory: string;
  /** Lets time pass until the work is done. */
  readonly finish: <Result>(work: Promise<Result>) => Promise<Result>;
}

/** A part with no other part beside it, and no model. */
export const ALONE: Omit<DriverEnvironment, 'board' | 'clock' | 'name'> = {
  directory: '.',
  part: () => undefined,
  notices: () => [],
  mqtt: NO_MQTT,
  models: {
    has: () => Promise.resolve(false),
    ask: ({ model: message }) => Promise.resolve({ code: 'TEST_NO_MODEL', message, hint: '' }),
  },
};

export async function withSimBoard(use: (rig: SimRig) => Promise<void>): Promise<void> {
  const file = await readSimBoardFile();
  await inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    const board = new SimBoard({ file, directory, clock, random: steadyRandom(), log: silentLog });
    await board.start();
    try {
      await use({ board, clock, directory, finish: (work) => clock.during(work, STEP_MS) });
    } finally {
      await board.stop();
    }
  });
}

/** The sample board, as its file describes it. */
export async function readSimBoardFile(): Promise<BoardFile> {
  const { file, diagnostics } = await loadBoardFile('boards', 'sim');
  if (file === undefined) throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  return file;
}

/** Numerical Recipes' linear congruential generator: the same numbers in every run. */
export function steadyRandom(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
