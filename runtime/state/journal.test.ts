/** The journal on a real LevelDB: order, atomicity, search and size. What it says about losses is in `journal-loss.test.ts`. */
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../core/app-error.ts';
import { silentLog } from '../core/log.ts';
import { z } from '../core/schema.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { withState, type OpenState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import type { JournalEntry } from './journal-entry.ts';
import { Journal } from './journal.ts';
import { defineSpace } from './space.ts';

const numbers = defineSpace({ name: 'numbers', schema: z.number() });
const small = { entries: 10, kept: 2 };

function entry(cause: string, more: Partial<JournalEntry> = {}): JournalEntry {
  return { kind: 'outcome', board: 'main', actor: 'owner', cause, details: {}, ...more };
}

function withJournal(
  use: (state: OpenState, directory: string, clock: FakeClock) => Promise<void>,
): Promise<void> {
  return inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    await withState(directory, clock, (state) => use(state, directory, clock), small);
  });
}

test('numbers entries in the order of the calls, and writes them with what belongs to them', () =>
  inTempDirectory((directory) =>
    withState(directory, new FakeClock(), async ({ journal, store }) => {
      const n = store.space(numbers);
      const calls = Array.from({ length: 50 }, (_, index) => {
        const entries = [entry(`a${String(index)}`), entry(`b${String(index)}`)];
        return journal.append(entries, [n.put('last', index)]);
      });
      const records = (await Promise.all(calls)).flat();
      const order = Array.from({ length: 100 }, (_, index) => index + 1);
      assert.equal(
        records.map(({ seq }) => seq),
        order,
      );
      assert.equal(await journal.entries({ limit: 1_000 }), records);
      assert.is(await n.get('last'), 49);
      assert.equal(await journal.verify(), { ok: true, entries: 100, first: 1, last: 100 });
      assert.equal(journal.head, { seq: 100, hash: records[99]?.hash });
    }),
  ));

test('takes nothing of a call whose entries cannot be written', () =>
  withJournal(async ({ journal }) => {
    const circular: { self?: object } = {};
    circular.self = circular;
    const refused = journal.append([entry('good'), entry('bad', { details: circular })]);
    assert.is(await refused.then(() => 'written', errorCode), 'UNKNOWN');
    await journal.append([entry('next')]);
    assert.equal(await journal.verify(), { ok: true, entries: 1, first: 1, last: 1 });
  }));

test('finds entries by thing, property and time, in both directions', () =>
  withJournal(async ({ journal }, _, clock) => {
    const start = clock.now();
    for (const [thing, property] of [
      ['pump', 'power'],
      ['light', 'power'],
      ['pump', 'speed'],
      ['pump', 'power'],
    ] as const) {
      await journal.append([entry('x', { thing, property })]);
      await clock.advance(1_000);
    }
    const seqs = async (query: object): Promise<number[]> =>
      (await journal.entries(query)).map(({ seq }) => seq);
    assert.equal(await seqs({ thing: 'pump' }), [1, 3, 4]);
    assert.equal(await seqs({ thing: 'pump', property: 'power', reverse: true }), [4, 1]);
    assert.equal(await seqs({ since: start + 1_000, before: start + 3_000 }), [2, 3]);
    assert.equal(await seqs({ reverse: true, limit: 1 }), [4]);
  }));

test('refuses entries before the start and after the stop', () =>
  withJournal(async ({ store, journal }, directory, clock) => {
    const other = new Journal({ store, directory, clock, log: silentLog });
    await journal.stop();
    for (const closed of [other, journal]) {
      const refused = closed.append([entry('x')]);
      assert.is(await refused.then(() => 'written', errorCode), 'STATE_STOPPED');
    }
  }));

test('begins a segment with a seal that names the one before', () =>
  withJournal(async ({ journal }) => {
    const records = await journal.append(Array.from({ length: 11 }, () => entry('x')));
    const [seal] = (await journal.entries()).filter(({ kind }) => kind === 'seal');
    assert.is(seal?.seq, 11);
    const details = { first: 1, last: 10, hash: records[9]?.hash, keptFrom: 1 };
    assert.equal(seal?.details, details);
  }));

test('has a size, verifies and continues across restarts, whatever comes in one batch', () =>
  inTempDirectory(async (parent) => {
    let run = 0;
    const batches = fc.array(fc.integer({ min: 0, max: 25 }), { maxLength: 8 });
    const check = async (sizes: readonly number[]): Promise<void> => {
      const directory = join(parent, String((run += 1)));
      let total = 0;
      for (const size of sizes) total = await appendAndCheck(directory, size, total);
    };
    await fc.assert(fc.asyncProperty(batches, check), { numRuns: 12 });
  }));

/** Returns how many entries were ever written; checks that the kept ones are few and whole. */
function appendAndCheck(directory: string, size: number, before: number): Promise<number> {
  const work = async ({ journal }: OpenState): Promise<number> => {
    assert.ok(journal.head.seq >= before);
    await journal.append(Array.from({ length: size }, () => entry('x')));
    const found = await journal.verify();
    assert.ok(found.ok, found.problem);
    assert.ok(found.entries <= (small.kept + 1) * small.entries, String(found.entries));
    assert.ok(journal.head.seq >= before + size);
    return journal.head.seq;
  };
  return withState(directory, new FakeClock(), work, small);
}

test.run();
