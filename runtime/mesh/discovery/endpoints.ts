/**
 * Gateways named by hand, for networks that carry no multicast: `--gateway HOST:PORT[,HOST:PORT]`
 * and the environment variable DISCOVERY_ENDPOINT, which may also say `mqtt://HOST:PORT`.
 */
import { DiscoveryError } from './errors.ts';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** RFC 1035 §2.3.4: a name has at most 255 bytes. */
const HOST = /^[a-z0-9](?:[a-z0-9.-]{0,253}[a-z0-9])?$/i;
const IPV6 = /^[0-9a-f:.]+(?:%\w+)?$/i;

/** In the order given. @throws DiscoveryError DISCOVERY_BAD_ENDPOINT */
export function parseEndpoints(text: string): readonly Endpoint[] {
  return text.split(',').map((part) => parseEndpoint(part.trim()));
}

function parseEndpoint(text: string): Endpoint {
  const [, ipv6, name, digits] =
    /^(?:mqtt:\/\/)?(?:\[([^\]]+)\]|([^:/[\]]+)):(\d{1,5})\/?$/.exec(text) ?? [];
  const port = Number(digits);
  const host = ipv6 ?? name ?? '';
  const isHost = ipv6 === undefined ? HOST.test(host) : IPV6.test(host);
  if (isHost && port >= 1 && port <= 65_535) return { host, port };
  throw new DiscoveryError('DISCOVERY_BAD_ENDPOINT', `"${text}" is not HOST:PORT`);
}
