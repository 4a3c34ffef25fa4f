/** The board role of a node with its hardware: what goes on with nobody else alive. */
import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { driverCatalog } from '../../drivers/catalog.ts';
import type { BoardFile } from '../config/board-file.ts';
import type { BoardEvent } from '../devices/board-event.ts';
import { BoardSeat, type BoardSeatParts } from '../devices/board-seat.ts';
import type { Simulator } from '../devices/sim.action.ts';
import type { Driver } from '../hal/driver.ts';
import { HalError } from '../hal/errors.ts';
import { SimBoard } from '../hal/sim/sim-board.ts';

type Shared = Pick<
  BoardSeatParts<SimBoard>,
  | 'store'
  | 'journal'
  | 'clock'
  | 'log'
  | 'metrics'
  | 'wallClock'
  | 'directory'
  | 'helperScript'
  | 'models'
  | 'pathsFrom'
>;

export interface BoardSideParts extends Shared {
  readonly trusted: ReadonlyMap<string, KeyObject>;
  readonly onEvent: (event: BoardEvent) => void;
  /** Default: all there are. */
  readonly drivers?: typeof driverCatalog;
}

export type BoardSide = BoardSeat<SimBoard>;

export function buildBoardSide(parts: BoardSideParts): BoardSide {
  const { directory, clock, log, drivers = driverCatalog } = parts;
  const openHardware = (file: BoardFile): SimBoard => {
    if (!file.simulated)
      throw new HalError(
        'HAL_BOARD_FILE',
        `this version drives only simulated boards, and ${file.id} is none`,
      );
    return new SimBoard({
      ...{ file, directory: join(directory, 'sim'), clock, log },
      random: Math.random,
    });
  };
  const findDriver = async (id: string): Promise<Driver> => {
    const load = drivers[id];
    if (load === undefined) throw new HalError('HAL_BOARD_FILE', `there is no driver "${id}"`);
    return load();
  };
  return new BoardSeat({ ...parts, findDriver, openHardware });
}

/** The simulated plant behind whatever plan the board lives by at that moment. */
export function simulatorOf(board: BoardSide): Simulator {
  return {
    inject: (...place) => board.hardware?.faults.inject(...place),
    set: (...place) => board.hardware?.faults.set(...place),
    describe: () => board.hardware?.faults.describe() ?? [],
  };
}
