/**
 * The conversation: from a message of any door to a reply. It takes each message on once, asks
 * language what was meant, runs it through the catalogue as the person who wrote, and says what
 * came of it. It holds no word of any platform and decides nothing about the world.
 */
import type { ActionResult } from '../actions/action.ts';
import type { Asker, Language, Progress } from '../actions/asker.ts';
import type { Catalogue } from '../actions/catalogue.ts';
import type { ChatMessage, ChatNote, ChatPort, ChatReply } from '../actions/chat-port.ts';
import type { Speech } from '../actions/speech.ts';
import type { Clock } from '../core/clock.ts';
import type {
  ActionCall,
  Focus,
  SentenceContext,
  Understanding,
} from '../language/understanding.ts';
import type { Inbox } from '../tasks/inbox.ts';
import type { Letter, Outbox } from '../tasks/outbox.ts';
import { saySmallTalk, sayProgress, sayTakenBefore, sayUnsure } from './phrases.ts';
import { sayNews } from './say-news.ts';

export interface ConversationParts {
  readonly catalogue: Catalogue;
  readonly speech: Speech;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** The site's language, until a person writes in another. */
  readonly language: Language;
  readonly understand: (text: string, context: SentenceContext) => Understanding;
  /** The token of the question that is open in a chat. */
  readonly openQuestion: (chat: string) => string | undefined;
}

type NoteListener = (note: ChatNote) => void;

/** Replies that a door may ask for again; older ones are in the inbox, unless a power cut took them. */
const REMEMBERED_REPLIES = 200;

/** Chats whose "it" is remembered. */
const REMEMBERED_CHATS = 500;

interface Memory {
  readonly focus: Focus | undefined;
  readonly language: Language;
}

export class Conversation implements ChatPort {
  readonly language: Language;
  readonly #parts: ConversationParts;
  readonly #replies = new Map<string, Promise<ChatReply>>();
  readonly #memories = new Map<string, Memory>();
  readonly #listeners = new Map<string, Set<NoteListener>>();

  constructor(parts: ConversationParts) {
    this.#parts = parts;
    this.language = parts.language;
  }

  handle(message: ChatMessage): Promise<ChatReply> {
    const key = `${message.speaker.chat}/${message.id}`;
    const known = this.#replies.get(key);
    if (known !== undefined) return known;
    const reply = this.#takeOn(message);
    keep(this.#replies, key, reply, REMEMBERED_REPLIES);
    return reply;
  }

  subscribe(chat: string, listener: NoteListener): () => void {
    const listeners = this.#listeners.get(chat) ?? new Set();
    this.#listeners.set(chat, listeners.add(listener));
    const stop = this.#parts.outbox.subscribe(chat, (letter) => {
      listener({ chat, text: this.#sayLetter(letter), at: letter.at });
    });
    return () => {
      listeners.delete(listener);
      stop();
    };
  }

  async #takeOn(message: ChatMessage): Promise<ChatReply> {
    const { id, speaker } = message;
    const before = await this.#parts.inbox.find(speaker.chat, id);
    if (before !== undefined)
      return textReply(before.reply ?? sayTakenBefore(this.#memory(speaker.chat).language));
    const waiting = await this.#parts.outbox.collect(speaker.chat);
    const reply =
      message.confirm === undefined
        ? await this.#sentence(message)
        : await this.#button(message, message.confirm);
    this.#parts.inbox.answered(speaker.chat, id, reply.reply);
    const news = waiting.map((letter) => this.#sayLetter(letter));
    return { ...reply, reply: [...news, reply.reply].join('\n') };
  }

  async #sentence(message: ChatMessage): Promise<ChatReply> {
    const { chat } = message.speaker;
    const { focus, language } = this.#memory(chat);
    const context = {
      now: this.#parts.clock.now(),
      language,
      ...(focus === undefined ? {} : { focus }),
    };
    const meant = this.#parts.understand(message.text, context);
    const newFocus = meant.kind === 'act' ? meant.focus : focus;
    keep(this.#memories, chat, { focus: newFocus, language: meant.language }, REMEMBERED_CHATS);
    switch (meant.kind) {
      case 'act':
        return this.#act(message, meant.calls, meant.language);
      case 'answer':
        return this.#answerOpenQuestion(message, meant.yes, meant.language);
      case 'talk':
        return textReply(
          saySmallTalk(meant.topic, this.#parts.speech.time(context.now), meant.language),
        );
      case 'unsure':
        return {
          ...textReply(sayUnsure(meant.reason, meant.language)),
          suggestions: meant.suggestions,
        };
    }
  }

  async #button(
    message: ChatMessage,
    { token, answer }: NonNullable<ChatMessage['confirm']>,
  ): Promise<ChatReply> {
    const { language } = this.#memory(message.speaker.chat);
    return this.#act(message, [{ action: 'confirm', args: { token, answer } }], language);
  }

  #answerOpenQuestion(message: ChatMessage, yes: boolean, language: Language): Promise<ChatReply> {
    const token = this.#parts.openQuestion(message.speaker.chat) ?? 'none';
    return this.#act(
      message,
      [{ action: 'confirm', args: { token, answer: yes ? 'yes' : 'no' } }],
      language,
    );
  }

  /** Several things at once are begun together, and told in the order they were named. */
  async #act(
    message: ChatMessage,
    calls: readonly ActionCall[],
    language: Language,
  ): Promise<ChatReply> {
    const asker = this.#asker(message, language);
    const results = await Promise.all(
      calls.map(({ action, args }) => this.#parts.catalogue.run(action, args, asker)),
    );
    return toReply(results);
  }

  #asker({ id, text, speaker }: ChatMessage, language: Language): Asker {
    const { chat } = speaker;
    const onProgress = (progress: Progress): void => {
      const note = {
        chat,
        text: sayProgress(progress, this.#parts.speech, language),
        at: this.#parts.clock.now(),
        inReplyTo: id,
      };
      for (const listener of this.#listeners.get(chat) ?? []) listener(note);
    };
    return { ...speaker, language, words: text, message: id, onProgress };
  }

  #memory(chat: string): Memory {
    return this.#memories.get(chat) ?? { focus: undefined, language: this.#parts.language };
  }

  #sayLetter({ chat, at, news }: Letter): string {
    return sayNews({ news, at }, this.#parts.speech, this.#memory(chat).language);
  }
}

function toReply(results: readonly ActionResult[]): ChatReply {
  const confirm = results.find((result) => result.confirm !== undefined)?.confirm;
  return {
    reply: results.map(({ text }) => text).join('\n'),
    tasks: results.flatMap(({ tasks = [] }) => tasks),
    receipts: results.flatMap(({ receipts = [] }) => receipts),
    ...(confirm === undefined ? {} : { confirm }),
  };
}

function textReply(reply: string): ChatReply {
  return { reply, tasks: [], receipts: [] };
}

/** A map that forgets its oldest entry when it is full. */
function keep<Value>(map: Map<string, Value>, key: string, value: Value, limit: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > limit && oldest !== undefined) map.delete(oldest);
}
