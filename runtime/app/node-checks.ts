/** What the doctor asks of every node, gateway or not; each role adds what only it can answer. */
import type { Clock } from '../core/clock.ts';
import type { DoctorCheck } from '../core/doctor-check.ts';
import { safeStateCheck } from '../devices/safe-state.check.ts';
import { sensorsCheck } from '../devices/sensors.check.ts';
import { clockCheck } from '../monitor/checks/clock.check.ts';
import { dataDirectoryCheck } from '../monitor/checks/data-directory.check.ts';
import { diskSpaceCheck } from '../monitor/checks/disk-space.check.ts';
import { memoryCheck } from '../monitor/checks/memory.check.ts';
import { nodeVersionCheck } from '../monitor/checks/node-version.check.ts';
import { journalCheck } from '../state/journal.check.ts';
import type { Journal } from '../state/journal.ts';
import { storeCheck } from '../state/store.check.ts';
import type { Store } from '../state/store.ts';
import type { BoardSide } from './board-side.ts';

/** Twice what a loaded gateway was measured to use: beyond it something grows. */
export const MEMORY_LIMIT_BYTES = 200e6;

export interface NodeCheckParts {
  /** The node's data directory. */
  readonly directory: string;
  readonly clock: Clock;
  readonly store: Store;
  readonly journal: Journal;
  readonly board: BoardSide;
}

export function nodeChecks(parts: NodeCheckParts): readonly DoctorCheck[] {
  const { directory, clock, store, journal, board } = parts;
  const limitBytes = MEMORY_LIMIT_BYTES;
  return [
    nodeVersionCheck({ version: process.versions.node }),
    clockCheck({ clock }),
    memoryCheck({ limitBytes, rssBytes: () => process.memoryUsage.rss() }),
    diskSpaceCheck({ directory }),
    dataDirectoryCheck({ directory }),
    storeCheck({ store }),
    journalCheck({ journal }),
    sensorsCheck({ board }),
    safeStateCheck({
      helper: () => board.role?.safeState.pid,
      unguarded: () => board.role?.unguarded() ?? [],
    }),
  ];
}
