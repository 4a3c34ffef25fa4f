/** The session's cookie, there and back. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { FORGET_COOKIE, readSessionToken, sessionCookie } from './session-cookie.ts';

test('is out of reach of scripts and of other sites, and is kept for a month', () => {
  assert.equal(
    sessionCookie('abcdefgh-1234_5678'),
    'boardtalk_session=abcdefgh-1234_5678; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000',
  );
  assert.match(FORGET_COOKIE, /^boardtalk_session=; .*Max-Age=0$/);
});

test('finds the token among other cookies', () => {
  assert.equal(
    readSessionToken('theme=dark; boardtalk_session=abcdefgh-1234_5678; x=1'),
    'abcdefgh-1234_5678',
  );
});

test('takes nothing that cannot be a token of ours', () => {
  for (const header of [
    undefined,
    '',
    'boardtalk_session=',
    'boardtalk_session=short',
    'boardtalk_session=has spaces in the middle',
    'xboardtalk_session=abcdefgh-1234_5678',
    `boardtalk_session=${'a'.repeat(129)}`,
  ])
    assert.equal(readSessionToken(header), undefined, header);
});

test.run();
