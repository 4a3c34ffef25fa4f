import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withGateway, type GatewayRig } from '../../test/gateway-rig.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { CachedJournal } from './cached-journal.ts';
import { JournalCopies } from './journal-copies.ts';
import { chainRecord, GENESIS } from './journal-chain.ts';
import type { JournalRecord } from './journal-entry.ts';
import type { JournalReader } from './journal-reader.ts';
import type { JournalQuery } from './journal-search.ts';

const OTHER = {
  kind: 'stop',
  board: 'far',
  actor: 'board',
  cause: 'it ended',
  details: {},
} as const;

/** A reader that counts how often it is asked, over one record whose cause is as long as wanted. */
class Counted implements JournalReader {
  readonly asked: JournalQuery[] = [];
  readonly #cause: string;

  constructor(cause = 'it ended') {
    this.#cause = cause;
  }

  entries(query: JournalQuery = {}): Promise<JournalRecord[]> {
    this.asked.push(query);
    return Promise.resolve([chainRecord(GENESIS, 1, { ...OTHER, cause: this.#cause })]);
  }

  verify(): ReturnType<JournalReader['verify']> {
    return Promise.resolve({ ok: true, entries: 1, first: 1, last: 1 });
  }
}

function cached(journal: JournalReader, version: () => string): CachedJournal {
  const clock = new FakeClock();
  return new CachedJournal({ journal, version: () => Promise.resolve(version()), clock });
}

test('the same question is read once, another one and another version anew', async () => {
  const counted = new Counted();
  let version = '1';
  const journal = cached(counted, () => version);
  const first = await journal.entries({ thing: 'pump' });
  assert.equal(await journal.entries({ thing: 'pump' }), first);
  assert.is(counted.asked.length, 1);
  await journal.entries({ thing: 'vent' });
  assert.is(counted.asked.length, 2);
  version = '2';
  await journal.entries({ thing: 'pump' });
  assert.is(counted.asked.length, 3);
});

test('whoever turns an answer round does so for themselves only', async () => {
  const journal = cached(new Counted(), () => '1');
  (await journal.entries()).length = 0;
  assert.is((await journal.entries()).length, 1);
});

test('it is bounded in bytes: what was asked long ago is read again', async () => {
  const counted = new Counted('x'.repeat(300_000));
  const journal = cached(counted, () => '1');
  for (const thing of ['a', 'b', 'c', 'd']) await journal.entries({ thing });
  await journal.entries({ thing: 'd' });
  assert.is(counted.asked.length, 4);
  await journal.entries({ thing: 'a' });
  assert.is(counted.asked.length, 5);
});

test('on a whole node "why" tells of what has just happened, asked before or not', () =>
  withGateway(async (rig) => {
    const why = async (): Promise<string> => (await rig.say('why is the grow light on?')).reply;
    const before = await why();
    assert.is(await why(), before);
    await rig.say('turn on the grow light');
    const after = await why();
    assert.is.not(after, before);
    assert.match(after, /turn on the grow light/);
  }));

test('on a whole node what another board tells of its journal is seen at once', () =>
  withGateway(async (rig) => {
    const before = await count(rig);
    const copies = new JournalCopies(rig.ground);
    await copies.append('far', [chainRecord(GENESIS, rig.clock.now(), OTHER)]);
    assert.is(await count(rig), before + 1);
  }));

async function count(rig: GatewayRig): Promise<number> {
  const { ok, data } = await rig.run('journal', {});
  assert.ok(ok && Array.isArray(data));
  return data.length;
}

test.run();
