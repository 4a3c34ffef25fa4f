import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { withState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { z } from '../../core/schema.ts';
import type { Store } from '../../state/store.ts';
import { Outbox } from './outbox.ts';

const space = { name: 'test-outbox', schema: z.string() };

function withStore(use: (store: Store) => Promise<void>): Promise<void> {
  return inTempDirectory((directory) =>
    withState(directory, new FakeClock(), ({ store }) => use(store)),
  );
}

async function open(
  store: Store,
  budget: Partial<ConstructorParameters<typeof Outbox<string>>[0]> = {},
): Promise<Outbox<string>> {
  const outbox = new Outbox({ store, space, ...budget });
  await outbox.load();
  return outbox;
}

const test = suite('outbox');

test('never uses a number again, though everything was acknowledged before a restart', () =>
  withStore(async (store) => {
    const first = await open(store);
    await first.add('a');
    await first.add('b');
    for (const seq of [1, 2]) await first.acknowledge({ ...first.done, seq });
    const next = await open(store);
    await next.add('c');
    assert.equal(await next.next(0), { seq: 3, item: 'c' });
    assert.is(next.done.epoch, first.done.epoch);
  }));

test('lets the oldest go when its budget is used up, and does not owe them any more', () =>
  withStore(async (store) => {
    const dropped: number[] = [];
    const outbox = await open(store, {
      budgetBytes: 10,
      onDropped: (count) => {
        dropped.push(count);
        return [];
      },
    });
    for (const item of ['aa', 'bb', 'cc', 'dd']) await outbox.add(item);
    assert.equal(dropped, [1, 1]);
    assert.is(outbox.done.seq, 2);
    assert.equal(await outbox.next(0), { seq: 3, item: 'cc' });
  }));

test('lets go first what can be spared, and keeps the order of the rest', () =>
  withStore(async (store) => {
    const canSpare = (item: string): boolean => item.startsWith('-');
    const outbox = await open(store, { budgetBytes: 12, canSpare });
    for (const item of ['+a', '-b', '+c', '+d', '-e', '+f']) await outbox.add(item);
    const kept = await store.space(space).list();
    assert.equal(
      kept.map(([, item]) => item),
      ['+c', '+d', '+f'],
    );
  }));

test('keeps one item that is larger than the budget: something is better than nothing', () =>
  withStore(async (store) => {
    const outbox = await open(store, { budgetBytes: 4 });
    await outbox.add('far too large');
    assert.is((await outbox.next(0))?.item, 'far too large');
  }));

test('forgets nothing for an acknowledgement of another epoch', () =>
  withStore(async (store) => {
    const outbox = await open(store);
    await outbox.add('a');
    await outbox.acknowledge({ epoch: 'another', seq: 1 });
    assert.is((await outbox.next(0))?.item, 'a');
  }));

test('takes a new epoch when the gateway has more than this disk ever sent, and loses nothing', () =>
  withStore(async (store) => {
    const restored = await open(store);
    const { epoch } = restored.done;
    await restored.add('after the restore');
    await restored.acknowledge({ epoch, seq: 40 });
    assert.is.not(restored.done.epoch, epoch);
    assert.is((await restored.next(restored.done.seq))?.item, 'after the restore');
    assert.equal((await open(store)).done, restored.done);
  }));

test('numbers what is added before it was loaded behind what an earlier life owed', () =>
  withStore(async (store) => {
    const first = await open(store);
    await first.add('a');
    await first.add('b');
    await first.acknowledge({ ...first.done, seq: 1 });
    const next = new Outbox({ store, space });
    await Promise.all([next.add('cut short'), next.load(), next.add('c')]);
    const owed = [];
    for (let found = await next.next(1); found !== undefined; found = await next.next(found.seq))
      owed.push([found.seq, found.item]);
    assert.equal(owed, [
      [2, 'b'],
      [3, 'cut short'],
      [4, 'c'],
    ]);
    assert.is(next.done.epoch, first.done.epoch);
  }));

test('owes what it finds below the place up to which all was acknowledged, and gets through it', () =>
  withStore(async (store) => {
    const first = await open(store);
    for (const item of ['a', 'b']) await first.add(item);
    const { epoch } = first.done;
    for (const seq of [1, 2]) await first.acknowledge({ epoch, seq });
    await store.durable([store.space(space).put('1'.padStart(16, '0'), 'passed over')]);
    const next = await open(store);
    await next.add('c');
    assert.is.not(next.done.epoch, epoch);
    const gone = [];
    for (let found = await next.next(next.done.seq); found !== undefined && gone.length < 5;) {
      gone.push(found.item);
      await next.acknowledge({ epoch: next.done.epoch, seq: found.seq });
      found = await next.next(next.done.seq);
    }
    assert.equal(gone, ['passed over', 'c']);
  }));

test('goes on behind an item that could not be written', () =>
  withStore(async (store) => {
    const outbox = await open(store);
    const disk = store.durable.bind(store);
    store.durable = () => Promise.reject(new Error('the disk is full'));
    assert.is(await outbox.add('lost').catch(() => 'rejected'), 'rejected');
    store.durable = disk;
    await outbox.add('kept');
    const { epoch } = outbox.done;
    await outbox.acknowledge({ epoch, seq: (await outbox.next(0))?.seq ?? 0 });
    assert.equal(outbox.done, { epoch, seq: 2 });
    assert.is(await outbox.next(0), undefined);
  }));

test.run();
