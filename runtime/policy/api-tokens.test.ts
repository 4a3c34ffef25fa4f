import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { openState, withState, type OpenState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { isRefusal } from '../core/refusal.ts';
import { ApiTokens } from './api-tokens.ts';

const ADMIN = { person: 'owner', via: 'cli', words: 'token create dashboard' };

test('knows its holder by the token, after a restart too', () =>
  inTempDirectory(async (directory) => {
    const before = await openState(directory, new FakeClock());
    const token = await create(tokensOn(before), 'dashboard');
    assert.is(tokensOn(before).find(token), undefined, 'not loaded');
    await before.close();
    await withState(directory, new FakeClock(), async (state) => {
      const tokens = tokensOn(state);
      await tokens.load();
      assert.is(tokens.find(token)?.name, 'dashboard');
      assert.is(tokens.find(token)?.role, 'viewer');
      assert.is(tokens.find(`${token}x`), undefined);
    });
  }));

test('keeps no token on the disk, only what it can be recognised by', () =>
  withTokens(async (tokens, { store, journal }) => {
    const token = await create(tokens, 'dashboard');
    const rows: string[] = [];
    for await (const row of store.rows({})) rows.push(row.join(' '));
    assert.ok(rows.some((row) => row.includes('api-tokens')));
    assert.not.ok(rows.some((row) => row.includes(token)));
    const [entry] = await journal.entries({ kind: 'people' });
    assert.is(entry?.cause, ADMIN.words);
  }));

test('opens nothing from the moment it is revoked', () =>
  withTokens(async (tokens) => {
    const token = await create(tokens, 'dashboard');
    const revoking = tokens.revoke('dashboard', ADMIN);
    assert.is(tokens.find(token), undefined);
    assert.is(await revoking, undefined);
    const again = await tokens.revoke('dashboard', ADMIN);
    assert.is(again?.code, 'POLICY_NO_SUCH_TOKEN');
  }));

test('has one token a name, and a number of them that ends', () =>
  withTokens(async (tokens) => {
    await create(tokens, 'dashboard');
    const twice = await tokens.create('dashboard', 'admin', ADMIN);
    assert.ok(typeof twice !== 'string' && isRefusal(twice));
    assert.is(twice.code, 'POLICY_TOKEN_EXISTS');
    for (let count = 1; count < 64; count += 1) await create(tokens, `n${String(count)}`);
    const tooMany = await tokens.create('one-more', 'viewer', ADMIN);
    assert.is(typeof tooMany === 'string' ? '' : tooMany.code, 'POLICY_TOO_MANY_TOKENS');
  }));

async function create(tokens: ApiTokens, name: string): Promise<string> {
  const token = await tokens.create(name, 'viewer', ADMIN);
  if (typeof token !== 'string') throw new Error(token.message);
  return token;
}

function tokensOn({ store, journal }: OpenState): ApiTokens {
  return new ApiTokens({ board: 'board', store, journal, clock: new FakeClock() });
}

function withTokens(use: (tokens: ApiTokens, state: OpenState) => Promise<void>): Promise<void> {
  return inTempDirectory((directory) =>
    withState(directory, new FakeClock(), (state) => use(tokensOn(state), state)),
  );
}

test.run();
