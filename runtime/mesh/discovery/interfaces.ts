/**
 * The network interfaces on which nodes are looked for: every one with an IPv4 address, loopback
 * aside. Announcing is done per interface, because the kernel sends a multicast on one only.
 */
import { networkInterfaces } from 'node:os';

export interface NetworkInterface {
  readonly name: string;
  readonly address: string;
  readonly netmask: string;
}

/** A machine full of containers has dozens; a board has two or three. */
const MOST_INTERFACES = 16;

/** The first IPv4 address of each: group memberships belong to the interface, not to the address. */
export function listInterfaces(): readonly NetworkInterface[] {
  return Object.entries(networkInterfaces())
    .flatMap(([name, addresses = []]) => {
      const first = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
      return first === undefined ? [] : [{ name, address: first.address, netmask: first.netmask }];
    })
    .slice(0, MOST_INTERFACES);
}

export function sameInterface(left: NetworkInterface, right: NetworkInterface): boolean {
  return (
    left.name === right.name && left.address === right.address && left.netmask === right.netmask
  );
}

/**
 * RFC 6762 §11: a packet that does not come from the link's own subnet is not of this link. Linux
 * hands every socket the multicasts of all interfaces, so this also keeps the links apart.
 */
export function isOnLink(source: string, { address, netmask }: NetworkInterface): boolean {
  const mask = toBits(netmask);
  return (toBits(source) & mask) === (toBits(address) & mask);
}

function toBits(address: string): number {
  return address.split('.').reduce((bits, part) => (bits << 8) | Number(part), 0);
}
