/**
 * A service account of Google, as its key file says it, and how it says who it is (JWT bearer grant, RFC 7523;
 * developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests). Where to ask is not taken
 * from the file: whoever alters it would be told the assertion.
 */
import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import type { Secret } from '../../../config/secret.ts';
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { z } from '../../../core/schema.ts';

export interface ServiceAccount {
  readonly email: string;
  readonly keyId: string;
  readonly key: KeyObject;
}

const fileSchema = z.object({
  type: z.literal('service_account'),
  client_email: z.string(),
  private_key_id: z.string(),
  /** PEM of PKCS #8. */
  private_key: z.string(),
});

export const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** "A maximum of 1 hour after the issued time." */
const GOOD_FOR_S = 3_600;

/** undefined: it is no such file. */
export function readServiceAccount(file: Secret): ServiceAccount | undefined {
  const read = fileSchema.safeParse(parseBoundedJson(file.reveal())).data;
  if (read === undefined) return undefined;
  try {
    const key = createPrivateKey(read.private_key);
    return { email: read.client_email, keyId: read.private_key_id, key };
  } catch {
    return undefined;
  }
}

/** @param audience where it is shown @param now epoch ms */
export function assertionOf(
  { email, keyId, key }: ServiceAccount,
  {
    audience,
    scope,
    now,
  }: { readonly audience: string; readonly scope: string; readonly now: number },
): string {
  const iat = Math.floor(now / 1_000);
  const claims = { iss: email, scope, aud: audience, iat, exp: iat + GOOD_FOR_S };
  const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid: keyId })}.${encode(claims)}`;
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
}

function encode(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}
