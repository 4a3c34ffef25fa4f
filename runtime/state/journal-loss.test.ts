/** What was lost, changed or moved in a journal is said, at start and by verification; the node runs on. */
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../core/app-error.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { withState, type OpenState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { chainRecord } from './journal-chain.ts';
import { recordKey, recordSchema, type JournalEntry, type JournalRecord } from './journal-entry.ts';
import { defineSpace } from './space.ts';
import { verifyJournal } from './verify-journal.ts';

const rows = defineSpace({ name: 'journal', schema: recordSchema });
const small = { entries: 10, kept: 2 };

const ENTRY: JournalEntry = {
  kind: 'outcome',
  board: 'main',
  actor: 'owner',
  cause: 'x',
  details: {},
};

async function append({ journal }: OpenState, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await journal.append([ENTRY]);
}

/** A stopped node with `count` more entries. */
function lived(directory: string, count: number): Promise<void> {
  return withState(directory, new FakeClock(), (state) => append(state, count));
}

/** What a damaged disk, or somebody with an editor, does to the stored rows: the anchor does not know of it. */
async function tamper(
  directory: string,
  change: (state: OpenState) => Promise<void>,
): Promise<void> {
  const anchor = await readFile(join(directory, 'journal.anchor'));
  await withState(directory, new FakeClock(), change);
  await writeFile(join(directory, 'journal.anchor'), anchor);
}

function remove({ store }: OpenState, ...seqs: number[]): Promise<void> {
  return store.durable(seqs.map((seq) => store.space(rows).remove(recordKey(seq))));
}

/** Puts another record into the place of entry 4, with a checksum that fits. */
async function rewrite(
  { store }: OpenState,
  change: (record: JournalRecord) => JournalRecord,
): Promise<void> {
  const space = store.space(rows);
  const record = await space.get(recordKey(4));
  assert.ok(record);
  await store.durable([space.put(recordKey(4), change(record))]);
}

/** One byte of entry 5 falls over. */
async function damage({ store }: OpenState): Promise<void> {
  const key = `journal/${recordKey(5)}`;
  const value = await store.row(key);
  await store.durable([{ key, value: value?.replace('owner', 'other') }]);
}

/** What the journal wrote itself when it started. */
async function gapOf({ journal }: OpenState): Promise<JournalRecord | undefined> {
  return (await journal.entries()).find(({ kind }) => kind === 'gap');
}

test('says that entries are lost, goes on behind them, and verifies again once they are forgotten', () =>
  inTempDirectory(async (directory) => {
    await lived(directory, 9);
    await tamper(directory, (state) => remove(state, 7, 8, 9));
    assert.is((await verifyJournal(directory)).problem, 'entries 7 to 9 are missing');
    const goOn = async (state: OpenState): Promise<void> => {
      const gap = await gapOf(state);
      assert.equal([gap?.seq, gap?.cause], [10, 'entries 7 to 9 are missing']);
      const problem = 'entry 10 records a gap: entries 7 to 9 are missing';
      assert.is((await state.journal.verify()).problem, problem);
      await append(state, 15);
      assert.is((await state.journal.verify()).problem, problem);
      await append(state, 10);
      assert.ok((await state.journal.verify()).ok);
    };
    await withState(directory, new FakeClock(), goOn, small);
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

for (const [what, spoil] of [
  ['gone', (anchor: string) => rm(anchor)],
  ['damaged', (anchor: string) => writeFile(anchor, '0000000000000003 nonsense')],
] as const)
  test(`records a gap when the anchor is ${what}`, () =>
    inTempDirectory(async (directory) => {
      await lived(directory, 3);
      await spoil(join(directory, 'journal.anchor'));
      const problem = 'the anchor of the journal is missing or damaged';
      assert.is((await verifyJournal(directory)).problem, problem);
      const gap = await withState(directory, new FakeClock(), gapOf);
      assert.is(gap?.cause, problem);
    }));

test('starts although its last entry is damaged, goes on behind it, and says so', () =>
  inTempDirectory(async (directory) => {
    await lived(directory, 5);
    await tamper(directory, damage);
    await withState(directory, new FakeClock(), async ({ journal }) => {
      assert.is(journal.head.seq, 6);
      const { problem } = await journal.verify();
      assert.match(problem ?? '', 'the value of "0000000000000005" is damaged on disk');
    });
  }));

/** [what verification says, what was done] */
const CHANGES: readonly (readonly [string, (state: OpenState) => Promise<void>])[] = [
  [
    'entry 4 is not as it was written',
    (state) => rewrite(state, (record) => ({ ...record, actor: 'eve' })),
  ],
  [
    'entry 5 does not continue the one before it',
    (state) =>
      rewrite(state, ({ prev, at }) =>
        chainRecord({ seq: 3, hash: prev }, at, { ...ENTRY, actor: 'eve' }),
      ),
  ],
  ['entry 4 is missing', (state) => remove(state, 4)],
  ['entries 1 to 4 are missing', (state) => remove(state, 1, 2, 3, 4)],
  ['entries 1 to 9 are missing', (state) => remove(state, 1, 2, 3, 4, 5, 6, 7, 8, 9)],
];

for (const [problem, change] of CHANGES)
  test(`verifies no journal in which ${problem}`, () =>
    inTempDirectory(async (directory) => {
      await lived(directory, 9);
      await tamper(directory, change);
      assert.is((await verifyJournal(directory)).problem, problem);
    }));

test('notices at start that the entry at the anchor was replaced', () =>
  inTempDirectory(async (directory) => {
    await lived(directory, 4);
    await tamper(directory, (state) =>
      rewrite(state, ({ prev, at }) =>
        chainRecord({ seq: 3, hash: prev }, at, { ...ENTRY, actor: 'eve' }),
      ),
    );
    const gap = await withState(directory, new FakeClock(), gapOf);
    assert.is(gap?.cause, 'entry 4 is not the one that the anchor names');
  }));

test('verifies a stopped node without adding to it, and refuses where none has lived', () =>
  inTempDirectory(async (directory) => {
    await lived(join(directory, 'a'), 3);
    for (let time = 0; time < 2; time += 1) {
      const found = await verifyJournal(join(directory, 'a'));
      assert.equal(found, { ok: true, entries: 3, first: 1, last: 3 });
    }
    assert.is(await verifyJournal(directory).then(() => 'no error', errorCode), 'STATE_NOT_BORN');
  }));

test.run();
