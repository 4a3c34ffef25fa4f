import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from './fake-clock.ts';
import { withState } from './open-state.ts';
import { inTempDirectory } from './temp-directory.ts';
import type { ActionResult } from '../runtime/actions/action.ts';
import type { Asker } from '../runtime/actions/asker.ts';
import { parseAction } from '../runtime/cli/parse-action.ts';
import { isRefusal } from '../runtime/core/refusal.ts';
import { joinPassword, parseJoinToken } from '../runtime/mesh/join-token.ts';
import { Accounts } from '../runtime/mesh/broker/accounts.ts';
import { boardActions } from '../runtime/mesh/broker/board.action.ts';
import { brokerActions } from '../runtime/mesh/broker/grant.action.ts';

const clock = new FakeClock();
const ADMIN: Asker = {
  person: 'owner',
  role: 'admin',
  via: 'cli',
  chat: 'cli',
  language: 'en',
  words: '',
};

type Say = (...words: string[]) => Promise<ActionResult>;

/** What a command line does, on accounts of its own. */
function withActions(use: (say: Say, accounts: Accounts) => Promise<void>): Promise<void> {
  return inTempDirectory((directory) =>
    withState(directory, clock, ({ store }) => {
      const accounts = new Accounts({ site: 'greenhouse', store, clock });
      const boards = (): string[] => ['main', 'pump-room'];
      const parts = { accounts, site: 'greenhouse', boards, fingerprint: 'f'.repeat(43) };
      const actions = [...brokerActions(parts), ...boardActions(parts)];
      return use((...words) => {
        const { action, args } = parseAction(words, actions);
        return action.run(args, ADMIN);
      }, accounts);
    }),
  );
}

function codeOf(result: ActionResult): string {
  return result.ok ? 'ok' : result.refusal.code;
}

test('grants credentials that open the broker, with the lists that were given', () =>
  withActions(async (say, accounts) => {
    const lists = ['--read', 'bt/1/greenhouse/+/r/+, a/#', '--write', 'bt/1/greenhouse/set/pump/+'];
    const result = await say('broker', 'grant', 'hass', ...lists);
    const data = result.data as { username: string; password: string };
    assert.equal(Object.keys(data), ['username', 'password']);
    assert.equal(await accounts.authenticate(data.username, data.password), {
      ...{ kind: 'foreign', name: 'hass', role: 'operator' },
      reads: ['bt/1/greenhouse/+/r/+', 'a/#'],
      writes: ['bt/1/greenhouse/set/pump/+'],
    });
    assert.match((await say('broker', 'list')).text, 'hass (operator)');
    assert.is(codeOf(await say('broker', 'revoke', 'hass')), 'ok');
    assert.is(codeOf(await say('broker', 'revoke', 'hass')), 'MESH_NO_SUCH_CLIENT');
    assert.is(await accounts.authenticate(data.username, data.password), undefined);
  }));

test('grants nothing under our prefix but asking for writes, and no name of a board', () =>
  withActions(async (say) => {
    for (const filter of [
      'bt/1/greenhouse/main/r/tank',
      'bt/#',
      'bt/1/other/set/#',
      'a/#/b',
      '$SYS/#',
    ])
      assert.is(codeOf(await say('broker', 'grant', 'hass', '--write', filter)), 'MESH_BAD_FILTER');
    assert.is(codeOf(await say('broker', 'grant', 'hass')), 'MESH_BAD_FILTER', 'of no use');
    for (const name of ['main', 'Hass', 'a.b'])
      assert.is(codeOf(await say('broker', 'grant', name)), 'MESH_NAME_TAKEN');
  }));

test('makes a token for a board of the site, and takes it back', () =>
  withActions(async (say, accounts) => {
    const result = await say('board', 'token', 'pump-room');
    const token = parseJoinToken((result.data as { token: string }).token);
    assert.not.ok(isRefusal(token));
    if (isRefusal(token)) return;
    assert.is(token.key, 'f'.repeat(43));
    assert.ok(await accounts.authenticate('pump-room', joinPassword(token, 1)));
    assert.is(codeOf(await say('board', 'token', 'attic')), 'MESH_NO_SUCH_BOARD');
    assert.is(codeOf(await say('board', 'revoke', 'pump-room')), 'ok');
    assert.is(await accounts.authenticate('pump-room', joinPassword(token, 2)), undefined);
  }));

test.run();
