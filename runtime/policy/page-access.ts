/** Who may come in by the web door: by a claim code once, by the session it opened from then on; programs by a token. */
import type { Speaker } from '../actions/chat-port.ts';
import type { Refusal } from '../core/refusal.ts';
import type { ApiTokens } from './api-tokens.ts';
import type { ClaimDesk } from './claim.ts';
import type { People } from './people.ts';
import type { Sessions } from './sessions.ts';

export interface PageAccessParts {
  readonly claimDesk: ClaimDesk;
  readonly people: People;
  readonly sessions: Sessions;
  readonly tokens: ApiTokens;
}

export class PageAccess {
  readonly #parts: PageAccessParts;

  constructor(parts: PageAccessParts) {
    this.#parts = parts;
  }

  isClaimed(): boolean {
    return this.#parts.claimDesk.isClaimed();
  }

  claim(code: string, { name }: { readonly name: string }): Promise<{ token: string } | Refusal> {
    return this.#parts.claimDesk.claim(code, name);
  }

  /** Asked again for every message, so that a changed role or a closed session counts at once. */
  session(token: string): Speaker | undefined {
    const person = this.#parts.people.find(this.#parts.sessions.personOf(token) ?? '');
    if (person === undefined) return undefined;
    const { id, role, areas } = person;
    const limits = areas === undefined ? {} : { areas };
    return { person: id, role, via: 'web', chat: `web:${id}`, ...limits };
  }

  /** The program behind a bearer token. It has no conversation: nobody reads news that are for it. */
  bearer(token: string): Speaker | undefined {
    const found = this.#parts.tokens.find(token);
    if (found === undefined) return undefined;
    const person = `token:${found.name}`;
    return { person, role: found.role, via: 'rest', chat: `rest:${found.name}` };
  }

  endSession(token: string): Promise<void> {
    return this.#parts.claimDesk.close(token);
  }
}
