/** Verifies the journal of a node that is not running, and its copies of others', from its data directory alone. Adds nothing to it. */
import { systemClock } from '../core/clock.ts';
import { silentLog } from '../core/log.ts';
import { isBorn } from './birth.ts';
import { StateError } from './errors.ts';
import { JournalCopies } from './journal-copies.ts';
import { Journal } from './journal.ts';
import type { Verification } from './journal-verifier.ts';
import { SiteJournal, type SiteVerification } from './site-journal.ts';
import { Store } from './store.ts';

/** For a journal too damaged to say whose it is. */
const NAMELESS = 'this node';

/** `boards` where there are copies, as from a node that runs. @throws StateError `STATE_LOCKED` while the node runs, and when the store cannot be opened at all */
export async function verifyJournal(directory: string): Promise<Verification | SiteVerification> {
  if (!(await isBorn(directory)))
    throw new StateError('STATE_NOT_BORN', `no node has ever run in ${directory}`);
  const parts = { directory, clock: systemClock, log: silentLog };
  const store = new Store(parts);
  await store.start(new AbortController().signal);
  try {
    const own = new Journal({ ...parts, store });
    const copies = new JournalCopies({ ...parts, store });
    if ((await copies.names()).length === 0) return await own.verify();
    return await new SiteJournal({ board: await boardOf(own), own, copies }).verify();
  } finally {
    await store.stop();
  }
}

/** The data directory does not name the board; its newest entry does. */
async function boardOf(own: Journal): Promise<string> {
  const [newest] = await own.entries({ limit: 1, reverse: true }).catch(() => []);
  return newest === undefined || newest.board === '' ? NAMELESS : newest.board;
}
