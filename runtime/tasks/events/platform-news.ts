/**
 * Tells the people behind a platform of the site: a program gets an event, people a letter in each of their
 * chats, a room of a messenger a message. The same id is told once, however often somebody tells it.
 */
import type { Language } from '../../actions/asker.ts';
import type { Attachment } from '../../actions/attachment.ts';
import type { SitePlatform } from '../../config/site.ts';
import type { Clock } from '../../core/clock.ts';
import { OWNER, type People } from '../../policy/people.ts';
import type { Store } from '../../state/store.ts';
import type { News } from '../news.ts';
import type { Outbox } from '../outbox.ts';
import type { Keep, Telling } from '../tell-together.ts';
import { cutText } from './cut-text.ts';
import type { NewEvent } from './event.ts';
import type { EventBook } from './event-book.ts';

/** A chat of one person. */
export interface Listener {
  readonly person: string;
  readonly chat: string;
  readonly language: Language;
}

/** Where several people hear it. Durable with `keep`. @param id the same for the same news */
export type Room = (id: string, news: News, keep: Keep) => Promise<void>;

export interface PlatformNewsParts {
  readonly site: { readonly platforms: readonly SitePlatform[]; readonly language: Language };
  readonly book: Pick<EventBook, 'has' | 'tell'>;
  readonly outbox: Pick<Outbox, 'announce'>;
  /** All chats of the people behind a platform: of the page, also those on messengers. */
  readonly listenersOf: (platform: SitePlatform) => readonly Listener[];
  /** @param channel as the platform calls it; undefined where it has none, or does not run */
  readonly roomOf: (platform: SitePlatform, channel: string) => Room | undefined;
  readonly people: Pick<People, 'find'>;
  readonly store: Pick<Store, 'durable'>;
  readonly clock: Clock;
}

export type PlatformNotice = Omit<NewEvent, 'platform' | 'postedAt'> & {
  /** For people; the form of events has no place for them. */
  readonly pictures?: readonly Attachment[];
  /** Which people it is for; absent: all of them. */
  readonly only?: (person: string) => boolean;
};

/** Nobody reads more of it in a chat, and every chat keeps its own. */
const MOST_TEXT = 8_000;

export class PlatformNews {
  readonly #parts: PlatformNewsParts;

  constructor(parts: PlatformNewsParts) {
    this.#parts = parts;
  }

  /**
   * Durable when it resolves. `keep` writes it together with what it tells of.
   * @returns false where the site has no such platform, or nobody there: then nothing was told, nor kept
   */
  async tell(
    name: string,
    notice: PlatformNotice,
    keep: Keep = (writes) => this.#parts.store.durable(writes),
  ): Promise<boolean> {
    const { site, book, clock } = this.#parts;
    const platform = site.platforms.find((one) => one.name === name);
    if (platform === undefined) return false;
    const { pictures: _, only: __, ...told } = notice;
    const event = { ...told, platform: name };
    if (platform.type === 'api' || book.has(notice.id)) {
      await book.tell(event, keep);
      return true;
    }
    const telling = this.#tellingOf(platform, notice);
    if (telling === undefined) return false;
    const keepAll: Keep = (mark) => telling((writes) => keep([...writes, ...mark]));
    await book.tell({ ...event, postedAt: clock.now() }, keepAll);
    return true;
  }

  /** One letter to each chat, or a message in a room; undefined: there is nobody. */
  #tellingOf(platform: SitePlatform, notice: PlatformNotice): Telling | undefined {
    const { outbox, listenersOf, roomOf, people, site } = this.#parts;
    const { channel, only = () => true } = notice;
    const news = this.#newsOf(notice);
    const isPage = platform.type === 'websocket';
    const all = listenersOf(platform);
    // Whoever may open the socket is no person of the site, and has a chat all the same.
    const chat = `cli:${OWNER.id}`;
    const terminal = isPage ? [{ person: OWNER.id, chat, language: site.language }] : [];
    const named = [...all, ...terminal].filter(({ person }) => person === channel);
    const isRoom = channel !== undefined && people.find(channel) === undefined && !isPage;
    const room = isRoom ? roomOf(platform, channel) : undefined;
    if (isRoom) return room && ((keep) => room(notice.id, news, keep));
    const isForOne = channel !== undefined && !isPage;
    const to = named.length > 0 || isForOne ? named : all.filter(({ person }) => only(person));
    return to.length === 0 && !isPage ? undefined : (keep) => outbox.announce(to, news, keep);
  }

  #newsOf({ task, pictures = [] }: PlatformNotice): News {
    const text = typeof task.output === 'string' ? task.output : JSON.stringify(task.output);
    const isFailure = task.status === 'failed' || task.status === 'unknown';
    const cut = cutText(text, MOST_TEXT, this.#parts.site.language);
    const shown = pictures.length === 0 ? {} : { pictures: [...pictures] };
    return { kind: 'notice', name: task.name, isFailure, text: cut, ...shown };
  }
}
