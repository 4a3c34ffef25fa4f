/**
 * The envelope of everything the site key signs: `{key, payload, signature}` in CBOR. The signature
 * covers the payload's bytes as sent, after a context string, so that a verifier never has to
 * re-encode, and nothing that is signed for one purpose can pass for another.
 */
import { sign, verify, type KeyObject } from 'node:crypto';
import { CborError, decodeCbor, encodeCbor, type CborLimits, type CborMap } from '../core/cbor.ts';
import { z } from '../core/schema.ts';
import type { SiteKey } from './site-key.ts';

/** What one kind of signed message is. */
export interface Sealing<T> {
  /** Domain separation: what is signed begins with these bytes, which end in a zero. */
  readonly context: `boardtalk ${string}\0`;
  readonly schema: z.ZodType<T>;
  /** Of the envelope, and so of the payload. */
  readonly limits: CborLimits;
}

export type Unsealed<T> =
  { readonly content: T } | { readonly fault: 'no-envelope' | 'bad-signature' | 'bad-payload' };

/** Key id → public key of the gateways that are believed. */
export type TrustedKeys = ReadonlyMap<string, KeyObject>;

const envelopeSchema = z.strictObject({
  key: z.string().length(16),
  payload: z.instanceof(Uint8Array),
  signature: z.instanceof(Uint8Array),
});

export function seal(content: CborMap, context: string, key: SiteKey): Uint8Array {
  const payload = encodeCbor(content);
  const signature = sign(null, signedBytes(context, payload), key.privateKey);
  return encodeCbor({ key: key.id, payload, signature });
}

/** Opens an envelope and checks who signed it; what it says is the caller's business. */
export function unseal<T>(
  bytes: Uint8Array,
  { context, schema, limits }: Sealing<T>,
  trusted: TrustedKeys,
): Unsealed<T> {
  const envelope = parse(bytes, envelopeSchema, limits);
  if (envelope === undefined) return { fault: 'no-envelope' };
  const { key, payload, signature } = envelope;
  const publicKey = trusted.get(key);
  if (
    publicKey === undefined ||
    !verify(null, signedBytes(context, payload), publicKey, signature)
  ) {
    return { fault: 'bad-signature' };
  }
  const content = parse(payload, schema, limits);
  return content === undefined ? { fault: 'bad-payload' } : { content };
}

function signedBytes(context: string, payload: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(context), payload]);
}

function parse<T>(bytes: Uint8Array, schema: z.ZodType<T>, limits: CborLimits): T | undefined {
  try {
    const result = schema.safeParse(decodeCbor(bytes, limits));
    return result.success ? result.data : undefined;
  } catch (error) {
    if (error instanceof CborError) return undefined;
    throw error;
  }
}
