/** A full disk, on a real file system of 4 MiB that only this test sees (a user and mount namespace). */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { z } from '../core/schema.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';

const FILLER = fileURLToPath(new URL('../../test/disk-filler.ts', import.meta.url));
const NAMESPACE = ['--user', '--map-root-user', '--mount'];
const MOUNT = 'mount -t tmpfs -o size=4m tmpfs "$0"';

const outcomeSchema = z.object({
  code: z.string(),
  acknowledged: z.number(),
  next: z.object({ code: z.string(), acknowledged: z.number() }),
  doctor: z.object({ verdict: z.string(), text: z.string() }),
  readable: z.number(),
  reopened: z.string(),
  ok: z.boolean(),
  entries: z.number(),
});

function inNamespace(command: string, args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync('unshare', [...NAMESPACE, 'sh', '-ec', command, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

const isPossible = inNamespace(`${MOUNT} 2>/dev/null`, ['/mnt']).status === 0;

const fact =
  'says STATE_DISK_FULL, takes nothing more, still reads, and has all that was acknowledged once there is space';

function fillDisk(): Promise<void> {
  return inTempDirectory(async (directory) => {
    const command = `${MOUNT}; exec "$@"`;
    const run = inNamespace(command, [
      directory,
      process.execPath,
      '--import',
      'tsx',
      FILLER,
      directory,
    ]);
    const outcome = outcomeSchema.parse(JSON.parse(run.stdout));
    assert.is(outcome.code, 'STATE_DISK_FULL');
    assert.equal(outcome.next, { code: 'STATE_DISK_FULL', acknowledged: 0 });
    assert.ok(outcome.acknowledged > 100, String(outcome.acknowledged));
    assert.is(outcome.doctor.verdict, 'fail');
    assert.match(outcome.doctor.text, /no more writes since: .*No space left/);
    assert.is(outcome.readable, outcome.acknowledged);
    assert.is(outcome.reopened, 'STATE_DISK_FULL');
    assert.ok(outcome.ok);
    assert.ok(outcome.entries >= outcome.acknowledged);
    return Promise.resolve();
  });
}

if (isPossible) test(fact, fillDisk);
else test.skip(fact);

test.run();
