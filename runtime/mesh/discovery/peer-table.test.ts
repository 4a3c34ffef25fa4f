/** How long a node is remembered, and how many. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { FakeClock } from '../../../test/fake-clock.ts';
import type { Announcement } from './announcement.ts';
import { PEER_LIFE_MS, PeerTable } from './peer-table.ts';

function rig(): { clock: FakeClock; table: PeerTable; told: string[] } {
  const clock = new FakeClock();
  const told: string[] = [];
  const table = new PeerTable(clock, ({ change, peer }) => told.push(`${change} ${peer.id}`));
  return { clock, table, told };
}

function say(id: string, more: Partial<Announcement> = {}): Announcement {
  return {
    ...{ id, role: 'board', site: 'farm', version: '0.1.0', bootNonce: 'abcdefgh12' },
    port: undefined,
    addresses: ['10.0.0.7'],
    ...more,
  };
}

test('tells of a node once, however often it is heard', () => {
  const { table, told } = rig();
  assert.deepEqual([table.hear('eth0', say('a')), table.hear('eth0', say('a'))], ['seen', 'same']);
  assert.deepEqual(told, ['seen a']);
});

test('keeps what is heard again, and forgets what is silent for its whole life', async () => {
  const { clock, table, told } = rig();
  table.hear('eth0', say('living'));
  table.hear('eth0', say('dead'));
  await clock.advance(PEER_LIFE_MS - 1);
  table.hear('eth0', say('living'));
  table.expire();
  assert.equal(table.size, 2);
  await clock.advance(1);
  table.expire();
  assert.deepEqual(told, ['seen living', 'seen dead', 'gone dead']);
});

test('lets nobody expire because the wall clock jumped', () => {
  const { clock, table } = rig();
  table.hear('eth0', say('a'));
  clock.set(clock.now() + 10 * PEER_LIFE_MS);
  table.expire();
  assert.equal(table.size, 1);
});

test('notices a new address, which then comes first, and a new start', async () => {
  const { clock, table, told } = rig();
  table.hear('eth0', say('a'));
  await clock.advance(1);
  table.hear('eth0', say('a', { addresses: ['10.0.0.8'] }));
  table.hear('eth0', say('a', { addresses: ['10.0.0.8'], bootNonce: 'zyxwvuts98' }));
  assert.deepEqual(told, ['seen a', 'changed a', 'changed a']);
  assert.equal(table.peers()[0]?.addresses[0], '10.0.0.8');
});

test('holds the addresses of all links, the newest first, until it left the last one', async () => {
  const { clock, table, told } = rig();
  table.hear('eth0', say('a'));
  await clock.advance(1);
  table.hear('wlan0', say('a', { addresses: ['10.1.0.7', '10.0.0.7'] }));
  assert.deepEqual(table.peers()[0]?.addresses, ['10.1.0.7', '10.0.0.7']);
  table.leave('wlan0', say('a', { addresses: ['10.1.0.7'] }));
  assert.deepEqual(table.peers()[0]?.addresses, ['10.0.0.7']);
  table.dropLink('eth0');
  assert.deepEqual(told, ['seen a', 'changed a', 'changed a', 'gone a']);
});

test('holds beside each other what goes by one name, and a goodbye of one is not that of the other', async () => {
  const { clock, table, told } = rig();
  const gateway = { role: 'gateway', port: 1883 } as const;
  const liar = { bootNonce: 'zyxwvuts98', port: 666, addresses: ['10.0.0.66'] };
  table.hear('eth0', say('main', gateway));
  await clock.advance(1);
  table.hear('eth0', say('main', { ...gateway, ...liar }));
  table.hear('eth0', say('main', { addresses: ['10.0.0.67'] }));
  const truth = { host: '10.0.0.7', port: 1883 };
  assert.deepEqual(table.peers()[0]?.brokers, [{ host: '10.0.0.66', port: 666 }, truth]);
  table.leave('eth0', say('main', liar));
  assert.deepEqual(table.peers()[0]?.brokers, [truth]);
  assert.deepEqual(told, ['seen main', 'changed main', 'changed main', 'changed main']);
});

test('has no room for more than 8 that go by one name', () => {
  const { table } = rig();
  const sources = Array.from({ length: 20 }, (_, index) => [`10.0.0.${String(index)}`]);
  const heard = sources.map((addresses) => table.hear('eth0', say('main', { addresses })));
  assert.equal(heard.filter((each) => each === 'crowded').length, 12);
  assert.equal(table.hear('eth0', say('main', { addresses: ['10.0.0.0'] })), 'same');
});

test('tells nodes of two sites apart that have one id', () => {
  const { table } = rig();
  table.hear('eth0', say('main'));
  table.hear('eth0', say('main', { site: 'mill' }));
  assert.equal(table.size, 2);
});

test('has no room for more than 16 names of one address, and leaves it to the others', () => {
  const { table } = rig();
  const ghosts = Array.from({ length: 1_000 }, (_, index) =>
    table.hear('eth0', say(`ghost-${String(index)}`)),
  );
  assert.equal(ghosts.filter((heard) => heard === 'crowded').length, 984);
  assert.equal(table.hear('eth0', say('real', { addresses: ['10.0.0.9'] })), 'seen');
});

test('has no room for more than 256, and still hears those it has', () => {
  const { table } = rig();
  for (let index = 0; index < 300; index += 1)
    table.hear('eth0', say(`node-${String(index)}`, { addresses: [`10.0.1.${String(index)}`] }));
  assert.equal(table.size, 256);
  assert.equal(table.hear('eth0', say('node-0', { addresses: ['10.0.1.0'] })), 'same');
});

test.run();
