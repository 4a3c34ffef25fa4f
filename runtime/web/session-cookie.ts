/** The cookie that carries a session's token: read from a request, written into a reply. Knows no session. */
export const SESSION_COOKIE = 'boardtalk_session';
const TOKEN = /^[A-Za-z0-9_-]{16,128}$/;
/** Out of reach of scripts, and never sent along from another site's page. */
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict';

/** A month. When a session is over is decided behind `AccessPort`; this only lets the browser forget. */
const KEPT_S = 30 * 86_400;

/** undefined when there is none, or one that cannot be ours. */
export function readSessionToken(cookieHeader: string | undefined): string | undefined {
  for (const pair of (cookieHeader ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === SESSION_COOKIE && value !== undefined && TOKEN.test(value)) return value;
  }
  return undefined;
}

export function sessionCookie(token: string): string {
  return `${SESSION_COOKIE}=${token}; ${ATTRIBUTES}; Max-Age=${KEPT_S}`;
}

/** Makes the browser forget the token. */
export const FORGET_COOKIE = `${SESSION_COOKIE}=; ${ATTRIBUTES}; Max-Age=0`;
