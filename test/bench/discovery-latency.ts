/** How soon a node that starts is seen by another: both in this process, over the multicast of loopback. */
import { systemClock } from '../../runtime/core/clock.ts';
import { silentLog } from '../../runtime/core/log.ts';
import { Discovery } from '../../runtime/mesh/discovery/discovery.ts';
import { noMetrics } from '../no-metrics.ts';

const LOOPBACK = { name: 'lo', address: '127.0.0.1', netmask: '255.0.0.0' };

/**
 * Each in ms, from the start of one node to the other being told.
 *
 * @param rounds a dozen at most: more in such haste from one address are cut off as a flood
 */
export async function discoveryLatencies(rounds: number, probing: boolean): Promise<number[]> {
  const site = `bench-${String(process.pid)}`;
  const watcher = discovery({ id: 'watcher', role: 'gateway', site, port: 1883 }, false);
  await watcher.start(new AbortController().signal);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const node = discovery({ id: `node-${String(round)}`, role: 'board', site }, probing);
    times.push(await timeUntilSeen(watcher, node, `node-${String(round)}`));
    await node.stop();
  }
  await watcher.stop();
  return times;
}

async function timeUntilSeen(watcher: Discovery, node: Discovery, id: string): Promise<number> {
  const seen = new Promise<number>((resolve) => {
    const stopListening = watcher.onPeer(({ change, peer }) => {
      if (change !== 'seen' || peer.id !== id) return;
      stopListening();
      resolve(performance.now());
    });
  });
  const startedAt = performance.now();
  await node.start(new AbortController().signal);
  return (await seen) - startedAt;
}

type Names = Omit<ConstructorParameters<typeof Discovery>[0]['self'], 'version'>;

function discovery(names: Names, probing: boolean): Discovery {
  return new Discovery({
    ...{ self: { ...names, version: '0.1.0' }, probing, interfaces: () => [LOOPBACK] },
    ...{ clock: systemClock, random: Math.random, log: silentLog, metrics: noMetrics },
  });
}
