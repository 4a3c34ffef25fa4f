/** The I2C buses of this node's own board, as far as a technician reaches them. */
import { errorCode } from '../../core/app-error.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import type { SitePart } from '../../config/site.ts';
import type { Board } from '../../hal/board.ts';
import type { Driver } from '../../hal/driver.ts';
import type { I2cBus } from '../../hal/i2c.ts';
import { refuseDevice, refusalOf } from '../errors.ts';

export interface BusBench {
  /** As it is now; undefined while the node has no board. */
  readonly board: () => Pick<Board, 'i2c'> | undefined;
  readonly parts: () => readonly SitePart[];
  /** Ids of the I2C buses that the board file names. */
  readonly buses: () => readonly string[];
  /** All there are: what hangs at an address that no part has may be one of theirs. */
  readonly drivers: () => Promise<readonly Driver[]>;
}

/** The named bus, or the first one. */
export function findBus({ board, buses }: BusBench, wanted: string | undefined): I2cBus | Refusal {
  const id = wanted ?? buses()[0];
  const found = board();
  if (found === undefined)
    return refuseDevice('DEVICE_NO_PLAN', 'this board has no configuration yet');
  if (id === undefined) return refuseDevice('DEVICE_UNKNOWN', 'this board has no I2C bus');
  try {
    return found.i2c(id);
  } catch (error) {
    return { ...refusalOf(error), hint: sayBuses(buses()) };
  }
}

function sayBuses(ids: readonly string[]): string {
  return ids.length === 0
    ? 'The file of this board in boards/ names no I2C bus.'
    : `The I2C buses of this board are: ${ids.join(', ')}.`;
}

/** What a bus answers; what keeps it from answering is an answer too. */
export async function onBus<Found>(
  bus: I2cBus | Refusal,
  work: (bus: I2cBus) => Promise<Found | Refusal>,
): Promise<Found | Refusal> {
  if (isRefusal(bus)) return bus;
  try {
    return await work(bus);
  } catch (error) {
    if (errorCode(error).startsWith('HAL_')) return refusalOf(error);
    throw error;
  }
}
