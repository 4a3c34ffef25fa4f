/** Copies of boards' journals: what continues is taken, once; what does not is refused and nothing of it kept. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../core/app-error.ts';
import { silentLog } from '../core/log.ts';
import { z } from '../core/schema.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { withState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { chainRecord, GENESIS, type ChainPoint } from './journal-chain.ts';
import { JournalCopies } from './journal-copies.ts';
import { recordKey, recordSchema, type JournalEntry, type JournalRecord } from './journal-entry.ts';
import { SiteJournal } from './site-journal.ts';
import { defineSpace } from './space.ts';
import type { Store } from './store.ts';
import { verifyJournal } from './verify-journal.ts';

const numbers = defineSpace({ name: 'numbers', schema: z.number() });
const copied = defineSpace({ name: 'journal-copies', schema: recordSchema });
const START = Date.UTC(2026, 5, 1);

function entry(cause: string, more: Partial<JournalEntry> = {}): JournalEntry {
  return { kind: 'outcome', board: 'pump-room', actor: 'owner', cause, details: {}, ...more };
}

/** A chain as a board would write it, one entry a second. */
function chain(entries: readonly JournalEntry[], from: ChainPoint = GENESIS): JournalRecord[] {
  let head = from;
  return entries.map((one) => {
    const record = chainRecord(head, START + head.seq * 1_000, one);
    head = record;
    return record;
  });
}

function many(count: number): JournalEntry[] {
  return Array.from({ length: count }, (_, index) => entry(`e${String(index + 1)}`));
}

function withCopies(use: (copies: JournalCopies, store: Store) => Promise<void>): Promise<void> {
  return inTempDirectory((directory) =>
    withState(directory, new FakeClock(), ({ store }) =>
      use(new JournalCopies({ store, log: silentLog }), store),
    ),
  );
}

function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'taken', errorCode);
}

test('takes a chain in whatever pieces and repeats it is sent', async () => {
  const cuts = fc.array(fc.tuple(fc.nat(19), fc.integer({ min: 1, max: 20 })), { maxLength: 12 });
  await withCopies(async (copies) => {
    let run = 0;
    const check = async (pieces: readonly (readonly [number, number])[]): Promise<void> => {
      const board = `board-${String((run += 1))}`;
      const own = chain(many(20).map((one) => ({ ...one, board })));
      let reached = 0;
      for (const [from, length] of pieces) {
        const head = await copies.append(board, own.slice(Math.min(from, reached), from + length));
        reached = Math.max(reached, Math.min(from + length, 20));
        assert.is(head.seq, reached);
      }
      assert.equal(await copies.entries(board), own.slice(0, reached));
      assert.ok((await copies.verify(board)).ok);
    };
    await fc.assert(fc.asyncProperty(cuts, check), { numRuns: 30 });
  });
});

test('refuses a hole, a changed record, another past and another name, and keeps nothing of them', () =>
  withCopies(async (copies, store) => {
    const records = chain(many(6));
    const [first, second, third, fourth] = records;
    assert.ok(first && second && third && fourth);
    await copies.append('pump-room', [first, second]);
    const n = store.space(numbers);
    const rewritten = chain([entry('e1'), entry('another')]);
    const bad: readonly (readonly unknown[])[] = [
      [third, records[4]],
      [{ ...third, cause: 'changed' }],
      [rewritten[1]],
      [chain([entry('x', { board: 'other' })], second)[0]],
      [{ seq: 3 }],
      ['junk'],
    ];
    for (const given of bad) {
      const work = copies.append('pump-room', given, [n.put('acknowledged', 3)]);
      assert.is(await refusal(work), 'STATE_COPY_BROKEN');
    }
    assert.is(await n.get('acknowledged'), undefined);
    assert.equal(await copies.head('pump-room'), { seq: 2, hash: second.hash });
    await copies.append('pump-room', [third], [n.put('acknowledged', 3)]);
    assert.is(await n.get('acknowledged'), 3);
  }));

test('begins at a checkpoint when all before was forgotten, and nowhere else in the middle', () =>
  withCopies(async (copies) => {
    const before = chain(many(10));
    const seal = entry('segment is full', { kind: 'seal', details: { keptFrom: 1 } });
    const later = chain([seal, ...many(3)], before.at(-1));
    assert.is(await refusal(copies.append('pump-room', later.slice(1))), 'STATE_COPY_BROKEN');
    await copies.append('pump-room', later);
    assert.equal(await copies.verify('pump-room'), { ok: true, entries: 4, first: 11, last: 14 });
  }));

test('forgets what a later checkpoint says is gone', () =>
  withCopies(async (copies) => {
    const before = chain(many(10));
    const seal = entry('segment is full', { kind: 'seal', details: { keptFrom: 6 } });
    await copies.append('pump-room', [...before, ...chain([seal], before.at(-1))]);
    assert.equal(await copies.verify('pump-room'), { ok: true, entries: 6, first: 6, last: 11 });
    assert.is((await copies.append('pump-room', before)).seq, 11);
  }));

test('takes a gap that the board itself tells of, and verification tells of it too', () =>
  withCopies(async (copies) => {
    const before = chain(many(3));
    const lost = chain(many(2), before.at(-1)).at(-1);
    assert.ok(lost);
    await copies.append('pump-room', before);
    await copies.append('pump-room', chain([entry('lost', { kind: 'gap' }), entry('on')], lost));
    const { ok, problem = '' } = await copies.verify('pump-room');
    assert.not(ok);
    assert.match(problem, 'records a gap');
  }));

test('begins a board anew in a copy of its own, once for each beginning, and not without end', () =>
  withCopies(async (copies, store) => {
    await copies.append('pump-room', chain(many(3)));
    await copies.append('pump', chain([entry('e', { board: 'pump' })]));
    for (let repeat = 0; repeat < 2; repeat += 1) await copies.begin('pump-room', 'x');
    assert.equal(await copies.head('pump-room'), GENESIS);
    const other = chain([entry('another')]);
    await new JournalCopies({ store, log: silentLog }).append('pump-room', other);
    assert.equal(await copies.names(), ['pump', 'pump-room', 'pump-room.2']);
    assert.equal(await copies.entries('pump-room.2'), other);
    assert.is((await copies.entries('pump-room')).length, 3);
    for (const name of await copies.names()) assert.ok((await copies.verify(name)).ok);
    for (let copy = 3; copy < 10; copy += 1) await copies.begin('pump-room', String(copy));
    assert.is(await refusal(copies.begin('pump-room', 'y')), 'STATE_COPY_BROKEN');
  }));

test('notices a copy that lost its end', () =>
  withCopies(async (copies, store) => {
    await copies.append('pump-room', chain(many(3)));
    await store.durable([store.space(copied).remove(`pump-room/${recordKey(3)}`)]);
    const { ok, problem } = await copies.verify('pump-room');
    assert.not(ok);
    assert.is(problem, 'entry 3 is missing');
  }));

test('verifies the copies too where the node does not run, and says whose is broken', () =>
  inTempDirectory(async (directory) => {
    const clock = new FakeClock(START);
    await withState(directory, clock, async ({ store, journal }) => {
      await journal.append([entry('m1', { board: 'main' })]);
      const copies = new JournalCopies({ store, log: silentLog });
      await copies.append('pump-room', chain(many(3)));
    });
    const one = { ok: true, first: 1 };
    const boards = [
      { board: 'main', ...one, entries: 1, last: 1 },
      { board: 'pump-room', ...one, entries: 3, last: 3 },
    ];
    assert.equal(await verifyJournal(directory), { ...one, entries: 4, last: 1, boards });
    await withState(directory, clock, ({ store }) =>
      store.durable([store.space(copied).remove(`pump-room/${recordKey(2)}`)]),
    );
    const { ok, problem } = await verifyJournal(directory);
    assert.not(ok);
    assert.is(problem, 'pump-room: entry 2 is missing');
  }));

test('shows what two copies of one board have in common once', () =>
  inTempDirectory((directory) =>
    withState(directory, new FakeClock(START), async ({ store, journal }) => {
      const copies = new JournalCopies({ store, log: silentLog });
      const before = chain(many(3));
      await copies.append('pump-room', before);
      await copies.begin('pump-room', 'x');
      await copies.append('pump-room', [
        ...before.slice(0, 2),
        ...chain([entry('other')], before[1]),
      ]);
      const entries = await new SiteJournal({ board: 'main', own: journal, copies }).entries();
      assert.equal(entries.map(({ cause }) => cause).sort(), ['e1', 'e2', 'e3', 'other']);
    }),
  ));

test('reads and verifies the whole site as one journal, by time', () =>
  inTempDirectory((directory) => {
    const clock = new FakeClock(START);
    return withState(directory, clock, async ({ store, journal }) => {
      const copies = new JournalCopies({ store, log: silentLog });
      const site = new SiteJournal({ board: 'main', own: journal, copies });
      await clock.advance(500);
      await journal.append([entry('m1', { board: 'main' }), entry('m2', { board: 'main' })]);
      await copies.append('pump-room', chain(many(3)));
      const causes = async (query: object): Promise<string[]> =>
        (await site.entries(query)).map(({ cause }) => cause);
      assert.equal(await causes({}), ['e1', 'm1', 'm2', 'e2', 'e3']);
      assert.equal(await causes({ reverse: true, limit: 3 }), ['e3', 'e2', 'm2']);
      assert.equal(await causes({ board: 'pump-room', limit: 2 }), ['e1', 'e2']);
      const { ok, entries, boards } = await site.verify();
      assert.ok(ok);
      assert.is(entries, 5);
      assert.equal(
        boards.map(({ board, last }) => [board, last]),
        [
          ['main', 2],
          ['pump-room', 3],
        ],
      );
    });
  }));

test.run();
