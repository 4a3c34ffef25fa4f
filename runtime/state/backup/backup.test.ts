/** A backup made while a node writes, and what is made of it: the same node, or a clear no. */
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../core/app-error.ts';
import { silentLog } from '../../core/log.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { withState, type OpenState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { History } from '../history/history.ts';
import type { JournalEntry } from '../journal-entry.ts';
import { latestVersion, MIGRATIONS } from '../migrations.ts';
import { verifyJournal } from '../verify-journal.ts';
import { sealChunks, unsealChunks } from './backup-cipher.ts';
import { formatHeader } from './backup-header.ts';
import { listFiles } from './list-files.ts';
import { restoreBackup } from './restore-backup.ts';
import { writeBackup } from './write-backup.ts';

const PASSPHRASE = 'correct horse battery staple';
const ENTRY: JournalEntry = {
  kind: 'outcome',
  board: 'main',
  actor: 'owner',
  cause: 'x',
  details: {},
};

interface Place {
  readonly home: string;
  readonly file: string;
  readonly clock: FakeClock;
}

function withPlace(use: (place: Place) => Promise<void>): Promise<void> {
  return inTempDirectory((parent) =>
    use({ home: join(parent, 'home'), file: join(parent, 'node.backup'), clock: new FakeClock() }),
  );
}

/** A node with 30 entries in its journal and an hour of history, and a backup of it. */
async function backUp(place: Place, passphrase?: string, schema = 1): Promise<void> {
  await withState(place.home, place.clock, async (state) => {
    const history = new History({ store: state.store, clock: place.clock, log: silentLog });
    await history.start();
    for (let index = 0; index < 60; index += 1)
      history.record('tank.level', place.clock.now() - index * 60_000, index);
    await history.settle();
    for (let index = 0; index < 30; index += 1) await state.journal.append([ENTRY]);
    await copy(place, state, { passphrase, schema });
    await history.stop();
  });
}

async function copy(
  { home, file, clock }: Place,
  { store }: OpenState,
  { passphrase, schema }: { passphrase?: string | undefined; schema: number },
): Promise<void> {
  const files = await Promise.all(
    ['born.json', 'journal.anchor'].map((name) => listFiles(join(home, name), name)),
  );
  const source = { schema, row: store.row.bind(store), rows: store.rows.bind(store) };
  await writeBackup({
    path: file,
    passphrase,
    store: source,
    files: files.flat(),
    now: clock.now(),
  });
}

function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'done', errorCode);
}

for (const passphrase of [undefined, PASSPHRASE])
  test(`restores the same node ${passphrase === undefined ? 'from a file anybody can read' : 'with the passphrase'}`, () =>
    withPlace(async (place) => {
      await backUp(place, passphrase);
      const { file, clock, home } = place;
      const again = `${home}-again`;
      const { at, rows } = await restoreBackup({ path: file, passphrase }, again);
      assert.is(at, clock.now());
      assert.ok(rows > 30);
      assert.is((await stat(file)).mode & 0o777, 0o600);
      assert.equal(await verifyJournal(again), { ok: true, entries: 30, first: 1, last: 30 });
      await withState(again, clock, async ({ store, journal }) => {
        const history = new History({ store, clock, log: silentLog });
        await history.start();
        assert.is((await history.latest('tank.level'))?.value, 0);
        await journal.append([ENTRY]);
        assert.ok((await journal.verify()).ok);
        await history.stop();
      });
    }));

test('is one moment of the node, whatever is written meanwhile', () =>
  withPlace(async (place) => {
    await withState(place.home, place.clock, async (state) => {
      await state.journal.append([ENTRY]);
      const state_ = { isDone: false };
      const writing = (async () => {
        while (!state_.isDone) await state.journal.append([ENTRY]);
      })();
      await copy(place, state, { schema: latestVersion(MIGRATIONS) });
      state_.isDone = true;
      await writing;
    });
    await restoreBackup({ path: place.file }, `${place.home}-again`);
    assert.ok((await verifyJournal(`${place.home}-again`)).ok);
  }));

test('never overwrites a file', () =>
  withPlace(async (place) => {
    await writeFile(place.file, 'mine');
    assert.is(await outcome(backUp(place)), 'STATE_BACKUP_EXISTS');
    assert.is(await readFile(place.file, 'utf8'), 'mine');
  }));

test('restores into an empty directory only', () =>
  withPlace(async (place) => {
    await backUp(place);
    assert.is(await outcome(restoreBackup({ path: place.file }, place.home)), 'STATE_NOT_EMPTY');
    await mkdir(`${place.home}-empty`);
    assert.is(await outcome(restoreBackup({ path: place.file }, `${place.home}-empty`)), 'done');
  }));

test('says that a backup is not there', () =>
  withPlace(async (place) => {
    const work = restoreBackup({ path: `${place.file}-other` }, `${place.home}-again`);
    assert.is(await outcome(work), 'STATE_BACKUP_MISSING');
  }));

test('refuses a wrong passphrase, and a missing one', () =>
  withPlace(async (place) => {
    await backUp(place, PASSPHRASE);
    for (const passphrase of ['wrong', undefined]) {
      const work = restoreBackup({ path: place.file, passphrase }, `${place.home}-again`);
      assert.is(await outcome(work), 'STATE_BACKUP_PASSPHRASE');
    }
  }));

test('refuses data of a newer schema', () =>
  withPlace(async (place) => {
    await backUp(place, undefined, 99);
    const work = restoreBackup({ path: place.file }, `${place.home}-again`);
    assert.is(await outcome(work), 'STATE_SCHEMA_NEWER');
  }));

for (const passphrase of [undefined, PASSPHRASE])
  test(`notices any cut and any changed byte ${passphrase === undefined ? 'by its hash' : 'by its seal'}, and writes nothing`, () =>
    withPlace(async (place) => {
      await backUp(place, passphrase);
      const whole = await readFile(place.file);
      const body = whole.indexOf('\n') + 1;
      const places = Array.from({ length: 12 }, (_, index) =>
        // Not the ten bytes in which gzip tells of time and system: they carry nothing.
        Math.floor(body + 10 + ((whole.length - body - 11) * index) / 12),
      );
      for (const at of places) {
        const changed = Buffer.from(whole);
        changed.writeUInt8(whole.readUInt8(at) ^ 1, at);
        for (const content of [changed, whole.subarray(0, at)]) {
          await writeFile(place.file, content);
          const work = restoreBackup({ path: place.file, passphrase }, `${place.home}-again`);
          assert.is(await outcome(work), 'STATE_BACKUP_DAMAGED', `at ${String(at)}`);
        }
      }
      assert.is(await outcome(readdir(`${place.home}-again`)), 'ENOENT');
    }));

test('can be read with zcat where there is no passphrase', () =>
  withPlace(async (place) => {
    await backUp(place);
    const whole = await readFile(place.file);
    const lines = gunzipSync(whole.subarray(whole.indexOf('\n') + 1))
      .toString('utf8')
      .split('\n');
    assert.match(lines[0] ?? '', /^\{"file":"born.json"/);
    assert.match(lines.at(-2) ?? '', /^\{"end":/);
  }));

test('opens what it sealed, in whatever pieces it comes, and no shorter one', async () => {
  const key = randomBytes(32);
  const header = formatHeader({ boardtalkBackup: 1, schema: 1, at: 0 });
  const lengths = fc.tuple(
    fc.integer({ min: 0, max: 200_000 }),
    fc.integer({ min: 1_000, max: 90_000 }),
  );
  const check = async ([length, step]: readonly [number, number]): Promise<void> => {
    const content = randomBytes(length);
    const sealed = await all(sealChunks(key, header, cut(content, step)));
    assert.ok((await all(unsealChunks(key, header, cut(sealed, step + 7)))).equals(content));
    const shorter = all(unsealChunks(key, header, cut(sealed.subarray(0, -1), step)));
    assert.is(await outcome(shorter), 'STATE_BACKUP_DAMAGED');
  };
  await fc.assert(fc.asyncProperty(lengths, check), { numRuns: 20 });
});

async function* cut(content: Uint8Array, step: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += step)
    yield await Promise.resolve(content.subarray(at, at + step));
}

async function all(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}

test.run();
