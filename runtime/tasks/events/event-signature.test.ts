import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { independentHmac } from '../../../test/independent-hmac.ts';
import { Secret } from '../../config/secret.ts';
import { isRecent, isSignedWith, sign, timestampOf } from './event-signature.ts';

const test = suite('signatures of events');

const TOKEN = new Secret('a-token');
const BODY = Buffer.from('{"text":"水泵"}');
const NOW = Date.UTC(2026, 5, 1, 12);
const timestamp = timestampOf(NOW);

test('the hand-written HMAC gives what RFC 4231 says (case 2)', () => {
  assert.is(
    independentHmac('Jefe', 'what do ya want for nothing?'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test('it is HMAC-SHA256 over the timestamp, a dot and the bytes, in hex', () => {
  assert.is(timestamp, '1780315200');
  assert.is(
    sign(TOKEN, timestamp, BODY),
    independentHmac('a-token', `${timestamp}.${BODY.toString()}`),
  );
});

test('another time, body or token is another signature', () => {
  const signature = sign(TOKEN, timestamp, BODY);
  assert.ok(isSignedWith(TOKEN, { timestamp, signature }, BODY));
  assert.ok(isSignedWith(TOKEN, { timestamp, signature: signature.toUpperCase() }, BODY));
  assert.not(isSignedWith(TOKEN, { timestamp: `${timestamp}0`, signature }, BODY));
  assert.not(isSignedWith(TOKEN, { timestamp, signature }, Buffer.from('{}')));
  assert.not(isSignedWith(new Secret('b-token'), { timestamp, signature }, BODY));
});

test('what is no signature, or no time, is none', () => {
  const signature = sign(TOKEN, timestamp, BODY);
  for (const wrong of ['', 'zz', signature.slice(2), `${signature}00`])
    assert.not(isSignedWith(TOKEN, { timestamp, signature: wrong }, BODY), wrong);
  for (const wrong of ['', 'now', '-1', '1e9', ` ${timestamp}`]) {
    const own = sign(TOKEN, wrong, BODY);
    assert.not(isSignedWith(TOKEN, { timestamp: wrong, signature: own }, BODY), wrong);
  }
});

test('five minutes to either side are now', () => {
  assert.ok(isRecent(timestamp, NOW + 300_000));
  assert.ok(isRecent(timestamp, NOW - 300_000));
  assert.not(isRecent(timestamp, NOW + 301_000));
  assert.not(isRecent(timestamp, NOW - 301_000));
});

test.run();
