import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Action, ActionResult } from '../actions/action.ts';
import { verifyJournal } from '../state/verify-journal.ts';
import { restoreBackup } from '../state/backup/restore-backup.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { withState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { backupAction } from './backup.action.ts';
import { People } from './people.ts';
import { loadSiteKey } from './site-key.ts';

interface Rig {
  readonly root: string;
  readonly home: string;
  readonly action: Action;
  readonly people: People;
}

function withNode(use: (rig: Rig) => Promise<void>): Promise<void> {
  return inTempDirectory(async (root) => {
    const home = join(root, 'home');
    const site = join(root, 'etc');
    await mkdir(site);
    await writeFile(join(site, 'devices.yaml'), 'boards: []\n');
    const clock = new FakeClock();
    await withState(home, clock, async ({ store, journal }) => {
      await loadSiteKey(home);
      const people = new People({ store, configured: [] });
      await people.load();
      await store.durable([people.claimOwner('Mia', clock.now())]);
      const entry = {
        kind: 'claim',
        board: 'main',
        actor: 'owner',
        cause: 'claimed',
        details: {},
      } as const;
      await journal.append([entry]);
      const action = backupAction({ store, directory: home, configDirectory: site, clock });
      await use({ root, home, action, people });
    });
  });
}

function run(action: Action, args: object, via = 'cli'): Promise<ActionResult> {
  return action.run(args, {
    ...{ person: 'owner', role: 'admin', via, chat: 'cli:owner' },
    ...{ language: 'en', words: 'backup' },
  });
}

test('holds the journal, the people, the key and the site directory, and says that it was read back', () =>
  withNode(async ({ root, home, action }) => {
    const [file, passphraseFile] = [join(root, 'b'), join(root, 'secret')];
    await writeFile(passphraseFile, 'a passphrase\n');
    const result = await run(action, { file, passphraseFile });
    assert.match(result.text, / values and 4 files, read back and whole, sealed\.$/);
    const again = join(root, 'again');
    await restoreBackup({ path: file, passphrase: 'a passphrase' }, again);
    assert.equal(await verifyJournal(again), { ok: true, entries: 1, first: 1, last: 1 });
    assert.is(await readFile(join(again, 'site', 'devices.yaml'), 'utf8'), 'boards: []\n');
    assert.is((await loadSiteKey(again)).id, (await loadSiteKey(home)).id);
    await withState(again, new FakeClock(), async ({ store }) => {
      const people = new People({ store, configured: [] });
      await people.load();
      assert.is(people.find('owner')?.name, 'Mia');
      assert.ok(people.isClaimed());
    });
  }));

test('says that a backup without a passphrase holds keys', () =>
  withNode(async ({ root, action }) => {
    assert.match(
      (await run(action, { file: join(root, 'b') })).text,
      'keys of the site in the clear',
    );
  }));

test('refuses to overwrite, and a passphrase file that is not there', () =>
  withNode(async ({ root, action }) => {
    const file = join(root, 'b');
    await writeFile(file, 'mine');
    for (const [args, code] of [
      [{ file }, 'STATE_BACKUP_EXISTS'],
      [{ file: `${file}2`, passphraseFile: join(root, 'none') }, 'STATE_BACKUP_PASSPHRASE'],
    ] as const) {
      const result = await run(action, args);
      assert.is(result.ok ? 'done' : result.refusal.code, code);
    }
  }));

test('is refused to whoever did not come in by the machine', () =>
  withNode(async ({ root, action }) => {
    const result = await run(action, { file: join(root, 'b') }, 'telegram');
    assert.is(result.ok ? 'done' : result.refusal.code, 'POLICY_DENIED');
  }));

test.run();
