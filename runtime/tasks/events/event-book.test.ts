import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { eventOf, withEvents } from '../../../test/event-rig.ts';
import { z } from '../../core/schema.ts';
import { defineSpace } from '../../state/space.ts';
import type { EventBook } from './event-book.ts';

const test = suite('event book');

const DAY_MS = 86_400_000;
const ALL = { count: 100, bytes: 1_000_000 };
const noteSpace = defineSpace({ name: 'notes', schema: z.string() });

async function ids(book: EventBook, since?: string | number, most = ALL): Promise<string[]> {
  return (await book.after('team', since, most)).map(({ id }) => id);
}

test('events of a platform come oldest first, and survive a restart in that order', () =>
  withEvents(async ({ book }, reopen) => {
    const told = Array.from({ length: 12 }, (_, index) => `run-1.step-${String(index)}`);
    for (const id of told) await book.tell(eventOf(id));
    await book.tell(eventOf('other', { platform: 'shop' }));
    assert.equal(await ids(book), told);
    const again = await reopen();
    await again.book.tell(eventOf('after'));
    assert.equal(await ids(again.book), [...told, 'after']);
  }));

test('the same id is told once, at the same moment and after a restart', () =>
  withEvents(async ({ book }, reopen) => {
    await Promise.all([book.tell(eventOf('a')), book.tell(eventOf('a'))]);
    await book.tell(eventOf('a', { platform: 'shop' }));
    const again = await reopen();
    await again.book.tell(eventOf('a'));
    assert.equal(await ids(again.book), ['a']);
    assert.equal(await again.book.after('shop', undefined, ALL), []);
  }));

test('an event is durable together with what it tells of, or neither is', () =>
  withEvents(async ({ book, state }) => {
    const notes = state.store.space(noteSpace);
    await book.tell(eventOf('a'), (writes) =>
      state.store.durable([...writes, notes.put('a', 'ended')]),
    );
    assert.is(await notes.get('a'), 'ended');
    const failed = book.tell(eventOf('b'), () => Promise.reject(new Error('disk')));
    assert.is(await failed.catch(() => 'failed'), 'failed');
    assert.equal([book.has('a'), book.has('b')], [true, false]);
    // What was told before is kept with what somebody wants to have kept.
    await book.tell(eventOf('a'), (writes) =>
      state.store.durable([...writes, notes.put('b', 'x')]),
    );
    assert.is(await notes.get('b'), 'x');
  }));

test('the next to be posted is the oldest that was neither posted nor given up', () =>
  withEvents(async ({ book, clock }, reopen) => {
    for (const id of ['a', 'b', 'c']) await book.tell(eventOf(id));
    const [a, b] = await book.after('team', undefined, ALL);
    if (a !== undefined) await book.settle(a, { postedAt: clock.now() });
    if (b !== undefined) await book.settle(b, { givenUp: 'HTTP 422' });
    const again = await reopen();
    assert.is((await again.book.next('team'))?.id, 'c');
    assert.is(again.book.waiting('team').count, 1);
    assert.is(again.book.givenUp('team'), 1);
    // All of them can still be fetched.
    assert.equal(await ids(again.book), ['a', 'b', 'c']);
  }));

test('what came after an id, or after a time', () =>
  withEvents(async ({ book, clock }) => {
    await book.tell(eventOf('a'));
    const noon = clock.now();
    await clock.advance(1_000);
    await book.tell(eventOf('b'));
    await book.tell(eventOf('c'));
    assert.equal(await ids(book, 'b'), ['c']);
    assert.equal(await ids(book, 'c'), []);
    assert.equal(await ids(book, noon), ['b', 'c']);
    assert.equal(await ids(book, 'gone-long-ago'), ['a', 'b', 'c']);
  }));

test('one answer has an end, and the next one begins there', () =>
  withEvents(async ({ book }) => {
    for (const id of ['a', 'b', 'c']) await book.tell(eventOf(id));
    assert.equal(await ids(book, undefined, { count: 2, bytes: 1_000_000 }), ['a', 'b']);
    assert.equal(await ids(book, 'b', { count: 2, bytes: 1_000_000 }), ['c']);
    assert.equal(await ids(book, undefined, { count: 9, bytes: 1 }), ['a']);
  }));

test('after two weeks it is of no use any more', () =>
  withEvents(async ({ book, clock }, reopen) => {
    await book.tell(eventOf('old'));
    clock.set(clock.now() + 15 * DAY_MS);
    await book.tell(eventOf('new'));
    assert.equal(await ids(book), ['new']);
    assert.is(book.lost('team'), 1);
    assert.equal(await ids((await reopen()).book), ['new']);
  }));

test('of very many the newest thousand are kept, and those that nobody had are counted', () =>
  withEvents(async ({ book }) => {
    await book.tell(eventOf('for the shop', { platform: 'shop' }));
    const told = Array.from({ length: 1_010 }, (_, index) => book.tell(eventOf(String(index))));
    await Promise.all(told);
    assert.ok(book.waiting('team').count <= 1_001);
    assert.ok(book.lost('team') >= 9);
    assert.not(book.has('0'));
    assert.ok(book.has('1009') && book.has('for the shop'));
  }));

test('a text that is too long ends early, and says so', () =>
  withEvents(async ({ book }) => {
    const task = {
      id: 'run-1',
      name: 'report',
      status: 'done',
      output: 'x'.repeat(100_005),
    } as const;
    await book.tell(eventOf('a', { task }));
    const output = (await book.next('team'))?.task.output;
    assert.match(String(output), /^x{100000}… \(5 characters more\)$/);
  }));

test('they take four megabytes of the disk at most', () =>
  withEvents(async ({ book }) => {
    const output = 'x'.repeat(99_000);
    for (let index = 0; index < 45; index += 1) {
      const task = { id: 'run-1', name: 'report', status: 'done', output } as const;
      await book.tell(eventOf(String(index), { task }));
    }
    assert.not(book.has('0'));
    assert.ok(book.has('44'));
    const { length } = await book.after('team', undefined, { count: 100, bytes: 1e9 });
    assert.ok(length <= 41, String(length));
  }));

test.run();
