/** Replies that a door may ask for again; older ones are in the inbox, unless a power cut took them. */
import type { ChatReply } from '../actions/chat-port.ts';
import { RecentMap } from '../core/recent-map.ts';

const REMEMBERED_REPLIES = 200;

/** Replies that keep their files: a megabyte each, or two. */
const REMEMBERED_PICTURES = 5;

export class ReplyMemory {
  readonly #replies = new RecentMap<Promise<ChatReply>>(REMEMBERED_REPLIES);
  /** Keys of the replies that still have their pictures, oldest first. */
  readonly #pictured: string[] = [];

  find(key: string): Promise<ChatReply> | undefined {
    return this.#replies.get(key);
  }

  keep(key: string, reply: Promise<ChatReply>): void {
    this.#replies.set(key, reply);
    // What broke is no answer: the inbox knows whether the message was acted on.
    void reply.then(
      ({ attachments }) => {
        if (attachments !== undefined) this.#letGoOfPictures(key);
      },
      () => {
        this.#replies.delete(key);
      },
    );
  }

  /** Those that were given in these chats. @param chats absent: all */
  forget(chats?: ReadonlySet<string>): void {
    for (const key of this.#replies.keys())
      if (chats === undefined || [...chats].some((chat) => key.startsWith(`${chat}/`)))
        this.#replies.delete(key);
  }

  /** Only the newest keep their pictures: the others say what they said. */
  #letGoOfPictures(newest: string): void {
    this.#pictured.push(newest);
    if (this.#pictured.length <= REMEMBERED_PICTURES) return;
    const key = this.#pictured.shift() ?? '';
    const plain = this.#replies.get(key)?.then(({ attachments: _, ...reply }) => reply);
    if (plain !== undefined) this.#replies.set(key, plain);
  }
}
