/** A process killed with SIGKILL under load: whatever it acknowledged is there, whole and in order. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../core/clock.ts';
import { z } from '../core/schema.ts';
import { openState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { defineSpace } from './space.ts';
import { verifyJournal } from './verify-journal.ts';

const WRITER = fileURLToPath(new URL('../../test/journal-writer.ts', import.meta.url));
const rows = defineSpace({ name: 'acknowledged', schema: z.string() });

/** Runs the writer until it has acknowledged that many, kills it, and returns them: [seq, id]. */
async function writeAndKill(directory: string, atLeast: number): Promise<[number, string][]> {
  const child = spawn(process.execPath, ['--import', 'tsx', WRITER, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.split('\n').length > atLeast) child.kill('SIGKILL');
  });
  await once(child, 'close');
  assert.is(child.signalCode, 'SIGKILL', 'the writer ended by itself');
  return [...output.matchAll(/^(\d+) (\S+)$/gm)].map(([, seq, id]) => [Number(seq), id ?? '']);
}

test('loses nothing that was acknowledged, round after round', () =>
  inTempDirectory(async (directory) => {
    const acknowledged: [number, string][] = [];
    for (let round = 0; round < 3; round += 1) {
      acknowledged.push(...(await writeAndKill(directory, 300)));
      const { ok, problem } = await verifyJournal(directory);
      assert.ok(ok, problem);
    }
    const state = await openState(directory, systemClock);
    const entries = await state.journal.entries({ limit: 1e6 });
    const bySeq = new Map(entries.map((entry) => [entry.seq, entry.details['id']]));
    for (const [seq, id] of acknowledged) assert.is(bySeq.get(seq), id);
    const ids = new Set((await state.store.space(rows).list()).map(([key]) => key));
    assert.equal(ids, new Set([...bySeq.values()].filter((id) => id !== undefined)));
    assert.ok(acknowledged.length >= 900);
    await state.close();
  }));

test.run();
