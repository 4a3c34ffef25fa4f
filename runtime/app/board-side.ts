/** The board role of the node with its hardware: what goes on with nobody else alive. */
import { join } from 'node:path';
import { driverCatalog } from '../../drivers/catalog.ts';
import { BoardRole, type BoardEvents } from '../devices/board-role.ts';
import type { Interruption } from '../devices/recovery.ts';
import type { Driver } from '../hal/driver.ts';
import { HalError } from '../hal/errors.ts';
import { SimBoard } from '../hal/sim/sim-board.ts';
import type { Ground } from './ground.ts';

export interface BoardSide {
  readonly hardware: SimBoard;
  readonly role: BoardRole;
  /** What the last life of this process left unfinished; filled while the role starts. */
  readonly interruptions: readonly Interruption[];
  /** Set once by the gateway side, which hears what the board does by itself. */
  readonly events: { listener: Pick<BoardEvents, 'runEnded' | 'forced'> | undefined };
}

export function buildBoardSide(ground: Ground, helperScript: string): BoardSide {
  const { options, siteBoard, boardFile, store, journal, key, log, metrics, wallClock, clock } =
    ground;
  const directory = options.dataDirectory;
  if (!boardFile.simulated)
    throw new HalError(
      'HAL_BOARD_FILE',
      `this version drives only simulated boards, and ${boardFile.id} is none`,
    );
  const hardware = new SimBoard({
    file: boardFile,
    directory: join(directory, 'sim'),
    clock,
    random: Math.random,
    log,
  });
  const interruptions: Interruption[] = [];
  const events: BoardSide['events'] = { listener: undefined };
  const role = new BoardRole({
    ...{
      site: siteBoard,
      board: hardware,
      store,
      journal,
      clock,
      log,
      metrics,
      directory,
      wallClock,
      findDriver,
      helperScript,
    },
    trusted: new Map([[key.id, key.publicKey]]),
    events: {
      runEnded: (ended) => events.listener?.runEnded(ended),
      forced: (forced) => events.listener?.forced(forced),
      interrupted: (interruption) => interruptions.push(interruption),
    },
  });
  return { hardware, role, interruptions, events };
}

async function findDriver(id: string): Promise<Driver> {
  const load = driverCatalog[id];
  if (load === undefined) throw new HalError('HAL_BOARD_FILE', `there is no driver "${id}"`);
  return load();
}
