/** The few HTTP calls of the page. Answers come from our own server of the same build; their outline is checked, not each field. */
import type { SessionAnswer } from '../protocol.ts';

/** undefined: the board does not answer. */
export async function fetchSession(): Promise<SessionAnswer | undefined> {
  try {
    const response = await fetch('/api/session', { cache: 'no-store' });
    const body: unknown = await response.json();
    return isSessionAnswer(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

export interface ClaimProblem {
  /** The code of the board's refusal; `unreachable` when it does not answer. */
  readonly code: string;
  /** What the board says about it, in the site's language. */
  readonly text: string;
}

/** undefined: claimed, and the session cookie is set. */
export async function postClaim(code: string, name: string): Promise<ClaimProblem | undefined> {
  try {
    const response = await post('/api/claim', { code, name });
    return response.ok ? undefined : problemOf(await response.json());
  } catch {
    return { code: 'unreachable', text: '' };
  }
}

export async function postLogout(): Promise<void> {
  await post('/api/logout', {});
}

function post(path: string, body: object): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

function isSessionAnswer(body: unknown): body is SessionAnswer {
  return typeof body === 'object' && body !== null && 'signedIn' in body && 'language' in body;
}

function problemOf(body: unknown): ClaimProblem {
  const error = field(body, 'error');
  return {
    code: String(field(error, 'code')),
    text: `${String(field(error, 'message'))}. ${String(field(error, 'hint'))}`,
  };
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}
