/**
 * What this process has asked of its disk and of its thread pool, and has no answer to yet: files,
 * LevelDB, hashes. It is seen from below, so that nobody has to report it. A clock that stands still
 * until there is none cannot run ahead of a slow disk. Not for sockets, other processes, and
 * modules that are loaded: whoever waits for those says for what (`until.ts`), or loads them before.
 */
import { createHook } from 'node:async_hooks';

/**
 * As async_hooks calls them: each begins with `init`, and the answer is its one `before`. Immediates
 * are among them because whoever pauses for a turn goes on afterwards. Not watched is `destroy`: it
 * would make every promise dear, and only an immediate that is cleared would need it.
 */
const KINDS = /^(FSREQ|FILEHANDLECLOSEREQ|classic_level\.|SCRYPTREQUEST|Immediate$)/;

/** One turn runs what came of the answers in the turn before it; two more cost nothing. */
const QUIET_TURNS = 3;

const open = new Set<number>();
let isLooking = false;
const waiting = new Set<() => void>();

const hook = createHook({
  init: (id, kind) => {
    if (kind !== 'PROMISE' && !isLooking && KINDS.test(kind)) open.add(id);
  },
  before: end,
});

/** Sees what begins from now on. */
export function watchRealWork(): void {
  hook.enable();
}

/** One turn of the event loop, which is not itself taken for work. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    isLooking = true;
    setImmediate(resolve);
    isLooking = false;
  });
}

/** Resolves when all that was begun, and all that came of it, has its answer. */
export async function realWorkDone(): Promise<void> {
  for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
    await turn();
    if (open.size === 0) continue;
    quiet = -1;
    await new Promise<void>((resolve) => {
      waiting.add(resolve);
    });
  }
}

function end(id: number): void {
  if (!open.delete(id) || open.size > 0) return;
  for (const resolve of waiting) resolve();
  waiting.clear();
}
