/**
 * A process to kill: writes journal entries with a row each, as fast as it can, and prints the
 * number of every entry that was acknowledged. Usage: journal-writer.ts DIRECTORY
 */
import { writeSync } from 'node:fs';
import { systemClock } from '../runtime/core/clock.ts';
import { z } from '../runtime/core/schema.ts';
import { defineSpace } from '../runtime/state/space.ts';
import { openState } from './open-state.ts';

const { journal, store } = await openState(process.argv[2] ?? '', systemClock, {
  entries: 100,
  kept: 1_000,
});
const acknowledged = store.space(defineSpace({ name: 'acknowledged', schema: z.string() }));

async function write(): Promise<void> {
  for (;;) {
    const entry = { kind: 'outcome', board: 'main', actor: 'owner', cause: 'load' } as const;
    const id = String(performance.now());
    const [record] = await journal.append(
      [{ ...entry, details: { id } }],
      [acknowledged.put(id, id)],
    );
    writeSync(1, `${String(record?.seq)} ${id}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, write));
