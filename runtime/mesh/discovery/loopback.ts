/** This machine's interface to itself: on it, and on no other, find each other nodes that only this machine reaches. */
import { networkInterfaces } from 'node:os';
import type { NetworkInterface } from './interfaces.ts';

/** None where there is no IPv4. */
export function loopbackInterfaces(): readonly NetworkInterface[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ family, internal }) => family === 'IPv4' && internal)
      .map(({ address, netmask }) => ({ name, address, netmask })),
  );
}
