import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { withState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { formatJoinToken, parseJoinPassword } from '../join-token.ts';
import { JoinPasswords, keepJoinToken, loadJoinToken } from './join-identity.ts';

const token = { node: 'shed', site: 'farm', secret: 'S'.repeat(43), key: 'K'.repeat(43) };

const test = suite('identity of a board');

test('is kept where only its user can read it', () =>
  inTempDirectory(async (directory) => {
    assert.is(await loadJoinToken(directory), undefined);
    assert.equal(await keepJoinToken(directory, ` ${formatJoinToken(token)}\n`), token);
    assert.equal(await loadJoinToken(directory), token);
    assert.is((await stat(join(directory, 'keys/join.token'))).mode & 0o777, 0o600);
  }));

test('is not replaced by something that is no token', () =>
  inTempDirectory(async (directory) => {
    await keepJoinToken(directory, formatJoinToken(token));
    const refused = await keepJoinToken(directory, 'half.a.token');
    assert.is('code' in refused && refused.code, 'MESH_BAD_TOKEN');
    assert.equal(await loadJoinToken(directory), token);
  }));

test('has a counter that rises over restarts, and when the clock goes back', () =>
  inTempDirectory((directory) => {
    const clock = new FakeClock();
    return withState(directory, clock, async ({ store }) => {
      const counters: number[] = [];
      const next = async (): Promise<void> => {
        const passwords = new JoinPasswords({ token, store, clock });
        counters.push(parseJoinPassword(await passwords.next())?.counter ?? 0);
      };
      await next();
      await next();
      clock.set(0);
      await next();
      const [first = 0] = counters;
      assert.equal(counters, [first, first + 1, first + 2]);
    });
  }));

test.run();
