/** The journal on a real LevelDB: order, atomicity, size, and what it says about what was lost. */
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../core/app-error.ts';
import { silentLog } from '../core/log.ts';
import { z } from '../core/schema.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { openState, type OpenState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { chainRecord } from './journal-chain.ts';
import { recordKey, recordSchema, type JournalEntry } from './journal-entry.ts';
import { Journal } from './journal.ts';
import { defineSpace } from './space.ts';
import { verifyJournal } from './verify-journal.ts';

const numbers = defineSpace({ name: 'numbers', schema: z.number() });
const rows = defineSpace({ name: 'journal', schema: recordSchema });
const small = { entries: 10, kept: 2 };

function entry(cause: string, more: Partial<JournalEntry> = {}): JournalEntry {
  return { kind: 'outcome', board: 'main', actor: 'owner', cause, details: {}, ...more };
}

function withState(
  use: (state: OpenState, directory: string, clock: FakeClock) => Promise<void>,
): Promise<void> {
  return inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    const state = await openState(directory, clock);
    await use(state, directory, clock).finally(() => state.close());
  });
}

/** A stopped node with `count` entries. */
async function lived(directory: string, count: number): Promise<void> {
  const state = await openState(directory, new FakeClock());
  for (let index = 1; index <= count; index += 1)
    await state.journal.append([entry(`entry ${String(index)}`)]);
  await state.close();
}

/** What a damaged disk, or somebody with an editor, does to the stored rows. */
async function tamper(
  directory: string,
  change: (state: OpenState) => Promise<void>,
): Promise<void> {
  const anchor = await readFile(join(directory, 'journal.anchor'));
  const state = await openState(directory, new FakeClock());
  await change(state).finally(() => state.close());
  await writeFile(join(directory, 'journal.anchor'), anchor);
}

test('numbers entries in the order of the calls, and writes them with what belongs to them', () =>
  withState(async ({ journal, store }) => {
    const n = store.space(numbers);
    const calls = Array.from({ length: 50 }, (_, index) =>
      journal.append(
        [entry(`a${String(index)}`), entry(`b${String(index)}`)],
        [n.put('last', index)],
      ),
    );
    const records = (await Promise.all(calls)).flat();
    assert.equal(
      records.map(({ seq }) => seq),
      Array.from({ length: 100 }, (_, index) => index + 1),
    );
    assert.equal(await journal.entries({ limit: 1_000 }), records);
    assert.is(await n.get('last'), 49);
    assert.equal(await journal.verify(), { ok: true, entries: 100, first: 1, last: 100 });
    const { seq, hash } = records[99] ?? { seq: 0, hash: '' };
    assert.equal(journal.head, { seq, hash });
  }));

test('takes nothing of a call whose entries cannot be written', () =>
  withState(async ({ journal }) => {
    const circular: { self?: object } = {};
    circular.self = circular;
    const refused = journal.append([entry('good'), entry('bad', { details: circular })]);
    assert.is(
      await refused.then(
        () => 'no error',
        () => 'refused',
      ),
      'refused',
    );
    await journal.append([entry('next')]);
    assert.equal(await journal.verify(), { ok: true, entries: 1, first: 1, last: 1 });
  }));

test('finds entries by thing, property and time, in both directions', () =>
  withState(async ({ journal }, _, clock) => {
    const start = clock.now();
    for (const [thing, property] of [
      ['pump', 'power'],
      ['light', 'power'],
      ['pump', 'speed'],
      ['pump', 'power'],
    ]) {
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
  withState(async ({ store, journal }, directory, clock) => {
    const other = new Journal({ store, directory, clock, log: silentLog });
    await journal.stop();
    for (const closed of [other, journal])
      assert.is(
        await closed.append([entry('x')]).then(() => 'no error', errorCode),
        'STATE_STOPPED',
      );
  }));

test('has a size, verifies and continues across restarts, whatever comes in one batch', () =>
  inTempDirectory(async (parent) => {
    let run = 0;
    const batches = fc.array(fc.integer({ min: 0, max: 25 }), { maxLength: 8 });
    const check = async (sizes: readonly number[]): Promise<void> => {
      run += 1;
      const directory = join(parent, String(run));
      for (const size of sizes) {
        const state = await openState(directory, new FakeClock(), small);
        await state.journal.append(Array.from({ length: size }, () => entry('x')));
        const found = await state.journal.verify();
        assert.ok(found.ok, found.problem);
        assert.ok(found.entries <= (small.kept + 1) * small.entries, String(found.entries));
        await state.close();
      }
      const total = sizes.reduce((sum, size) => sum + size, 0);
      const state = await openState(directory, new FakeClock(), small);
      assert.ok(state.journal.head.seq >= total);
      await state.close();
    };
    await fc.assert(fc.asyncProperty(batches, check), { numRuns: 12 });
  }));

test('begins a segment with a seal that names the one before', () =>
  inTempDirectory(async (directory) => {
    const state = await openState(directory, new FakeClock(), small);
    const records = await state.journal.append(Array.from({ length: 11 }, () => entry('x')));
    const [seal] = (await state.journal.entries()).filter(({ kind }) => kind === 'seal');
    const hash = records[9]?.hash;
    assert.is(seal?.seq, 11);
    assert.equal(seal?.details, { first: 1, last: 10, hash, keptFrom: 1 });
    await state.close();
  }));

test('says that entries are lost, goes on behind them, and verifies again once they are forgotten', () =>
  inTempDirectory(async (directory) => {
    await lived(directory, 9);
    await tamper(directory, ({ store }) =>
      store.durable([7, 8, 9].map((seq) => store.space(rows).remove(recordKey(seq)))),
    );
    assert.is((await verifyJournal(directory)).problem, 'entries 7 to 9 are missing');
    const state = await openState(directory, new FakeClock(), small);
    const gap = (await state.journal.entries()).find(({ kind }) => kind === 'gap');
    assert.equal([gap?.seq, gap?.cause], [10, 'entries 7 to 9 are missing']);
    const problem = 'entry 10 records a gap: entries 7 to 9 are missing';
    assert.is((await state.journal.verify()).problem, problem);
    for (let index = 0; index < 15; index += 1) await state.journal.append([entry('x')]);
    assert.is((await state.journal.verify()).problem, problem);
    for (let index = 0; index < 10; index += 1) await state.journal.append([entry('x')]);
    assert.ok((await state.journal.verify()).ok);
    await state.close();
  }));

test('takes an anchor that lags behind for what it is: the trace of a power cut', () =>
  inTempDirectory(async (directory) => {
    const anchor = join(directory, 'journal.anchor');
    await lived(directory, 5);
    await copyFile(anchor, join(directory, 'old'));
    await lived(directory, 5);
    await copyFile(join(directory, 'old'), anchor);
    await lived(directory, 1);
    assert.equal(await verifyJournal(directory), { ok: true, entries: 11, first: 1, last: 11 });
  }));

test('records a gap when the anchor is gone or damaged', () =>
  inTempDirectory(async (directory) => {
    const anchor = join(directory, 'journal.anchor');
    for (const spoil of [() => rm(anchor), () => writeFile(anchor, '0000000000000000 nonsense')]) {
      await lived(directory, 3);
      await spoil();
      assert.is((await verifyJournal(directory)).problem?.includes('anchor') ?? false, true);
      const state = await openState(directory, new FakeClock());
      const [gap] = await state.journal.entries({ reverse: true, limit: 1 });
      assert.is(gap?.cause, 'the anchor is missing or damaged');
      await state.close();
      await rm(directory, { recursive: true });
    }
  }));

test('notices an entry that was rewritten with a fitting checksum, removed, or moved', () =>
  inTempDirectory(async (parent) => {
    const changes: readonly [string, (state: OpenState) => Promise<void>][] = [
      [
        'entry 4 is not as it was written',
        ({ store }) => rewrite(store, (record) => ({ ...record, actor: 'bob' })),
      ],
      [
        'entry 5 does not continue the one before it',
        ({ store }) =>
          rewrite(store, (record) =>
            chainRecord({ seq: 3, hash: record.prev }, record.at, { ...record, actor: 'bob' }),
          ),
      ],
      [
        'entry 4 is missing',
        ({ store }) => store.durable([store.space(rows).remove(recordKey(4))]),
      ],
      [
        'entries 1 to 4 are missing',
        ({ store }) =>
          store.durable([1, 2, 3, 4].map((seq) => store.space(rows).remove(recordKey(seq)))),
      ],
    ];
    for (const [problem, change] of changes) {
      const directory = join(parent, problem.replaceAll(' ', '-'));
      await lived(directory, 9);
      await tamper(directory, change);
      assert.is((await verifyJournal(directory)).problem, problem);
    }
  }));

async function rewrite(
  store: OpenState['store'],
  change: (record: z.infer<typeof recordSchema>) => z.infer<typeof recordSchema>,
): Promise<void> {
  const space = store.space(rows);
  const record = await space.get(recordKey(4));
  assert.ok(record);
  await store.durable([space.put(recordKey(4), change(record))]);
}

test('starts although its last entry is damaged, and says so', () =>
  inTempDirectory(async (directory) => {
    await lived(directory, 5);
    await tamper(directory, async ({ store }) => {
      const { key, value } = store.space(rows).put(recordKey(5), await record5(store));
      await store.durable([{ key, value: value?.replace('owner', 'other') }]);
    });
    const state = await openState(directory, new FakeClock());
    assert.is(state.journal.head.seq, 6);
    assert.not((await state.journal.verify()).ok);
    await state.close();
  }));

async function record5(store: OpenState['store']): Promise<z.infer<typeof recordSchema>> {
  const record = await store.space(rows).get(recordKey(5));
  assert.ok(record);
  return record;
}

test('verifies a stopped node without adding to it, and refuses where none has lived', () =>
  inTempDirectory(async (directory) => {
    await lived(join(directory, 'a'), 3);
    assert.equal(await verifyJournal(join(directory, 'a')), {
      ok: true,
      entries: 3,
      first: 1,
      last: 3,
    });
    assert.equal(await verifyJournal(join(directory, 'a')), {
      ok: true,
      entries: 3,
      first: 1,
      last: 3,
    });
    assert.is(await verifyJournal(directory).then(() => 'no error', errorCode), 'STATE_NOT_BORN');
  }));

test.run();
