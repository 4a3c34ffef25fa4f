/** What every post is asked before it is believed, whichever platform it says it comes from. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../config/secret.ts';
import type { HookAnswer, HookRequest } from './hook-request.ts';

export const TAKEN: HookAnswer = { status: 200 };
export const FORGED: HookAnswer = { status: 401, body: 'not verified' };
export const UNREADABLE: HookAnswer = { status: 400, body: 'not understood' };
export const WRONG_METHOD: HookAnswer = { status: 405 };
export const WRONG_TYPE: HookAnswer = { status: 415 };

/**
 * What is older is not taken: that it arrived is remembered for two days (`arrivals.ts`), and whoever kept a
 * post for longer could say it again. Platforms that repeat for longer say when it was written.
 */
const LONGEST_AGO_MS = 40 * 3_600_000;

export function isTooOld(at: number, now: number): boolean {
  // Also of no time at all.
  return !(now - at <= LONGEST_AGO_MS);
}

/** In the time that does not tell how much of it is right. */
export function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

export interface Signing {
  readonly algorithm: 'sha1' | 'sha256';
  readonly encoding: 'base64' | 'hex';
  readonly secret: Secret;
}

/** An empty secret signs nothing. */
export function isSigned(
  content: string | Buffer,
  signature: string | undefined,
  { algorithm, encoding, secret }: Signing,
): boolean {
  if (signature === undefined || secret.reveal() === '') return false;
  const own = createHmac(algorithm, secret.reveal()).update(content).digest(encoding);
  return isSame(own, signature);
}

export function isOfType(request: HookRequest, type: string): boolean {
  const [given = ''] = (request.headers['content-type'] ?? '').split(';');
  return given.trim().toLowerCase() === type;
}
