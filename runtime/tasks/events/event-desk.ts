/**
 * Events as other programs ask for them, and what they say: who is it, what came for them, and what do
 * they want. The web door asks here; it knows no tokens.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { ChatPort, ChatReply, Speaker } from '../../actions/chat-port.ts';
import type { Secret } from '../../config/secret.ts';
import type { SitePlatform } from '../../config/site.ts';
import type { Clock } from '../../core/clock.ts';
import type { People } from '../../policy/people.ts';
import { chatOf, formOf } from './event.ts';
import type { EventBook } from './event-book.ts';
import { isRecent, isSignedWith } from './event-signature.ts';

export interface EventDeskParts {
  readonly site: { readonly platforms: readonly SitePlatform[] };
  readonly people: Pick<People, 'find'>;
  readonly book: Pick<EventBook, 'after'>;
  readonly chat: Pick<ChatPort, 'handle'>;
  readonly clock: Clock;
}

/** A request that was signed. */
export interface SignedRequest {
  /** Seconds since 1970. */
  readonly timestamp: string;
  readonly signature: string;
  readonly body: Uint8Array;
}

/** One answer: a program that was away asks again with the last id. */
const MOST = { count: 100, bytes: 1_000_000 };

export class EventDesk {
  readonly #parts: EventDeskParts;

  constructor(parts: EventDeskParts) {
    this.#parts = parts;
  }

  /** The platform that has this token. @param mayTry a placeholder counts, too */
  byToken(token: string, mayTry: boolean): string | undefined {
    const isHis = (own: Secret): boolean => isSame(own.reveal(), token);
    return this.#find(isHis) ?? (mayTry ? this.#find(isHis, 'placeholderToken') : undefined);
  }

  /** The platform that signed; `old` where somebody did, and longer ago than clocks differ. */
  bySignature(request: SignedRequest): string | { readonly old: true } | undefined {
    const platform = this.#find((token) => isSignedWith(token, request, request.body));
    if (platform === undefined) return undefined;
    return isRecent(request.timestamp, this.#parts.clock.now()) ? platform : { old: true };
  }

  /** In the form of the platform, oldest first. @param since an id, or epoch ms */
  async eventsFor(
    name: string,
    since: string | number | undefined,
  ): Promise<{ readonly events: readonly unknown[]; readonly last?: string | undefined }> {
    const platform = this.#parts.site.platforms.find((one) => one.name === name);
    if (platform === undefined) return { events: [] };
    const found = await this.#parts.book.after(name, since, MOST);
    return { events: found.map((event) => formOf(event, platform)), last: found.at(-1)?.id };
  }

  /** What the program says, as the person it speaks as. The same id again gets the same reply. */
  say(name: string, message: { readonly id: string; readonly text: string }): Promise<ChatReply> {
    return this.#parts.chat.handle({ ...message, speaker: this.#speaker(name) });
  }

  /** Nobody it may speak as: it reads, and no more. */
  #speaker(name: string): Speaker {
    const { site, people } = this.#parts;
    const via = { via: 'api', chat: chatOf(name) };
    const { speaksAs = '' } = site.platforms.find((one) => one.name === name) ?? {};
    const person = people.find(speaksAs);
    if (person === undefined) return { person: `platform:${name}`, role: 'viewer', ...via };
    const { id, role, areas } = person;
    return { person: id, role, ...(areas === undefined ? {} : { areas }), ...via };
  }

  /** Looks at all of them, so that the time it takes tells nothing. */
  #find(
    isHis: (token: Secret) => boolean,
    kind: 'authToken' | 'placeholderToken' = 'authToken',
  ): string | undefined {
    return this.#parts.site.platforms
      .filter(({ type, [kind]: token }) => type === 'api' && token !== undefined && isHis(token))
      .at(0)?.name;
  }
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
