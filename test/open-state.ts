/** A real store and journal for tests, in a folder and on a clock of the test's choice. */
import type { Clock } from '../runtime/core/clock.ts';
import { silentLog } from '../runtime/core/log.ts';
import type { SegmentLimits } from '../runtime/state/journal-segments.ts';
import { Journal } from '../runtime/state/journal.ts';
import { Store } from '../runtime/state/store.ts';

export interface OpenState {
  readonly store: Store;
  readonly journal: Journal;
  close(): Promise<void>;
}

export async function openState(
  directory: string,
  clock: Clock,
  limits: SegmentLimits = { entries: 10_000, kept: 20 },
): Promise<OpenState> {
  const parts = { directory, clock, log: silentLog };
  const store = new Store(parts);
  await store.start(new AbortController().signal);
  const journal = new Journal({ ...parts, store, limits });
  await journal.start();
  return {
    store,
    journal,
    async close() {
      await journal.stop();
      await store.stop();
    },
  };
}

/** As `openState`, and closed whatever happens: an open store would keep a failed test from ending. */
export async function withState<T>(
  directory: string,
  clock: Clock,
  use: (state: OpenState) => Promise<T>,
  limits?: SegmentLimits,
): Promise<T> {
  const state = await openState(directory, clock, limits);
  return use(state).finally(() => state.close());
}
