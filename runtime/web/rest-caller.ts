/** Who is behind a REST request: a program by its bearer token, or the person of the page's session; never both. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Asker, Language } from '../actions/asker.ts';
import type { Speaker } from '../actions/chat-port.ts';
import type { WebPorts } from './ports.ts';
import { readSessionToken } from './session-cookie.ts';

/** RFC 6750 §2.1. */
const BEARER = /^Bearer ([A-Za-z0-9_-]{16,128})$/i;

export function speakerOf(
  { authorization, cookie }: IncomingHttpHeaders,
  access: WebPorts['access'],
): Speaker | undefined {
  if (authorization !== undefined) {
    const token = BEARER.exec(authorization)?.[1];
    return token === undefined ? undefined : access.bearer(token);
  }
  const token = readSessionToken(cookie);
  return token === undefined ? undefined : access.session(token);
}

/** @param words what is asked for, as it will stand in the journal. */
export function askerOf(speaker: Speaker, language: Language, words: string): Asker {
  return { ...speaker, language, words };
}

/** The first language of the header that there is; without the header, the site's. */
export function languageOf({
  'accept-language': wanted,
}: IncomingHttpHeaders): Language | undefined {
  const tags = (wanted ?? '').split(',').map((tag) => tag.trim().slice(0, 2).toLowerCase());
  return tags.find((tag) => tag === 'en' || tag === 'zh');
}
