/** What a network says of the strip of a dial → where the needle points, or that it cannot be read. Pure. */
import { DIAL_COLUMNS } from './unwrap-dial.ts';

export interface DialReading {
  /** Where the needle points, 0 to 1 clockwise from straight down; absent where it cannot be read. */
  readonly turn?: number;
  /** How sure that is, 0 to 1. */
  readonly score: number;
}

/** How many columns on each side of the best one belong to the same needle. */
const BESIDE = 2;

/** Where less of all chances is at one place, the network hesitates between several. */
const LEAST_SCORE = 0.6;

/** @param chances one for each column of the strip, and one that there is nothing to read */
export function readDial(chances: Float32Array): DialReading {
  const columns = chances.subarray(0, DIAL_COLUMNS);
  let best = 0;
  columns.forEach((chance, column) => {
    if (chance > (columns[best] ?? 0)) best = column;
  });
  let [sum, moment] = [0, 0];
  for (let beside = -BESIDE; beside <= BESIDE; beside += 1) {
    const chance = columns[(best + beside + DIAL_COLUMNS) % DIAL_COLUMNS] ?? 0;
    sum += chance;
    moment += chance * beside;
  }
  const score = Math.min(1, sum);
  if (score < LEAST_SCORE) return { score };
  const turn = (best + 0.5 + moment / sum) / DIAL_COLUMNS;
  return { turn: (turn + 1) % 1, score };
}
