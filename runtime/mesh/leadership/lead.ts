/**
 * How long a gateway leads, as it says so on the local network: signed with the key of the site, so
 * that only a copy of this gateway can say it. Which of two leads is decided here, alike on both.
 */
import { sign, verify } from 'node:crypto';
import type { SiteKey } from '../../policy/site-key.ts';
import type { Announcement } from '../discovery/announcement.ts';

export interface Lead {
  /** Rises when a person says who leads. */
  readonly term: number;
  /** Epoch ms. */
  readonly since: number;
  /** Of the start of the node: tells two apart that began in the same millisecond. */
  readonly nonce: string;
}

const STAGES = ['back', 'leads', 'begins'] as const;

export interface SaidLead extends Lead {
  /** `begins`: it has just started, and listens for one that leads. */
  readonly stage: (typeof STAGES)[number];
}

/** What a person said last comes first, then who leads longer. Of two different ones, exactly one precedes. */
export function precedes(one: Lead, other: Lead): boolean {
  if (one.term !== other.term) return one.term > other.term;
  if (one.since !== other.since) return one.since < other.since;
  return one.nonce < other.nonce;
}

/** For the TXT record. */
export function sayLead(
  site: string,
  key: SiteKey,
  said: SaidLead,
): Readonly<Record<string, string>> {
  const lead = `${String(said.term)}.${String(said.since)}.${String(STAGES.indexOf(said.stage))}`;
  const proof = sign(null, signedBytes(site, said.nonce, lead), key.privateKey);
  return { lead, proof: proof.toString('base64url') };
}

/** undefined where it was not signed with the key of this site. */
export function readLead(
  { site, bootNonce: nonce, lead, proof }: Announcement,
  key: SiteKey,
): SaidLead | undefined {
  if (lead === undefined || proof === undefined) return undefined;
  const signature = Buffer.from(proof, 'base64url');
  if (!verify(null, signedBytes(site, nonce, lead), key.publicKey, signature)) return undefined;
  const [term, since, stage] = lead.split('.').map(Number);
  return { term: term ?? 0, since: since ?? 0, nonce, stage: STAGES[stage ?? 0] ?? 'back' };
}

function signedBytes(site: string, nonce: string, lead: string): Buffer {
  return Buffer.from(`boardtalk lead ${site} ${nonce} ${lead}`);
}
