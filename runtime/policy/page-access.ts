/** Who may come in by the page: by a claim code once, by the session it opened from then on. */
import type { Speaker } from '../actions/chat-port.ts';
import type { Refusal } from '../core/refusal.ts';
import type { ClaimDesk } from './claim.ts';
import type { People } from './people.ts';
import type { Sessions } from './sessions.ts';

export interface PageAccessParts {
  readonly claimDesk: ClaimDesk;
  readonly people: People;
  readonly sessions: Sessions;
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

  endSession(token: string): Promise<void> {
    return this.#parts.claimDesk.close(token);
  }
}
