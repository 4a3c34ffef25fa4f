/**
 * What a board needs to join a site, in one line: `<node>.<site>.<secret>.<key>`, and the password
 * that it proves the secret with. A password holds for one connection: its counter only ever
 * rises, so a false gateway that was told one can do nothing with it once the board has joined.
 */
import { createHmac } from 'node:crypto';
import { ID_PATTERN } from '../core/ids.ts';
import type { Refusal } from '../core/refusal.ts';
import { refuseMesh } from './errors.ts';

export interface JoinToken {
  readonly node: string;
  readonly site: string;
  /** 32 random bytes, base64url. */
  readonly secret: string;
  /** The fingerprint of the site's public key, see `policy/site-key.ts`. */
  readonly key: string;
}

export interface JoinPassword {
  readonly counter: number;
  readonly mac: string;
}

/** base64url of 32 bytes, without padding (RFC 4648 §5). */
const BYTES_32 = /^[A-Za-z0-9_-]{43}$/;

/** Domain separation: what is authenticated begins with these bytes. */
const CONTEXT = 'boardtalk join v1';

export function formatJoinToken({ node, site, secret, key }: JoinToken): string {
  return [node, site, secret, key].join('.');
}

export function parseJoinToken(text: string): JoinToken | Refusal {
  const [node = '', site = '', secret = '', key = '', ...rest] = text.trim().split('.');
  const isToken =
    [node, site].every((id) => ID_PATTERN.test(id)) &&
    [secret, key].every((bytes) => BYTES_32.test(bytes)) &&
    rest.length === 0;
  // The token itself stays out of the message: messages are logged.
  return isToken
    ? { node, site, secret, key }
    : refuseMesh('MESH_BAD_TOKEN', 'the token is not of the form NODE.SITE.SECRET.KEY');
}

/** @param counter higher than every one this board has used before. */
export function joinPassword(token: Omit<JoinToken, 'key'>, counter: number): string {
  return `${String(counter)}.${joinMac(token, counter)}`;
}

/** What a password claims; whether it is true shows `joinMac`. */
export function parseJoinPassword(text: string): JoinPassword | undefined {
  const [, digits, mac] = /^(\d{1,15})\.([A-Za-z0-9_-]{43})$/.exec(text) ?? [];
  return digits === undefined || mac === undefined ? undefined : { counter: Number(digits), mac };
}

export function joinMac({ site, node, secret }: Omit<JoinToken, 'key'>, counter: number): string {
  return createHmac('sha256', Buffer.from(secret, 'base64url'))
    .update([CONTEXT, site, node, String(counter)].join('\0'))
    .digest('base64url');
}
