/**
 * As whom somebody speaks on a channel: the person whom the site knows behind the account, with the rights
 * they have in this place. In a group others read along, so nobody may more there than the site gave to the
 * group, and where anybody can write in another's name, everybody only reads.
 */
import type { Speaker } from '../../actions/chat-port.ts';
import type { SiteGroup } from '../../config/site.ts';
import type { Identities, Identity } from '../../policy/identities.ts';
import type { Person } from '../../policy/people.ts';
import { lesserRole } from '../../policy/roles.ts';
import type { ArrivedMessage, Traits } from './channel-adapter.ts';

export interface WhoSpeaksParts {
  readonly type: string;
  readonly account: string;
  readonly traits: Traits;
  readonly groups: readonly SiteGroup[];
  readonly identities: Pick<Identities, 'personOf'>;
}

export class WhoSpeaks {
  readonly #parts: WhoSpeaksParts;

  constructor(parts: WhoSpeaksParts) {
    this.#parts = parts;
  }

  identityOf(user: string): Identity {
    const { type, account } = this.#parts;
    return { platform: type, account, user };
  }

  /** undefined: nobody of this site. */
  personOf({ user, at }: ArrivedMessage): Person | undefined {
    return this.#parts.identities.personOf(this.identityOf(user), at);
  }

  /** undefined: the site has given this group no rights. A thread is part of its group. */
  groupOf(chat: string): SiteGroup | undefined {
    return this.#parts.groups.find(
      (group) => chat === group.chat || chat.startsWith(`${group.chat}/`),
    );
  }

  /** undefined: they are nobody here, or nobody any more. */
  speakerOf(message: ArrivedMessage): Speaker | undefined {
    const person = this.personOf(message);
    if (person === undefined) return undefined;
    const { type, traits } = this.#parts;
    const own = { role: traits.isForgeable ? 'viewer' : person.role, areas: person.areas } as const;
    const place = { person: person.id, via: type, chat: this.chatId(message.chat) };
    if (message.group === undefined) return { ...place, role: own.role, ...limited(own.areas) };
    const group = this.groupOf(message.chat);
    if (group === undefined) return undefined;
    const areas = bothOf(own.areas, group.areas);
    return { ...place, role: lesserRole(own.role, group.role), ...limited(areas) };
  }

  /** As the conversation knows it. */
  chatId(chat: string): string {
    const { type, account } = this.#parts;
    return `${type}:${account}:${chat}`;
  }
}

function limited(areas: readonly string[] | undefined): Pick<Speaker, 'areas'> {
  return areas === undefined ? {} : { areas };
}

function bothOf(
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
): readonly string[] | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.filter((area) => other.includes(area));
}
