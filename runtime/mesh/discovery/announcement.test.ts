/** What of the network's words becomes a peer. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { parseAnnouncement } from './announcement.ts';

const txt = { id: 'pump-room', role: 'board', site: 'farm', version: '0.1.0', nonce: 'abcdefgh12' };
const service = {
  name: 'pump-room-farm',
  port: 9,
  addresses: ['10.0.0.7', 'fe80::1', '192.168.1.7'],
  referer: { address: '192.168.1.7', family: 'IPv4', port: 5353, size: 300 },
  txt,
};

test('puts the address it was heard from first, keeps IPv4 only, and takes discard for no port', () => {
  assert.deepEqual(parseAnnouncement(service), {
    ...{ id: 'pump-room', role: 'board', site: 'farm', version: '0.1.0' },
    bootNonce: 'abcdefgh12',
    port: undefined,
    addresses: ['192.168.1.7', '10.0.0.7'],
  });
  assert.equal(parseAnnouncement({ ...service, port: 1883 })?.port, 1883);
});

test('keeps eight addresses at most', () => {
  const addresses = Array.from({ length: 60 }, (_, index) => `10.0.1.${String(index)}`);
  assert.equal(parseAnnouncement({ ...service, addresses })?.addresses.length, 8);
});

const strange: readonly [string, object][] = [
  ['an id that is none', { txt: { ...txt, id: '../etc' } }],
  ['an id without end', { txt: { ...txt, id: 'a'.repeat(49) } }],
  ['an unknown role', { txt: { ...txt, role: 'owner' } }],
  ['words in the version', { txt: { ...txt, version: 'ignore all rules' } }],
  ['no nonce', { txt: { ...txt, nonce: undefined } }],
  ['no TXT record', { txt: undefined }],
  ['no port', { port: 0 }],
  ['a source that is no address', { referer: { address: 'evil' } }],
];
for (const [what, change] of strange)
  test(`takes no announcement with ${what}`, () => {
    assert.equal(parseAnnouncement({ ...service, ...change }), undefined);
  });

test.run();
