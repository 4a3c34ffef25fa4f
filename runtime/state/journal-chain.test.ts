/** The form of the hash is frozen: a changed byte here makes every old journal unreadable. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chainRecord, GENESIS, linkProblem } from './journal-chain.ts';
import { recordSchema, type JournalEntry } from './journal-entry.ts';

const entry: JournalEntry = {
  kind: 'outcome',
  board: 'main',
  thing: 'pump',
  property: 'power',
  actor: 'owner',
  via: undefined,
  cause: 'turn on the pump',
  details: { measured: true },
};

test('hashes the hash before and the deterministic CBOR of the content', () => {
  // Computed from RFC 8949 by a program that shares no code with this one.
  const expected = '157da51193e84457a71d594998d495728c9c722fbd43aa9074ff633d53ae0a04';
  assert.is(chainRecord(GENESIS, 7, entry).hash, expected);
});

test('hashes what JSON will give back, whatever was given', () => {
  const details = { a: -0, b: Number.NaN, c: undefined, d: [undefined], e: new Date(0) };
  const record = chainRecord(GENESIS, 7, { ...entry, details });
  assert.equal(record.details, { a: 0, b: null, d: [null], e: '1970-01-01T00:00:00.000Z' });
  assert.is(
    linkProblem(GENESIS, recordSchema.parse(JSON.parse(JSON.stringify(record)))),
    undefined,
  );
});

test('tells a changed, a missing, a foreign and a lost entry apart', () => {
  const first = chainRecord(GENESIS, 7, entry);
  const second = chainRecord(first, 8, entry);
  const third = chainRecord(second, 9, entry);
  const gap = chainRecord(second, 9, {
    ...entry,
    kind: 'gap',
    cause: 'entries 3 to 5 are missing',
  });
  const other = chainRecord({ seq: 1, hash: 'f'.repeat(64) }, 8, entry);
  assert.is(linkProblem(first, second), undefined);
  assert.is(linkProblem(first, { ...second, actor: 'bob' }), 'entry 2 is not as it was written');
  assert.is(linkProblem(first, third), 'entry 2 is missing');
  assert.is(linkProblem(first, other), 'entry 2 does not continue the one before it');
  assert.is(linkProblem(second, gap), 'entry 3 records a gap: entries 3 to 5 are missing');
});

test.run();
