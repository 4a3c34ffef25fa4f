/** Discovery over the multicast of loopback: real sockets and bytes, and time that the test moves. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { FakeClock } from '../../../test/fake-clock.ts';
import { noMetrics } from '../../../test/no-metrics.ts';
import { until } from '../../../test/until.ts';
import { silentLog } from '../../core/log.ts';
import { discoveryCheck } from './discovery.check.ts';
import { Discovery, type DiscoveryOptions } from './discovery.ts';
import type { NetworkInterface } from './interfaces.ts';

const LOOPBACK: NetworkInterface = { name: 'lo', address: '127.0.0.1', netmask: '255.0.0.0' };
/** Of documentation (RFC 5737), so of no machine. */
const NOT_OURS: NetworkInterface = {
  name: 'eth9',
  address: '192.0.2.77',
  netmask: '255.255.255.0',
};
/** Whoever else runs these tests on this machine has another site. */
const site = `test-${String(process.pid)}`;
const main = { id: 'main', role: 'gateway', site, version: '0.1.0', port: 1883 } as const;
const pumpRoom = { id: 'pump-room', role: 'board', site, version: '0.1.0' } as const;

class Network {
  readonly clock = new FakeClock();
  readonly #running: Discovery[] = [];

  async join(
    self: DiscoveryOptions['self'],
    interfaces: NetworkInterface[] | (() => NetworkInterface[]) = [LOOPBACK],
  ): Promise<Discovery> {
    const discovery = new Discovery({
      ...{ self, clock: this.clock, random: Math.random, log: silentLog, metrics: noMetrics },
      interfaces: typeof interfaces === 'function' ? interfaces : () => interfaces,
    });
    this.#running.push(discovery);
    await discovery.start(new AbortController().signal);
    return discovery;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.map((discovery) => discovery.stop()));
  }
}

function fact(sentence: string, check: (network: Network) => Promise<void>): void {
  test(sentence, async () => {
    const network = new Network();
    try {
      await check(network);
    } finally {
      await network.stop();
    }
  });
}

function seen(by: Discovery): string {
  const ours = by.peers().filter((peer) => peer.site === site);
  return ours.map(({ id }) => id).join();
}

function linkState(of: Discovery): string {
  return of
    .state()
    .links.map(({ state }) => state)
    .join();
}

fact('two nodes see each other, and each hears its own words', async (network) => {
  const left = await network.join(main);
  const right = await network.join(pumpRoom);
  await until(() => seen(left) === 'pump-room' && seen(right) === 'main');
  await until(() => linkState(left) === 'heard' && linkState(right) === 'heard');
  const [peer] = right.peers().filter(({ id }) => id === 'main');
  assert.deepEqual([peer?.port, peer?.addresses[0]], [1883, '127.0.0.1']);
  assert.equal((await discoveryCheck({ discovery: left }).look()).verdict, 'ok');
});

fact('a listener is told who came and who left, until it listens no more', async (network) => {
  const told: string[] = [];
  const left = await network.join(main);
  const stopListening = left.onPeer(({ change, peer }) => {
    if (peer.site === site) told.push(`${change} ${peer.id}`);
  });
  const right = await network.join(pumpRoom);
  await until(() => seen(left) === 'pump-room');
  await right.stop();
  await until(() => seen(left) === '');
  stopListening();
  await network.join(pumpRoom);
  await until(() => seen(left) === 'pump-room');
  assert.deepEqual(told, ['seen pump-room', 'gone pump-room']);
});

fact(
  'another node with our name is told and named by the doctor, and is no peer',
  async (network) => {
    const told: string[] = [];
    const first = await network.join(pumpRoom);
    first.onTrouble(({ kind }) => told.push(kind));
    const second = await network.join(pumpRoom);
    await until(() => first.state().cloneAt !== undefined && second.state().cloneAt !== undefined);
    const { verdict, text } = await discoveryCheck({ discovery: second }).look();
    assert.deepEqual([verdict, text.includes('127.0.0.1')], ['fail', true]);
    assert.deepEqual([told, seen(first)], [['clone'], '']);
  },
);

fact('a gateway that only its own machine reaches looks, and says nothing', async (network) => {
  const { port: _, ...hidden } = main;
  const left = await network.join(hidden);
  const right = await network.join(pumpRoom);
  await until(() => seen(left) === 'pump-room');
  assert.equal(seen(right), '');
  assert.match((await discoveryCheck({ discovery: left }).look()).text, /only this machine/);
});

fact('without a network it starts all the same, and goes on when one comes', async (network) => {
  const interfaces: NetworkInterface[] = [];
  const node = await network.join(main, interfaces);
  assert.equal((await discoveryCheck({ discovery: node }).look()).verdict, 'ok');
  interfaces.push(LOOPBACK);
  await network.clock.advance(35_000);
  await until(() => linkState(node) === 'heard');
});

fact('where it may not be asked for networks a node starts all the same', async (network) => {
  let isForbidden = true;
  const node = await network.join(main, () => {
    if (isForbidden) throw new Error('address family is not supported');
    return [LOOPBACK];
  });
  await node.announceAnew();
  isForbidden = false;
  await network.clock.advance(35_000);
  await until(() => linkState(node) === 'heard');
});

fact('an interface that cannot be used is told, and tried again', async (network) => {
  const interfaces = [NOT_OURS];
  const node = await network.join(main, interfaces);
  const told: string[] = [];
  node.onTrouble(({ text }) => told.push(text));
  assert.equal(linkState(node), 'closed');
  assert.equal((await discoveryCheck({ discovery: node }).look()).verdict, 'warn');
  await network.clock.advance(70_000);
  await until(() => told.length > 0);
  assert.match(told[0] ?? '', /eth9/);
});

fact('after a stop no timer is left, and stopping again is no error', async (network) => {
  const node = await network.join(main);
  await node.stop();
  await node.stop();
  assert.equal(network.clock.pending, 0);
});

test.run();
