/** A whole node on a real file system of 8 MiB that fills up under it (a user and mount namespace). */
import assert from 'node:assert/strict';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { inTempDirectory } from '../temp-directory.ts';

const SCRIPT = fileURLToPath(new URL('./full-disk.ts', import.meta.url));
const MOUNT = 'mount -t tmpfs -o size=8m tmpfs "$0"';

const seenSchema = z.object({
  refused: z.object({ exit: z.number(), code: z.string(), hint: z.string() }),
  canRead: z.boolean(),
  doctor: z.string(),
  stopped: z.number(),
  again: z.number(),
  verified: z.number(),
});

function inNamespace(command: string, args: readonly string[]): SpawnSyncReturns<string> {
  const namespace = ['--user', '--map-root-user', '--mount', 'sh', '-ec', command, ...args];
  return spawnSync('unshare', namespace, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

const isPossible = inNamespace(`${MOUNT} 2>/dev/null`, ['/mnt']).status === 0;

const fact =
  'outputs go safe, orders are refused with a next step, readings go on; with space again all is whole';

function fillDisk(): Promise<void> {
  return inTempDirectory(async (directory) => {
    const command = [process.execPath, '--import', 'tsx', SCRIPT, directory];
    const run = inNamespace(`${MOUNT}; exec "$@"`, [directory, ...command]);
    const seen = seenSchema.parse(JSON.parse(run.stdout));
    assert.deepEqual([seen.refused.exit, seen.refused.code], [1, 'STATE_DISK_FULL']);
    assert.match(seen.refused.hint, /space/);
    assert.match(seen.doctor, /no more writes since: .*No space left/);
    assert.ok(seen.canRead);
    assert.deepEqual([seen.stopped, seen.again, seen.verified], [0, 0, 0]);
    return Promise.resolve();
  });
}

if (isPossible) test(fact, fillDisk);
else test.skip(fact);
test.run();
