/**
 * What happens later, told in the chats of the people of the site: in the chat of two that each account has,
 * and wherever they have written from. Who is let go hears nothing any more, nor what still waits to be sent.
 */
import { createHash } from 'node:crypto';
import type { ChatNote, ChatPort } from '../../actions/chat-port.ts';
import { errorMessage } from '../../core/app-error.ts';
import type { Log } from '../../core/log.ts';
import type { Identities } from '../../policy/identities.ts';
import type { ChannelAdapter } from './channel-adapter.ts';
import type { KnownChats } from './known-chats.ts';
import { messagesOf } from './messages-of.ts';
import type { ProgressCard } from './progress-card.ts';
import type { Hearer, Sendings } from './sendings.ts';
import type { WhoSpeaks } from './who-speaks.ts';

export interface ChannelNewsParts {
  readonly channel: string;
  readonly type: string;
  readonly adapter: ChannelAdapter;
  readonly chat: Pick<ChatPort, 'subscribe'>;
  readonly identities: Pick<Identities, 'list' | 'onChange' | 'personOf'>;
  readonly knownChats: KnownChats;
  readonly who: WhoSpeaks;
  readonly sendings: Sendings;
  readonly progress: ProgressCard;
  readonly log: Log;
  readonly onQueued: () => void;
}

export class ChannelNews {
  readonly #parts: ChannelNewsParts;
  /** How to end each, by chat. */
  readonly #subscriptions = new Map<string, () => void>();
  #forget = (): void => undefined;

  constructor(parts: ChannelNewsParts) {
    this.#parts = parts;
  }

  start(): void {
    this.follow();
    this.#forget = this.#parts.identities.onChange(() => {
      this.follow();
    });
  }

  stop(): void {
    this.#forget();
    for (const end of this.#subscriptions.values()) end();
    this.#subscriptions.clear();
  }

  /** To be called when somebody wrote from a place that is new. */
  follow(): void {
    const chats = this.#chats();
    for (const [chat, end] of this.#subscriptions) {
      if (chats.has(chat)) continue;
      end();
      this.#subscriptions.delete(chat);
    }
    for (const [chat, user] of chats)
      if (!this.#subscriptions.has(chat)) this.#subscribe(chat, user);
    // The courier asks who may hear what: it clears away what waits for whoever may no more.
    this.#parts.onQueued();
  }

  /** The chats of two of this person, as the conversation knows them. */
  chatsOf(person: string): readonly string[] {
    const { identities, type, adapter, knownChats, channel, who } = this.#parts;
    const own = identities
      .list(type, adapter.account)
      .filter((identity) => identities.personOf(identity)?.id === person)
      .map(({ user }) => user);
    const met = knownChats
      .of(channel)
      .filter(({ isGroup, users }) => !isGroup && users.some((user) => own.includes(user)))
      .map(({ chat }) => chat);
    const chats = own.flatMap((user) => adapter.chatOf(user) ?? met);
    return [...new Set(chats)].map((chat) => who.chatId(chat));
  }

  /** With the account whose own chat it is; undefined: a group's. */
  #chats(): ReadonlyMap<string, string | undefined> {
    const { identities, type, adapter, knownChats, channel, who } = this.#parts;
    const users = identities.list(type, adapter.account).map(({ user }) => user);
    const chats = new Map<string, string | undefined>();
    for (const { chat, isGroup, users: writers } of knownChats.of(channel)) {
      const user = writers.findLast((one) => users.includes(one));
      if (user === undefined || (isGroup && who.groupOf(chat) === undefined)) continue;
      chats.set(chat, isGroup ? undefined : user);
    }
    for (const user of users) {
      const own = adapter.chatOf(user);
      if (own !== undefined) chats.set(own, user);
    }
    return chats;
  }

  #subscribe(chat: string, user: string | undefined): void {
    // Set before it listens: what waits is told at once.
    this.#subscriptions.set(chat, () => undefined);
    const end = this.#parts.chat.subscribe(this.#parts.who.chatId(chat), (note) => {
      this.#tell(chat, user, note);
    });
    this.#subscriptions.set(chat, end);
  }

  /** Handed to the store before this returns, so before the outbox forgets it. How far something is, is kept nowhere. */
  #tell(chat: string, user: string | undefined, note: ChatNote): void {
    const { channel, adapter, sendings, progress, onQueued } = this.#parts;
    const { text, at, inReplyTo, attachments } = note;
    if (inReplyTo !== undefined) {
      progress.show(chat, text);
      return;
    }
    const alts = attachments?.map(({ alt }) => alt) ?? [];
    const told = JSON.stringify([chat, at, text, alts]);
    const digest = createHash('sha256').update(told).digest('hex').slice(0, 32);
    const id = `news/${channel}/${chat}/${digest}`;
    const to = this.#hearerOf(user);
    if (user !== undefined && to === undefined) return;
    const messages = messagesOf({ id, chat, text, attachments }, adapter.traits);
    const queued = messages.map((message) => ({ ...message, to }));
    sendings.queue(channel, queued).then(onQueued, this.#failed('could not be queued'));
  }

  #hearerOf(user: string | undefined): Hearer | undefined {
    const { identities, who } = this.#parts;
    const person = user === undefined ? undefined : identities.personOf(who.identityOf(user));
    return user === undefined || person === undefined ? undefined : { user, person: person.id };
  }

  #failed(what: string): (error: unknown) => void {
    return (error) => {
      const { log, channel } = this.#parts;
      log.error({ channel, error: errorMessage(error) }, `news ${what}`);
    };
  }
}
