/** How a request between this node and another program is signed, in both directions: docs/events.md. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../config/secret.ts';

/** What a clock may be wrong by; outside of it, a request is an old one that somebody sends again. */
const WINDOW_MS = 300_000;

const TIMESTAMP = /^\d{1,12}$/;
const SIGNATURE = /^[0-9a-f]{64}$/i;

/** HMAC-SHA256 in hex, over the timestamp, a dot and the bytes of the body. @param timestamp seconds since 1970 */
export function sign(token: Secret, timestamp: string, body: Uint8Array): string {
  return hmac(token, timestamp, body).toString('hex');
}

export function isSignedWith(
  token: Secret,
  { timestamp, signature }: { readonly timestamp: string; readonly signature: string },
  body: Uint8Array,
): boolean {
  if (!TIMESTAMP.test(timestamp) || !SIGNATURE.test(signature)) return false;
  return timingSafeEqual(hmac(token, timestamp, body), Buffer.from(signature, 'hex'));
}

export function timestampOf(now: number): string {
  return String(Math.floor(now / 1_000));
}

export function isRecent(timestamp: string, now: number): boolean {
  return Math.abs(Number(timestamp) * 1_000 - now) <= WINDOW_MS;
}

function hmac(token: Secret, timestamp: string, body: Uint8Array): Buffer {
  return createHmac('sha256', token.reveal()).update(`${timestamp}.`).update(body).digest();
}
