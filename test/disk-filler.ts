/**
 * Fills a small disk with journal entries until it is full, frees it, and opens the store again.
 * Prints one JSON value that says what happened. Usage: disk-filler.ts DIRECTORY
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../runtime/core/app-error.ts';
import { systemClock } from '../runtime/core/clock.ts';
import { storeCheck } from '../runtime/state/store.check.ts';
import { openState, type OpenState } from './open-state.ts';

const directory = process.argv[2] ?? '';
const ballast = join(directory, 'ballast');
const data = join(directory, 'data');

/** The code of the first refusal, and how many entries were acknowledged before it. */
async function fill({ journal }: OpenState): Promise<{ code: string; acknowledged: number }> {
  const entry = {
    kind: 'outcome',
    board: 'main',
    actor: 'owner',
    cause: 'x'.repeat(2_000),
  } as const;
  for (let acknowledged = 0; ; acknowledged += 1) {
    try {
      await journal.append([{ ...entry, details: {} }]);
    } catch (error) {
      return { code: errorCode(error), acknowledged };
    }
  }
}

writeFileSync(ballast, Buffer.alloc(3 << 20));
const first = await openState(data, systemClock);
const { code, acknowledged } = await fill(first);
const next = await fill(first);
const doctor = await storeCheck(first).look();
const readable = (await first.journal.entries({ limit: 1e6 })).length;
await first.close();
const reopened = await openState(data, systemClock).then(() => 'no error', errorCode);
rmSync(ballast);
const second = await openState(data, systemClock);
const { ok, entries } = await second.journal.verify();
await second.close();
process.stdout.write(
  JSON.stringify({ code, acknowledged, next, doctor, readable, reopened, ok, entries }),
);
