/** The cookie that carries a session's token: read from a request, written into a reply. Knows no session. */
import type { Clock } from '../core/clock.ts';
import type { WebSession } from './ports.ts';

const NAME = 'boardtalk_session';
const TOKEN = /^[A-Za-z0-9_-]{16,128}$/;
/** Out of reach of scripts, and never sent along from another site's page. */
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict';

/** undefined when there is none, or one that cannot be ours. */
export function readSessionToken(cookieHeader: string | undefined): string | undefined {
  for (const pair of (cookieHeader ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === NAME && value !== undefined && TOKEN.test(value)) return value;
  }
  return undefined;
}

export function sessionCookie(session: WebSession, clock: Clock): string {
  const maxAgeS = Math.max(0, Math.floor((session.expiresAt - clock.now()) / 1_000));
  return `${NAME}=${session.token}; ${ATTRIBUTES}; Max-Age=${String(maxAgeS)}`;
}

/** Makes the browser forget the token. */
export const FORGET_COOKIE = `${NAME}=; ${ATTRIBUTES}; Max-Age=0`;
