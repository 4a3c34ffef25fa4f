/**
 * Tells the people behind a platform of the site: a program gets an event, the page of this node a letter
 * in the chat of each person. The same id is told once, however often somebody tells it.
 */
import type { Language } from '../../actions/asker.ts';
import type { Attachment } from '../../actions/attachment.ts';
import type { SitePlatform } from '../../config/site.ts';
import type { Clock } from '../../core/clock.ts';
import { OWNER, type People } from '../../policy/people.ts';
import type { Store, Write } from '../../state/store.ts';
import type { Outbox } from '../outbox.ts';
import { cutText } from './cut-text.ts';
import type { NewEvent } from './event.ts';
import type { EventBook } from './event-book.ts';

export interface PlatformNewsParts {
  readonly site: { readonly platforms: readonly SitePlatform[]; readonly language: Language };
  readonly book: Pick<EventBook, 'has' | 'tell'>;
  readonly outbox: Pick<Outbox, 'announce'>;
  readonly people: Pick<People, 'list'>;
  readonly store: Pick<Store, 'durable'>;
  readonly clock: Clock;
}

/** Durable when it resolves. */
type Keep = (writes: readonly Write[]) => Promise<void>;

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
   * @returns false where the site has no such platform: then nothing was told, nor kept
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
    if (platform.type === 'api' || book.has(notice.id)) await book.tell(event, keep);
    else {
      const keepAll: Keep = (mark) =>
        this.#writeToAll(notice, (letters) => keep([...letters, ...mark]));
      await book.tell({ ...event, postedAt: clock.now() }, keepAll);
    }
    return true;
  }

  /** One letter to each, in one batch with the mark that they were written. */
  #writeToAll(
    { task, channel, pictures = [], only = () => true }: PlatformNotice,
    keep: Keep,
  ): Promise<void> {
    const { site, outbox, people } = this.#parts;
    const { language } = site;
    const all = people.list().map(({ id }) => ({ id, chat: `web:${id}`, language }));
    // Whoever may open the socket is no person of the site, and has a chat all the same.
    const owner = { id: OWNER.id, chat: `cli:${OWNER.id}`, language };
    const named = [...all, owner].filter(({ id }) => id === channel);
    const text = typeof task.output === 'string' ? task.output : JSON.stringify(task.output);
    const isFailure = task.status === 'failed' || task.status === 'unknown';
    const kind = 'notice';
    const cut = cutText(text, MOST_TEXT, language);
    const shown = pictures.length === 0 ? {} : { pictures };
    const news = { kind, name: task.name, isFailure, text: cut, ...shown } as const;
    return outbox.announce(named.length > 0 ? named : all.filter(({ id }) => only(id)), news, keep);
  }
}
