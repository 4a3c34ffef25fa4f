/** A node that has lived never begins anew by itself, whatever is taken from its directory. */
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { silentLog } from '../core/log.ts';
import { z } from '../core/schema.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { StateError } from './errors.ts';
import { defineSpace } from './space.ts';
import { Store } from './store.ts';

const numbers = defineSpace({ name: 'numbers', schema: z.number() });

async function withStore(directory: string, use: (store: Store) => Promise<void>): Promise<void> {
  const store = new Store({ directory, clock: new FakeClock(), log: silentLog });
  await store.start(new AbortController().signal);
  await use(store).finally(() => store.stop());
}

/** A node that has lived and has 500 values. */
function live(directory: string): Promise<void> {
  return withStore(directory, async (store) => {
    const n = store.space(numbers);
    await store.durable(Array.from({ length: 500 }, (_, index) => n.put(String(index), index)));
  });
}

function count(directory: string): Promise<number> {
  let found = 0;
  return withStore(directory, async (store) => {
    found = (await store.space(numbers).list()).length;
  }).then(() => found);
}

interface Loss {
  readonly what: string;
  readonly code: string;
  readonly inflict: (directory: string) => Promise<void>;
}

const losses: readonly Loss[] = [
  {
    what: 'CURRENT is deleted',
    code: 'STATE_LOST',
    inflict: (directory) => rm(join(directory, 'db', 'CURRENT')),
  },
  {
    what: 'CURRENT is empty',
    code: 'STATE_DAMAGED',
    inflict: (directory) => truncate(join(directory, 'db', 'CURRENT')),
  },
  {
    what: 'the database is deleted',
    code: 'STATE_LOST',
    inflict: (directory) => rm(join(directory, 'db'), { recursive: true }),
  },
  {
    what: 'the database is emptied',
    code: 'STATE_LOST',
    inflict: async (directory) => {
      await rm(join(directory, 'db'), { recursive: true });
      await mkdir(join(directory, 'db'));
    },
  },
  {
    what: 'the marker is deleted',
    code: 'STATE_UNMARKED',
    inflict: (directory) => rm(join(directory, 'born.json')),
  },
  {
    what: 'the marker is damaged',
    code: 'STATE_DAMAGED',
    inflict: (directory) => writeFile(join(directory, 'born.json'), '{"id":'),
  },
  {
    what: 'another database stands in its place',
    code: 'STATE_LOST',
    inflict: async (directory) => {
      await live(join(directory, 'other'));
      await rm(join(directory, 'db'), { recursive: true });
      await rename(join(directory, 'other', 'db'), join(directory, 'db'));
    },
  },
  {
    what: 'a table is missing',
    code: 'STATE_DAMAGED',
    inflict: async (directory) => {
      await withStore(directory, () => Promise.resolve());
      for (const file of await readdir(join(directory, 'db')))
        if (file.endsWith('.ldb')) await rm(join(directory, 'db', file));
    },
  },
];

for (const { what, code, inflict } of losses) {
  test(`says ${code} and what to do, and deletes nothing, when ${what}`, () =>
    inTempDirectory(async (directory) => {
      await live(directory);
      await inflict(directory);
      const before = await readdir(directory, { recursive: true });
      const error: unknown = await live(directory).catch((reason: unknown) => reason);
      assert.ok(error instanceof StateError, String(error));
      assert.is(error.code, code);
      assert.match(error.hint, 'earlier copy of the whole data directory');
      const after = await readdir(directory, { recursive: true });
      assert.equal(
        before.filter((file) => file.endsWith('.ldb') && !after.includes(file)),
        [],
      );
    }));
}

test('finishes a birth that was interrupted before its marker, between marker and rename, and after', () =>
  inTempDirectory(async (parent) => {
    const whole = join(parent, 'whole');
    await live(whole);
    for (const [name, marker, folder] of [
      ['before', undefined, 'db.new'],
      ['between', 'born.json', 'db.new'],
      ['after', 'born.json', 'db'],
    ] as const) {
      const directory = join(parent, name);
      await mkdir(directory);
      await cp(join(whole, 'db'), join(directory, folder), { recursive: true });
      if (marker !== undefined) await cp(join(whole, marker), join(directory, marker));
      assert.is(await count(directory), marker === undefined ? 0 : 500, name);
      assert.not(existsSync(join(directory, 'db.new')), name);
    }
  }));

test.run();
