/** Where a mail server is, and how this node comes in. */
import { isLoopback } from '../../../core/loopback.ts';
import type { Secret } from '../../../config/secret.ts';

export interface MailServer {
  /** `imaps://host:993`, `smtps://host:465`; without the s in the clear, on this machine alone. */
  readonly address: string;
  readonly user: string;
  readonly password: Secret;
}

export interface Host {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (RFC 8314 §3). */
  readonly secure: boolean;
}

/** RFC 8314 §7: of the ports without TLS nobody needs a default. */
const PORTS: Readonly<Record<string, number>> = { 'imaps:': 993, 'smtps:': 465 };

export function hostOf(address: string): Host {
  const { protocol, hostname, port } = new URL(address);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (PORTS[protocol] ?? 0) : Number(port),
    secure: protocol === 'imaps:' || protocol === 'smtps:',
  };
}

/** The password goes there: to nobody in the clear, and TLS that is asked for on the way can be talked down. */
export function isSafe(address: string): boolean {
  const { host, secure } = hostOf(address);
  return secure || isLoopback(host);
}
