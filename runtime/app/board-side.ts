/** The board role of a node with its hardware: what goes on with nobody else alive. */
import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { driverCatalog } from '../../drivers/catalog.ts';
import type { BoardFile } from '../config/board-file.ts';
import type { Refusal } from '../core/refusal.ts';
import type { BoardEvent } from '../devices/board-event.ts';
import { BoardSeat, type BoardSeatParts } from '../devices/board-seat.ts';
import type { BusBench } from '../devices/bus/bus-bench.ts';
import type { Simulator } from '../devices/sim.action.ts';
import type { Driver } from '../hal/driver.ts';
import { HalError, refuseHal } from '../hal/errors.ts';
import { LinuxBoard } from '../hal/linux/linux-board.ts';
import { SimBoard } from '../hal/sim/sim-board.ts';

/** Which of the two, the board file says. */
type Hardware = SimBoard | LinuxBoard;

type Shared = Pick<
  BoardSeatParts<Hardware>,
  | 'store'
  | 'journal'
  | 'clock'
  | 'log'
  | 'metrics'
  | 'wallClock'
  | 'directory'
  | 'helperScript'
  | 'models'
  | 'mqtt'
  | 'notices'
  | 'endRuns'
  | 'pathsFrom'
>;

export interface BoardSideParts extends Shared {
  readonly trusted: ReadonlyMap<string, KeyObject>;
  readonly onEvent: (event: BoardEvent) => void;
  /** Default: all there are. */
  readonly drivers?: typeof driverCatalog;
}

export type BoardSide = BoardSeat<Hardware>;

export function buildBoardSide(parts: BoardSideParts): BoardSide {
  const { directory, clock, log, drivers = driverCatalog } = parts;
  const { random } = Math;
  const openHardware = (file: BoardFile): Hardware =>
    file.simulated
      ? new SimBoard({ file, directory: join(directory, 'sim'), clock, random, log })
      : new LinuxBoard({ file, clock, random, log });
  const findDriver = async (id: string): Promise<Driver> => {
    const load = drivers[id];
    if (load === undefined) throw new HalError('HAL_BOARD_FILE', `there is no driver "${id}"`);
    return load();
  };
  return new BoardSeat({ ...parts, findDriver, openHardware });
}

/** The simulated plant behind whatever plan the board lives by at that moment. */
export function simulatorOf(board: BoardSide): Simulator {
  const plant = (): SimBoard['faults'] | undefined =>
    board.hardware instanceof SimBoard ? board.hardware.faults : undefined;
  return {
    inject: (...place) => {
      const faults = plant();
      return faults === undefined ? nothingSimulated(board) : faults.inject(...place);
    },
    set: (...place) => {
      const faults = plant();
      return faults === undefined ? nothingSimulated(board) : faults.set(...place);
    },
    describe: () => plant()?.describe() ?? [],
  };
}

function nothingSimulated({ hardware }: BoardSide): Refusal {
  const what = hardware === undefined ? 'there is no board yet' : `${hardware.title} is real`;
  return refuseHal('HAL_SIM_NOT_WIRED', `nothing is simulated here: ${what}`);
}

export function loadDrivers(): Promise<readonly Driver[]> {
  return Promise.all(Object.values(driverCatalog).map((load) => load()));
}

/** The I2C buses of whatever board the node lives by at that moment. */
export function busBenchOf(board: BoardSide): BusBench {
  return {
    board: () => board.hardware,
    parts: () => board.plan?.site.parts ?? [],
    buses: () => board.plan?.hardware.i2c.map(({ id }) => id) ?? [],
    drivers: loadDrivers,
  };
}
