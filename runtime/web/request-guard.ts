/**
 * Is this request from our own page? The Host header stops DNS rebinding (a foreign name that
 * resolves to 127.0.0.1), the Origin header stops other pages in the same browser: the same-origin
 * policy alone does not cover WebSockets, nor blind POSTs. Not about who the person is.
 */
import type { Refusal } from '../core/refusal.ts';
import { refuseWeb } from './errors.ts';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** No page speaks there: who comes without a signature is told that (401), and not that they are no page. */
const FOR_PROGRAMS = '/api/hooks/';

export interface GuardedRequest {
  /** Path and query. */
  readonly url?: string;
  readonly method: string;
  readonly headers: {
    readonly host?: string | undefined;
    readonly origin?: string | undefined;
    readonly upgrade?: string | undefined;
    readonly authorization?: string | undefined;
    readonly 'x-boardtalk-signature'?: string | string[] | undefined;
  };
}

/** undefined = let it pass. `ownNames` are the host names besides loopback's that lead here. */
export function guardRequest(
  request: GuardedRequest,
  ownNames: readonly string[],
): Refusal | undefined {
  const { host, origin, upgrade, authorization } = request.headers;
  const isOfProgram =
    (authorization ?? request.headers['x-boardtalk-signature']) !== undefined ||
    request.url?.startsWith(FOR_PROGRAMS) === true;
  if (!isOwnHost(host, ownNames))
    return refuseWeb('WEB_FOREIGN_HOST', `this board does not answer to the name "${host ?? ''}"`);
  const onlyReads =
    (request.method === 'GET' || request.method === 'HEAD') && upgrade === undefined;
  // The port may be a tunnel's, so it is not compared with ours; Host and Origin must agree on it.
  if (onlyReads || origin?.toLowerCase() === `http://${host ?? ''}`.toLowerCase()) return undefined;
  // A program, not a browser: browsers name the origin of every write, and no page can leave it out.
  if (origin === undefined && upgrade === undefined && isOfProgram) return undefined;
  return refuseWeb('WEB_FOREIGN_ORIGIN', `the request comes from "${origin ?? 'no page'}"`);
}

function isOwnHost(host: string | undefined, ownNames: readonly string[]): boolean {
  const name = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.exec(host ?? '')?.[1]?.toLowerCase();
  return name !== undefined && [...LOOPBACK_NAMES, ...ownNames].includes(name);
}
