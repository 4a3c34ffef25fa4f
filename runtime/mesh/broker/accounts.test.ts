import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { withState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { joinPassword } from '../join-token.ts';
import { Accounts } from './accounts.ts';

const clock = new FakeClock();
const SITE = 'greenhouse';
const GRANT = { role: 'viewer', reads: ['a/#'], writes: [] } as const;

/** The accounts as they are after a start on this directory. */
function withAccounts(
  directory: string,
  use: (accounts: Accounts) => Promise<void>,
): Promise<void> {
  return withState(directory, clock, async ({ store }) => {
    const accounts = new Accounts({ site: SITE, store, clock });
    await accounts.load();
    await use(accounts);
  });
}

test('takes a password of a board once, and no older one, over a restart too', () =>
  inTempDirectory(async (directory) => {
    let secret = '';
    const password = (counter: number): string =>
      joinPassword({ site: SITE, node: 'main', secret }, counter);
    await withAccounts(directory, async (accounts) => {
      secret = await accounts.admitNode('main');
      assert.is((await accounts.authenticate('main', password(5)))?.kind, 'node');
      assert.is(await accounts.authenticate('main', password(5)), undefined);
    });
    await withAccounts(directory, async (accounts) => {
      for (const counter of [5, 4])
        assert.is(await accounts.authenticate('main', password(counter)), undefined);
      assert.is((await accounts.authenticate('main', password(6)))?.name, 'main');
    });
  }));

test('lets one of two connections in that come with one password at once', () =>
  inTempDirectory((directory) =>
    withAccounts(directory, async (accounts) => {
      const secret = await accounts.admitNode('main');
      const password = joinPassword({ site: SITE, node: 'main', secret }, 1);
      const both = ['main', 'main'].map((name) => accounts.authenticate(name, password));
      const admitted = (await Promise.all(both)).filter((account) => account !== undefined);
      assert.is(admitted.length, 1);
    }),
  ));

test('does not let a wrong password use up the right one', () =>
  inTempDirectory((directory) =>
    withAccounts(directory, async (accounts) => {
      const secret = await accounts.admitNode('main');
      assert.is(await accounts.authenticate('main', `999.${'A'.repeat(43)}`), undefined);
      const password = joinPassword({ site: SITE, node: 'main', secret }, 1);
      assert.ok(await accounts.authenticate('main', password));
    }),
  ));

test('ends an older token of a board with a new one', () =>
  inTempDirectory((directory) =>
    withAccounts(directory, async (accounts) => {
      const revoked: string[] = [];
      accounts.onRevoked((name) => revoked.push(name));
      const old = await accounts.admitNode('main');
      await accounts.admitNode('main');
      const password = joinPassword({ site: SITE, node: 'main', secret: old }, 1);
      assert.is(await accounts.authenticate('main', password), undefined);
      assert.equal(revoked, ['main', 'main']);
    }),
  ));

test('keeps of a foreign password only what it can be recognised by', () =>
  inTempDirectory(async (directory) => {
    let password = '';
    await withAccounts(directory, async (accounts) => {
      password = await accounts.grant('hass', GRANT);
    });
    const files = await readdir(join(directory, 'db'));
    for (const file of files)
      assert.not.ok((await readFile(join(directory, 'db', file))).includes(password), file);
    await withAccounts(directory, async (accounts) => {
      const account = await accounts.authenticate('hass', password);
      assert.equal(account, { kind: 'foreign', name: 'hass', ...GRANT });
      assert.is(await accounts.authenticate('hass', `${password}x`), undefined);
    });
  }));

test.run();
