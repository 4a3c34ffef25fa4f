/**
 * The envelope a command travels in: `{key, payload, signature}` in CBOR. The signature covers the
 * payload's bytes as sent, after a context string, so that a verifier never has to re-encode, and
 * nothing signed here can pass for anything else the site key signs.
 */
import { sign, verify, type KeyObject } from 'node:crypto';
import { CborError, decodeCbor, encodeCbor } from '../core/cbor.ts';
import { z } from '../core/schema.ts';
import type { Refusal } from '../core/refusal.ts';
import { commandSchema, type Command } from './command.ts';
import { refuse } from './errors.ts';
import type { SiteKey } from './site-key.ts';

/** Domain separation: what is signed begins with these bytes. */
const CONTEXT = Buffer.from('boardtalk command v1\0');

/** A command is a handful of short fields; anything longer was not made by `sealCommand`. */
const LIMITS = { maxBytes: 4_096, maxDepth: 3 };

const envelopeSchema = z.strictObject({
  key: z.string().length(16),
  payload: z.instanceof(Uint8Array),
  signature: z.instanceof(Uint8Array),
});

export function sealCommand(command: Command, key: SiteKey): Uint8Array {
  const payload = encodeCbor(command);
  const signature = sign(null, signedBytes(payload), key.privateKey);
  return encodeCbor({ key: key.id, payload, signature });
}

/** Opens an envelope and checks who signed it; the board, the deadline and the id are the gate's business. */
export function unsealCommand(
  bytes: Uint8Array,
  trusted: ReadonlyMap<string, KeyObject>,
): Command | Refusal {
  const envelope = parse(bytes, envelopeSchema);
  if (envelope === undefined)
    return refuse('COMMAND_MALFORMED', 'the command is no signed envelope');
  const publicKey = trusted.get(envelope.key);
  if (
    publicKey === undefined ||
    !verify(null, signedBytes(envelope.payload), publicKey, envelope.signature)
  ) {
    return refuse('COMMAND_BAD_SIGNATURE', 'the command is not signed by this site');
  }
  const command = parse(envelope.payload, commandSchema);
  return command ?? refuse('COMMAND_MALFORMED', 'the signed payload is no command');
}

function signedBytes(payload: Uint8Array): Uint8Array {
  return Buffer.concat([CONTEXT, payload]);
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
