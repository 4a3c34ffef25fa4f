/**
 * One flipped bit, anywhere in the database: either verification fails, or every entry is as it was
 * written (LevelDB's own log file, its padding). LevelDB itself drops and misreads silently.
 */
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../core/clock.ts';
import { withState, type OpenState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { verifyJournal } from './verify-journal.ts';

const FLIPS_PER_FILE = 20;

/** Two runs of 100 entries: the first then stands in a table, the second in the log. */
async function live(directory: string): Promise<void> {
  const entry = { kind: 'outcome', board: 'main', thing: 'pump', actor: 'owner' } as const;
  for (let run = 0; run < 2; run += 1)
    await withState(directory, systemClock, async ({ journal }) => {
      for (let index = 0; index < 100; index += 1)
        await journal.append([{ ...entry, cause: `words ${String(index)}`, details: { index } }]);
    });
}

async function allEntries(directory: string): Promise<string> {
  const read = ({ journal }: OpenState): Promise<unknown> => journal.entries({ limit: 1_000 });
  return JSON.stringify(await withState(directory, systemClock, read));
}

async function verifies(directory: string): Promise<boolean> {
  return verifyJournal(directory).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function flip(path: string, position: number, bit: number): Promise<void> {
  const bytes = await readFile(path);
  const offset = Math.floor(position * bytes.length);
  bytes[offset] = (bytes[offset] ?? 0) ^ (1 << bit);
  await writeFile(path, bytes);
}

test('never verifies a journal that one flipped bit has changed', () =>
  inTempDirectory(async (parent) => {
    const whole = join(parent, 'whole');
    const copy = join(parent, 'copy');
    await live(whole);
    await cp(whole, copy, { recursive: true });
    const written = await allEntries(copy);
    const names = await readdir(join(whole, 'db'));
    assert.ok(
      names.some((name) => name.endsWith('.ldb')) && names.some((name) => name.endsWith('.log')),
    );
    const position = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    for (const name of names) {
      const check = async (at: number, bit: number): Promise<void> => {
        await rm(copy, { recursive: true });
        await cp(whole, copy, { recursive: true });
        await flip(join(copy, 'db', name), at, bit);
        if (await verifies(copy)) assert.is(await allEntries(copy), written, name);
      };
      const property = fc.asyncProperty(position, fc.integer({ min: 0, max: 7 }), check);
      await fc.assert(property, { numRuns: FLIPS_PER_FILE });
    }
  }));

test('fails when one bit of an entry is flipped', () =>
  inTempDirectory(async (directory) => {
    await live(directory);
    const [log] = (await readdir(join(directory, 'db'))).filter((name) => name.endsWith('.log'));
    const path = join(directory, 'db', log ?? '');
    const bytes = await readFile(path);
    const offset = bytes.indexOf('words 50');
    assert.ok(offset > 0);
    await flip(path, offset / bytes.length, 0);
    assert.not(await verifies(directory));
  }));

test.run();
