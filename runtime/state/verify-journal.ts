/** Verifies the journal of a node that is not running, from its data directory alone. Adds nothing to it. */
import { systemClock } from '../core/clock.ts';
import { silentLog } from '../core/log.ts';
import { isBorn } from './birth.ts';
import { StateError } from './errors.ts';
import { Journal } from './journal.ts';
import type { Verification } from './journal-verifier.ts';
import { Store } from './store.ts';

/** @throws StateError `STATE_LOCKED` while the node runs, and when the store cannot be opened at all */
export async function verifyJournal(directory: string): Promise<Verification> {
  if (!(await isBorn(directory)))
    throw new StateError('STATE_NOT_BORN', `no node has ever run in ${directory}`);
  const parts = { directory, clock: systemClock, log: silentLog };
  const store = new Store(parts);
  await store.start(new AbortController().signal);
  try {
    return await new Journal({ ...parts, store }).verify();
  } finally {
    await store.stop();
  }
}
