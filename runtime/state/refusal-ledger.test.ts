/** One sender cannot fill the journal with refusals, and none of them goes uncounted. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { silentLog } from '../core/log.ts';
import type { Refusal } from '../core/refusal.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { withState, type OpenState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { RefusalLedger, type RefusalEntry } from './refusal-ledger.ts';

const denied: Refusal = { code: 'POLICY_DENIED', message: 'no', hint: 'ask' };

function from(actor: string, thing = 'pump'): RefusalEntry {
  return { board: 'main', thing, actor, via: 'web', cause: 'turn on the pump' };
}

function withLedger(
  use: (ledger: RefusalLedger, clock: FakeClock, state: OpenState) => Promise<void>,
): Promise<void> {
  return inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    await withState(directory, clock, async (state) => {
      const ledger = new RefusalLedger({ journal: state.journal, clock, log: silentLog });
      await use(ledger, clock, state);
      await ledger.stop();
    });
  });
}

/** [actor, how many more] of each refusal in the journal. */
async function written({ journal }: OpenState): Promise<[string, unknown][]> {
  await journal.append([]);
  const entries = await journal.entries({ limit: 1_000 });
  return entries.map(({ actor, details }) => [actor, details['more']]);
}

test('writes the first at once, counts the rest, and writes one count a minute', () =>
  withLedger(async (ledger, clock, state) => {
    const record = await ledger.record(from('bob'), denied);
    assert.equal([record?.kind, record?.details], ['refusal', { ...denied }]);
    for (let index = 0; index < 99; index += 1)
      assert.is(await ledger.record(from('bob'), denied), undefined);
    assert.equal(await written(state), [['bob', undefined]]);
    await clock.advance(60_000);
    assert.equal(await written(state), [
      ['bob', undefined],
      ['bob', 99],
    ]);
    await ledger.record(from('bob'), denied);
    await clock.advance(60_000);
    assert.equal((await written(state)).at(-1), ['bob', 1]);
  }));

test('begins anew with a sender that was quiet for a minute', () =>
  withLedger(async (ledger, clock, state) => {
    await ledger.record(from('bob'), denied);
    await clock.advance(60_000);
    assert.is(clock.pending, 1, 'only the flush of the store is armed');
    assert.ok(await ledger.record(from('bob'), denied));
    assert.equal(await written(state), [
      ['bob', undefined],
      ['bob', undefined],
    ]);
  }));

test('counts each actor, thing and code by itself', () =>
  withLedger(async (ledger) => {
    assert.ok(await ledger.record(from('bob'), denied));
    assert.ok(await ledger.record(from('eve'), denied));
    assert.ok(await ledger.record(from('bob', 'heater'), denied));
    assert.ok(await ledger.record(from('bob'), { ...denied, code: 'COMMAND_EXPIRED' }));
    assert.is(await ledger.record(from('bob'), denied), undefined);
  }));

test('counts everybody together once a sender has made up too many names', () =>
  withLedger(async (ledger, _, state) => {
    for (let index = 0; index < 1_000; index += 1)
      await ledger.record(from(`bot-${String(index)}`), denied);
    const before = await written(state);
    assert.is(before.length, 201);
    await ledger.stop();
    assert.equal((await written(state)).slice(201), [['several senders', 799]]);
  }));

test('writes open counts when it stops, and leaves no timer behind', () =>
  withLedger(async (ledger, clock, state) => {
    await ledger.record(from('bob'), denied);
    await ledger.record(from('bob'), denied);
    await ledger.stop();
    await ledger.stop();
    assert.equal(await written(state), [
      ['bob', undefined],
      ['bob', 1],
    ]);
    assert.is(clock.pending, 1);
  }));

test.run();
