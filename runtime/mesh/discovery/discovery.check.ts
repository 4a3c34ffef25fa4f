/** Doctor: can other nodes find this one on the local network? Only what comes back counts: sending looks well when nothing leaves. */
import type { DoctorCheck, Finding } from '../../core/doctor-check.ts';
import type { Discovery, DiscoveryState, LinkState } from './discovery.ts';

export function discoveryCheck({
  discovery,
}: {
  readonly discovery: Pick<Discovery, 'state'>;
}): DoctorCheck {
  return {
    code: 'discovery',
    question: 'Can other nodes find this one on the local network?',
    look: () => Promise.resolve(examine(discovery.state())),
  };
}

function examine({ announces, links, peers, cloneAt }: DiscoveryState): Finding {
  if (cloneAt !== undefined)
    return {
      verdict: 'fail',
      text: `another node at ${cloneAt} has the name of this one`,
      fix: 'Stop one of the two, and start it with a token of its own.',
    };
  const others = `${String(peers)} other nodes heard`;
  if (links.length === 0)
    return { verdict: 'ok', text: 'no network but loopback: there is nobody to be found by' };
  if (!announces)
    return { verdict: 'ok', text: `only this machine reaches the broker: it looks; ${others}` };
  const lost = links.filter(({ state }) => state === 'silent' || state === 'closed');
  if (lost.length === 0)
    return { verdict: 'ok', text: `announced on ${links.map(nameOf).join(', ')}; ${others}` };
  return {
    verdict: 'warn',
    text: `not heard on ${lost.map(nameOf).join(', ')}; ${others}`,
    fix: 'Let UDP port 5353 to 224.0.0.251 through the firewall, or name the gateway on each board with --gateway HOST:PORT.',
  };
}

function nameOf({ name, address }: LinkState): string {
  return `${name} (${address})`;
}
