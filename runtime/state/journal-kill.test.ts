/** A process killed with SIGKILL under load: whatever it acknowledged is there, whole and in order. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../core/clock.ts';
import { z } from '../core/schema.ts';
import { withState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { defineSpace } from './space.ts';
import { verifyJournal } from './verify-journal.ts';

const WRITER = fileURLToPath(new URL('../../test/journal-writer.ts', import.meta.url));
const rows = defineSpace({ name: 'acknowledged', schema: z.string() });

/** Runs the writer until it has acknowledged that many, kills it at some moment of the commits that follow, and returns them: [seq, id]. */
async function writeAndKill(directory: string, atLeast: number): Promise<[number, string][]> {
  const child = spawn(process.execPath, ['--import', 'tsx', WRITER, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.split('\n').length > atLeast)
      setTimeout(() => child.kill('SIGKILL'), Math.random() * 5);
  });
  await once(child, 'close');
  assert.is(child.signalCode, 'SIGKILL', 'the writer ended by itself');
  return [...output.matchAll(/^(\d+) (\S+)$/gm)].map(([, seq, id]) => [Number(seq), id ?? '']);
}

test('loses nothing that was acknowledged, round after round', () =>
  inTempDirectory(async (directory) => {
    const acknowledged: [number, string][] = [];
    for (let round = 0; round < 5; round += 1) {
      acknowledged.push(...(await writeAndKill(directory, 200)));
      const { ok, problem } = await verifyJournal(directory);
      assert.ok(ok, problem);
    }
    await withState(directory, systemClock, async ({ journal, store }) => {
      const entries = await journal.entries({ limit: 1e6 });
      const ids = new Map(entries.map(({ seq, details }) => [seq, details['id']]));
      for (const [seq, id] of acknowledged) assert.is(ids.get(seq), id);
      const kept = new Set((await store.space(rows).list()).map(([key]) => key));
      assert.equal(kept, new Set([...ids.values()].filter((id) => id !== undefined)));
      assert.ok(acknowledged.length >= 1_000);
    });
  }));

test.run();
