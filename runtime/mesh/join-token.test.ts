import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isRefusal } from '../core/refusal.ts';
import {
  formatJoinToken,
  joinMac,
  joinPassword,
  parseJoinPassword,
  parseJoinToken,
} from './join-token.ts';

const TOKEN = {
  node: 'pump-room',
  site: 'greenhouse',
  secret: 'A'.repeat(43),
  key: 'b'.repeat(43),
};

test('reads the token that it has written, with the blanks of a paste around it', () => {
  assert.equal(parseJoinToken(` ${formatJoinToken(TOKEN)}\n`), TOKEN);
});

test('refuses what is no token, and does not repeat it: messages are logged', () => {
  for (const text of [
    '',
    'pump-room',
    formatJoinToken({ ...TOKEN, secret: 'short' }),
    formatJoinToken({ ...TOKEN, node: 'Pump Room' }),
    `${formatJoinToken(TOKEN)}.more`,
  ]) {
    const result = parseJoinToken(text);
    assert.ok(isRefusal(result));
    assert.not.match(JSON.stringify(result), TOKEN.key);
  }
});

test('makes another password for every counter, board and site', () => {
  const macs = [
    joinMac(TOKEN, 1),
    joinMac(TOKEN, 2),
    joinMac({ ...TOKEN, node: 'main' }, 1),
    joinMac({ ...TOKEN, site: 'other' }, 1),
    joinMac({ ...TOKEN, secret: 'C'.repeat(43) }, 1),
  ];
  assert.is(new Set(macs).size, macs.length);
});

test('reads back the counter that a password claims', () => {
  assert.equal(parseJoinPassword(joinPassword(TOKEN, 41)), {
    counter: 41,
    mac: joinMac(TOKEN, 41),
  });
  for (const text of ['', '41', `-1.${'A'.repeat(43)}`, `1e3.${'A'.repeat(43)}`])
    assert.is(parseJoinPassword(text), undefined);
});

test.run();
