/**
 * The time of the gateway, signed for one board and one moment: it says that the sender has the
 * site's key *now* (the nonce is that of the board's own birth), and what time it is. A board that
 * joins knows the key's fingerprint only, so the public key travels along.
 */
import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { CborError, decodeCbor, encodeCbor } from '../core/cbor.ts';
import type { Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { refuse } from './errors.ts';
import { keyFingerprint, type SiteKey } from './site-key.ts';

/** Domain separation: what is signed begins with these bytes. */
const CONTEXT = Buffer.from('boardtalk time v1\0');

const LIMITS = { maxBytes: 1_024, maxDepth: 2 };

const timeSchema = z.strictObject({
  site: z.string(),
  node: z.string(),
  /** What the board said at its birth. */
  nonce: z.string(),
  /** Epoch ms. */
  now: z.number().int(),
});

export type SignedTime = Readonly<z.infer<typeof timeSchema>>;

const envelopeSchema = z.strictObject({
  /** SubjectPublicKeyInfo in DER (RFC 8410 §4). */
  publicKey: z.instanceof(Uint8Array),
  payload: z.instanceof(Uint8Array),
  signature: z.instanceof(Uint8Array),
});

export function sealTime(time: SignedTime, key: SiteKey): Uint8Array {
  const payload = encodeCbor(time);
  return encodeCbor({
    publicKey: key.publicKey.export({ type: 'spki', format: 'der' }),
    payload,
    signature: sign(null, signedBytes(payload), key.privateKey),
  });
}

/**
 * Checks who signed; whose board and which nonce it is for is the caller's business.
 * @param fingerprint of the key that is believed, see `keyFingerprint`.
 * @returns the time and the key itself, which signs commands too.
 */
export function unsealTime(
  bytes: Uint8Array,
  fingerprint: string,
): { readonly time: SignedTime; readonly publicKey: KeyObject } | Refusal {
  const envelope = parse(bytes, envelopeSchema);
  if (envelope === undefined) return refuse('TIME_MALFORMED', 'the time is no signed envelope');
  const publicKey = parseKey(envelope.publicKey);
  if (
    publicKey === undefined ||
    keyFingerprint(publicKey) !== fingerprint ||
    !verify(null, signedBytes(envelope.payload), publicKey, envelope.signature)
  )
    return refuse('TIME_BAD_SIGNATURE', 'the time is not signed by this site');
  const time = parse(envelope.payload, timeSchema);
  return time === undefined
    ? refuse('TIME_MALFORMED', 'the signed payload is no time')
    : { time, publicKey };
}

function signedBytes(payload: Uint8Array): Uint8Array {
  return Buffer.concat([CONTEXT, payload]);
}

/** undefined when it is no ed25519 key: no other algorithm may be chosen by who sends. */
function parseKey(der: Uint8Array): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(der), type: 'spki', format: 'der' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

function parse<T>(bytes: Uint8Array, schema: z.ZodType<T>): T | undefined {
  try {
    const result = schema.safeParse(decodeCbor(bytes, LIMITS));
    return result.success ? result.data : undefined;
  } catch (error) {
    if (error instanceof CborError) return undefined;
    throw error;
  }
}
