/**
 * Fills the disk under a running node, frees it, and starts the node again. Prints one JSON value
 * that says what a person saw meanwhile. Usage: full-disk.ts DIRECTORY (on a small file system)
 */
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../runtime/core/app-error.ts';
import { readingSchema, refusedSchema } from './answers.ts';
import { NodeProcess } from './node-process.ts';
import { register, soon } from './outside.ts';

const LIGHT_RELAY = 'sim/gpio/GPIO23/value';

const [directory = ''] = process.argv.slice(2);
const ballast = join(directory, 'ballast');
const node = await new NodeProcess({ dataDirectory: join(directory, 'data'), http: 'off' }).start();
await node.cli('set', 'grow-light.power', 'on');
fill();
const refused = await firstRefusal();
await soon('the light is safe', () => register(node, LIGHT_RELAY) === '0');
const { value } = readingSchema.parse((await node.cli('read', '--json', 'tank.level')).json);
const doctor = await node.cli('doctor');
const stopped = await node.kill('SIGTERM');
rmSync(ballast);
await node.start();
const again = await node.cli('set', 'grow-light.power', 'on');
const verified = await node.cli('journal', 'verify');
await node.kill('SIGTERM');
process.stdout.write(
  JSON.stringify({
    refused,
    canRead: typeof value === 'number',
    doctor: doctor.stdout,
    stopped,
    again: again.code,
    verified: verified.code,
  }),
);

/** Leaves not one byte. */
function fill(): void {
  writeFileSync(ballast, '');
  for (let size = 1 << 16; size >= 1; size = Math.floor(size / 2)) while (grow(size));
}

function grow(size: number): boolean {
  try {
    appendFileSync(ballast, Buffer.alloc(size));
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOSPC') return false;
    throw error;
  }
}

/** What the disk has set aside for the log may still take a few. */
async function firstRefusal(): Promise<{ exit: number | null; code: string; hint: string }> {
  for (let level = 1; ; level = (level % 99) + 1) {
    const { code: exit, json } = await node.cli('set', '--json', 'vent.position', String(level));
    const refusal = refusedSchema.safeParse(json).data?.error;
    if (refusal !== undefined) return { exit, code: refusal.code, hint: refusal.hint };
  }
}
