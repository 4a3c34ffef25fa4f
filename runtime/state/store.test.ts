/** The store on a real LevelDB in a temporary folder. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../core/app-error.ts';
import { silentLog } from '../core/log.ts';
import { z } from '../core/schema.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import type { Migration } from './migrations.ts';
import { defineSpace } from './space.ts';
import { Store, type StoreParts } from './store.ts';

const numbers = defineSpace({ name: 'numbers', schema: z.number() });
const words = defineSpace({ name: 'words', schema: z.strictObject({ word: z.string() }) });

async function open(directory: string, parts: Partial<StoreParts> = {}): Promise<Store> {
  const store = new Store({ directory, clock: new FakeClock(), log: silentLog, ...parts });
  await store.start(new AbortController().signal);
  return store;
}

async function withStore(
  use: (store: Store, directory: string) => Promise<void>,
  parts: Partial<StoreParts> = {},
): Promise<void> {
  await inTempDirectory(async (directory) => {
    const store = await open(directory, parts);
    try {
      await use(store, directory);
    } finally {
      await store.stop();
    }
  });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'no error', errorCode);
}

test('keeps what was written in several spaces, and removes what was removed', () =>
  inTempDirectory(async (directory) => {
    const store = await open(directory);
    const [n, w] = [store.space(numbers), store.space(words)];
    await store.durable([n.put('a', 1), n.put('b', 2), w.put('a', { word: 'pump' })]);
    await store.durable([n.remove('a')]);
    await store.stop();
    const again = await open(directory);
    assert.equal(await again.space(numbers).list(), [['b', 2]]);
    assert.equal(await again.space(words).get('a'), { word: 'pump' });
    assert.is(await again.space(numbers).get('a'), undefined);
    await again.stop();
  }));

test('lists a space by range, direction and limit, and never a neighbour', () =>
  withStore(async (store) => {
    const n = store.space(numbers);
    const near = store.space(defineSpace({ name: 'numbers0', schema: z.number() }));
    const before = store.space(defineSpace({ name: 'number', schema: z.number() }));
    await store.durable([near.put('x', 9), before.put('x', 9)]);
    await store.durable(['a', 'b', 'c', 'd', '\u{10ffff}'].map((key, index) => n.put(key, index)));
    const keys = async (range: object): Promise<string[]> =>
      (await n.list(range)).map(([key]) => key);
    assert.equal(await keys({}), ['a', 'b', 'c', 'd', '\u{10ffff}']);
    assert.equal(await keys({ gte: 'b', lt: 'd' }), ['b', 'c']);
    assert.equal(await keys({ gte: 'b', reverse: true, limit: 2 }), ['\u{10ffff}', 'd']);
  }));

test('lets others run while it reads many rows', () =>
  withStore(async (store) => {
    const n = store.space(numbers);
    await store.durable(Array.from({ length: 2_000 }, (_, index) => n.put(String(index), index)));
    let turns = 0;
    let reading = true;
    const count = (): void => {
      turns += 1;
      if (reading) setImmediate(count);
    };
    setImmediate(count);
    await n.list();
    reading = false;
    assert.ok(turns > 20, String(turns));
  }));

test('names space and key of a value that does not fit its schema', () =>
  withStore(async (store) => {
    const loose = store.space(defineSpace({ name: 'words', schema: z.unknown() }));
    await store.durable([loose.put('k', { word: 7 })]);
    const error: unknown = await store
      .space(words)
      .get('k')
      .catch((reason: unknown) => reason);
    assert.is(errorCode(error), 'STATE_BAD_VALUE');
    assert.match(String(error), /words: the value of "k" is not valid/);
  }));

test('has telemetry on disk after the flush interval, once per key', () =>
  inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    const store = await open(directory, { clock, telemetryFlushMs: 1_000 });
    const n = store.space(numbers);
    store.telemetry([n.put('a', 1)]);
    store.telemetry([n.put('a', 2)]);
    await clock.advance(999);
    await store.durable([]);
    assert.is(await n.get('a'), undefined);
    await clock.advance(1);
    await store.durable([]);
    assert.is(await n.get('a'), 2);
    await store.stop();
  }));

test('has telemetry on disk after a stop, and leaves no timer behind', () =>
  inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    const store = await open(directory, { clock });
    store.telemetry([store.space(numbers).put('a', 1)]);
    await store.stop();
    await store.stop();
    assert.is(clock.pending, 0);
    const again = await open(directory);
    assert.is(await again.space(numbers).get('a'), 1);
    await again.stop();
  }));

test('makes a data directory that only its owner can enter', () =>
  inTempDirectory(async (parent) => {
    const directory = join(parent, 'new', 'data');
    const store = await open(directory);
    await store.stop();
    assert.is((await stat(directory)).mode & 0o777, 0o700);
  }));

test('refuses a second process with STATE_LOCKED', () =>
  withStore(async (_, directory) => {
    assert.is(await codeOf(open(directory)), 'STATE_LOCKED');
  }));

test('refuses reading and writing before the start and after the stop with STATE_STOPPED', () =>
  inTempDirectory(async (directory) => {
    const store = new Store({ directory, clock: new FakeClock(), log: silentLog });
    const n = store.space(numbers);
    assert.is(await codeOf(n.get('a')), 'STATE_STOPPED');
    await store.start(new AbortController().signal);
    await store.durable([n.put('a', 1)]);
    await store.stop();
    assert.is(await codeOf(store.durable([n.put('a', 1)])), 'STATE_STOPPED');
    assert.is(await codeOf(n.list()), 'STATE_STOPPED');
  }));

test('leaves the database closed when the start is aborted', () =>
  inTempDirectory(async (directory) => {
    const store = new Store({ directory, clock: new FakeClock(), log: silentLog });
    assert.is(await codeOf(store.start(AbortSignal.abort())), 'UNKNOWN');
    const other = await open(directory);
    await other.stop();
  }));

const doubled: Migration = {
  to: 2,
  migrate: async (from) => {
    const space = from.space(numbers);
    return (await space.list()).map(([key, value]) => space.put(key, value * 2));
  },
};
const renamed: Migration = {
  to: 3,
  migrate: async (from) => {
    const old = from.space(numbers);
    const target = from.space(defineSpace({ name: 'doubles', schema: z.number() }));
    const rows = await old.list();
    return rows.flatMap(([key, value]) => [old.remove(key), target.put(key, value)]);
  },
};

test('carries old data through every migration, once', () =>
  inTempDirectory(async (directory) => {
    const first = await open(directory, { migrations: [] });
    await first.durable([first.space(numbers).put('a', 21)]);
    await first.stop();
    for (const migrations of [[doubled], [doubled, renamed], [doubled, renamed]]) {
      const store = await open(directory, { migrations });
      await store.stop();
    }
    const store = await open(directory, { migrations: [doubled, renamed] });
    const doubles = store.space(defineSpace({ name: 'doubles', schema: z.number() }));
    assert.equal(await doubles.list(), [['a', 42]]);
    assert.equal(await store.space(numbers).list(), []);
    await store.stop();
  }));

test('leaves everything as it was when a migration fails', () =>
  inTempDirectory(async (directory) => {
    const first = await open(directory, { migrations: [] });
    await first.durable([first.space(numbers).put('a', 21)]);
    await first.stop();
    const failing = { to: 3, migrate: () => Promise.reject(new Error('no')) };
    assert.is(
      await codeOf(open(directory, { migrations: [doubled, failing] })),
      'STATE_MIGRATION_FAILED',
    );
    const store = await open(directory, { migrations: [doubled] });
    assert.equal(await store.space(numbers).list(), [['a', 42]]);
    await store.stop();
  }));

test('refuses data of a newer version with STATE_SCHEMA_NEWER', () =>
  inTempDirectory(async (directory) => {
    const newer = await open(directory, { migrations: [doubled] });
    await newer.stop();
    assert.is(await codeOf(open(directory, { migrations: [] })), 'STATE_SCHEMA_NEWER');
  }));

test.run();
