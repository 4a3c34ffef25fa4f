/**
 * What a node says of itself on the local network, parsed at the door. Anyone on the network can
 * say anything here, so it is a hint where to knock and never a proof of who opens.
 */
import { id } from '../../config/fields.ts';
import { z } from '../../core/schema.ts';

/** The service type of DNS-SD (RFC 6763 §7): `_boardtalk._tcp.local`. */
export const SERVICE_TYPE = 'boardtalk';

/** Discard (RFC 863): an SRV record must name a port, and a board accepts no connections. */
export const NO_PORT = 9;

const MOST_ADDRESSES = 8;

export interface Announcement {
  readonly id: string;
  readonly role: 'gateway' | 'board';
  readonly site: string;
  readonly version: string;
  /** Differs with every start of the node. */
  readonly bootNonce: string;
  /** Of a gateway: how long it leads, and what proves it. */
  readonly lead?: string | undefined;
  readonly proof?: string | undefined;
  /** Where its broker listens; undefined: it accepts no connections. */
  readonly port: number | undefined;
  /** IPv4; the one it was heard from stands first, since that one is known to reach us. */
  readonly addresses: readonly string[];
}

const serviceSchema = z.object({
  port: z.int().min(1).max(65_535),
  addresses: z.array(z.string()),
  referer: z.object({ address: z.ipv4() }),
  txt: z.object({
    id,
    role: z.enum(['gateway', 'board']),
    site: id,
    version: z.string().regex(/^[\w.+-]{1,32}$/),
    nonce: z.string().regex(/^[a-z0-9]{8,32}$/),
    lead: z
      .string()
      .regex(/^\d{1,15}\.\d{1,15}\.[012]$/)
      .optional(),
    // An ed25519 signature (RFC 8032) is 64 bytes.
    proof: z
      .string()
      .regex(/^[\w-]{86}$/)
      .optional(),
  }),
});

/** undefined when it is not what a node of ours would say. */
export function parseAnnouncement(service: unknown): Announcement | undefined {
  const { data } = serviceSchema.safeParse(service);
  if (data === undefined) return undefined;
  const { nonce, ...self } = data.txt;
  const named = data.addresses.filter((address) => z.ipv4().safeParse(address).success);
  return {
    ...self,
    bootNonce: nonce,
    port: data.port === NO_PORT ? undefined : data.port,
    addresses: [...new Set([data.referer.address, ...named])].slice(0, MOST_ADDRESSES),
  };
}
