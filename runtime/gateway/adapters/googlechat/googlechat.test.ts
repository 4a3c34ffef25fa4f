/** Events of Google Chat, as its documentation shows them, what is sent to it, and who says so. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import { Secret } from '../../../config/secret.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { parseEvent } from './parse.ts';
import { renderMessage } from './render.ts';
import { assertionOf, readServiceAccount } from './service-account.ts';

const test = suite('events of Google Chat');

function sample(name: string, more: object = {}): ArrivedMessage | null | undefined {
  const text = readFileSync(new URL(`./samples/${name}.json`, import.meta.url), 'utf8');
  return parseEvent({ ...(JSON.parse(text) as object), ...more });
}

const ANNA = 'users/12345678901234567890';

test('a person in a chat of two is heard as who they are', () => {
  const at = Date.parse('2026-07-30T00:24:51.910Z');
  const said = { kind: 'text', text: 'pump on', group: undefined };
  const id = 'spaces/AAAAtestDm/messages/BBBB.BBBB';
  assert.deepEqual(sample('dm'), { id, chat: 'AAAAtestDm', user: ANNA, at, ...said });
});

test('in a space the own name is no part of what was said, and it is answered in its thread', () => {
  const heard = sample('space');
  assert.deepEqual(
    [heard?.chat, heard?.user, heard?.text, heard?.group],
    ['AAAAroom/DDDD', ANNA, 'how warm is it', 'addressed'],
  );
});

test('each press is one, however often it is delivered', () => {
  const [first, again] = [sample('click'), sample('click')];
  assert.deepEqual([first?.kind, first?.text, first?.chat], ['button', 'token-1', 'AAAAtestDm']);
  assert.equal(first?.id, again?.id);
  assert.notEqual(first?.id, sample('click', { eventTime: '2026-07-30T00:26:00Z' })?.id);
});

test('other apps, and what is no message, do nothing; what is forwarded is the words of somebody else', () => {
  assert.equal(sample('dm', { user: { name: 'users/1', type: 'BOT' } }), null);
  assert.equal(sample('dm', { user: { name: 'users/a/../b', type: 'HUMAN' } }), null);
  assert.equal(sample('dm', { space: { name: 'spaces/../x', singleUserBotDm: true } }), null);
  assert.equal(sample('dm', { type: 'ADDED_TO_SPACE' }), null);
  assert.equal(sample('dm', { user: 'anna' }), undefined);
  const name = 'spaces/AAAAtestDm/messages/1.1';
  const picture = { name, attachment: [{ contentType: 'image/png' }] };
  assert.equal(sample('dm', { message: picture })?.kind, 'other');
  const quoted = { name, text: 'off', quotedMessageMetadata: { quoteType: 'FORWARD' } };
  assert.equal(sample('dm', { message: quoted })?.kind, 'forwarded');
});

test('buttons are a card below the text, an edit takes them away, and nobody is called by what was said', () => {
  const buttons = [{ label: 'Yes', token: 't' }];
  const message = { chat: 'A/B', text: 'Sure, <users/all>?', buttons };
  const action = { function: 'boardtalk', parameters: [{ key: 'boardtalk', value: 't' }] };
  const list = { buttonList: { buttons: [{ text: 'Yes', onClick: { action } }] } };
  const card = { cardId: 'boardtalk', card: { sections: [{ widgets: [list] }] } };
  const text = 'Sure, < users/all>?';
  const thread = { name: 'spaces/A/threads/B' };
  assert.deepEqual(renderMessage(message, { isEdit: false }), { text, cardsV2: [card], thread });
  const edited = renderMessage({ chat: 'A/B', text }, { isEdit: true });
  assert.deepEqual(edited, { text, cardsV2: [] });
  assert.deepEqual(renderMessage({ chat: 'A', text: 'hi' }, { isEdit: false }), { text: 'hi' });
});

test('the account says who it is, for one place and an hour, signed with its key', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const file = {
    ...{ type: 'service_account', client_email: 'b@p.iam.gserviceaccount.com' },
    private_key_id: 'k1',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
  const account = readServiceAccount(new Secret(JSON.stringify(file)));
  assert.ok(account !== undefined);
  const asked = { audience: 'https://x.example/token', scope: 's', now: 1_000_500 };
  const [header = '', claims = '', signature = ''] = assertionOf(account, asked).split('.');
  const jsonOf = (part: string): unknown =>
    JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as unknown;
  assert.deepEqual(jsonOf(header), { alg: 'RS256', typ: 'JWT', kid: 'k1' });
  assert.deepEqual(jsonOf(claims), {
    ...{ iss: file.client_email, scope: 's', aud: asked.audience, iat: 1_000, exp: 4_600 },
  });
  const signed = Buffer.from(`${header}.${claims}`);
  assert.ok(verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url')));
  assert.equal(readServiceAccount(new Secret('no file')), undefined);
  const broken = JSON.stringify({ ...file, private_key: 'no key' });
  assert.equal(readServiceAccount(new Secret(broken)), undefined);
});

test.run();
