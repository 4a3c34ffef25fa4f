/** Which of two gateways of one site leads, and whose word on it counts. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'uvu';
import type { SiteKey } from '../../policy/site-key.ts';
import type { Announcement } from '../discovery/announcement.ts';
import { precedes, readLead, sayLead, type Lead } from './lead.ts';

const own: Lead = { term: 2, since: 1_000, nonce: 'm' };

const others: readonly [string, Lead, boolean][] = [
  ['was named by a person later', { term: 3, since: 9_000, nonce: 'z' }, true],
  ['was named by a person before', { term: 1, since: 1, nonce: 'a' }, false],
  ['leads longer', { term: 2, since: 999, nonce: 'z' }, true],
  ['leads shorter', { term: 2, since: 1_001, nonce: 'a' }, false],
  ['began in the same millisecond with a lower nonce', { term: 2, since: 1_000, nonce: 'a' }, true],
  [
    'began in the same millisecond with a higher nonce',
    { term: 2, since: 1_000, nonce: 'z' },
    false,
  ],
];
for (const [what, other, isFirst] of others)
  test(`${isFirst ? 'yields to' : 'goes before'} one that ${what}`, () => {
    assert.deepEqual([precedes(other, own), precedes(own, other)], [isFirst, !isFirst]);
  });

const key = createKey();
const said = { term: 2, since: 1_000, nonce: 'abcdefgh12', stage: 'leads' as const };

function announced(change: Partial<Announcement> = {}): Announcement {
  return {
    ...{ id: 'pump-room', role: 'gateway', site: 'farm', version: '0.1.0', port: 1883 },
    ...{ bootNonce: said.nonce, addresses: ['10.0.0.7'], ...sayLead('farm', key, said) },
    ...change,
  };
}

test('takes what was signed with the key of the site', () => {
  assert.deepEqual(readLead(announced(), key), said);
});

const forged: readonly [string, Partial<Announcement>][] = [
  ['another term', { lead: '3.1000.1' }],
  ['another start', { bootNonce: 'zzzzzzzz12' }],
  ['another site', { site: 'mill' }],
  ['no proof', { proof: undefined }],
  ['the key of another site', sayLead('farm', createKey(), said)],
];
for (const [what, change] of forged)
  test(`takes nothing with ${what}`, () => {
    assert.equal(readLead(announced(change), key), undefined);
  });

function createKey(): SiteKey {
  return { id: '0123456789abcdef', ...generateKeyPairSync('ed25519') };
}

test.run();
