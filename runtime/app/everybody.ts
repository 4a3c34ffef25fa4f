/**
 * Where the people of the site hear what nobody there asked for: each on their page, and on the messengers
 * that they linked, but those the site calls quiet.
 */
import type { Language } from '../actions/asker.ts';
import type { Channels } from '../gateway/channels/channels.ts';
import { OWNER } from '../policy/people.ts';
import type { Ground } from './ground.ts';

export interface Addressee {
  readonly person: string;
  readonly chat: string;
  readonly language: Language;
}

export type Everybody = () => readonly Addressee[];

/** Each chat once. */
export function everybodyOf(
  { people, site }: Pick<Ground, 'people' | 'site'>,
  channels: Pick<Channels, 'newsChatsOf'>,
): Everybody {
  return () =>
    people.list().flatMap(({ id: person }) =>
      [`web:${person}`, ...channels.newsChatsOf(person)].map((chat) => ({
        ...{ person, chat, language: site.language },
      })),
    );
}

/** Whoever may open the socket of this node has a chat all the same. */
export function withTerminal({ site }: Pick<Ground, 'site'>, everybody: Everybody): Everybody {
  return () => [
    ...everybody(),
    { person: OWNER.id, chat: `cli:${OWNER.id}`, language: site.language },
  ];
}
