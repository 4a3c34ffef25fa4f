/**
 * The conversation: from a message of any door to a reply. It takes each message on once, asks
 * language what was meant, runs it through the catalogue as the person who wrote, and says what
 * came of it. It holds no word of any platform and decides nothing about the world.
 */
import type { ActionResult } from '../actions/action.ts';
import type { Asker, Language, Progress } from '../actions/asker.ts';
import type { Catalogue } from '../actions/catalogue.ts';
import type { ChatMessage, ChatNote, ChatPort, ChatReply, Speaker } from '../actions/chat-port.ts';
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
import {
  notUnderstood,
  sayNoEmergencyStop,
  sayNoQuestion,
  sayProgress,
  saySmallTalk,
  saySpared,
  sayTakenBefore,
  sayUnsure,
} from './phrases.ts';
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
  readonly openQuestion: (speaker: Speaker) => string | undefined;
}

type NoteListener = (note: ChatNote) => void;

/** Replies that a door may ask for again; older ones are in the inbox, unless a power cut took them. */
const REMEMBERED_REPLIES = 200;

/** Replies that keep their pictures: half a megabyte each at most. */
const REMEMBERED_PICTURES = 5;

/** In one reply; a person who wants more asks once more. */
const MOST_PICTURES = 4;

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
  /** Keys of the replies that still have their pictures, oldest first. */
  readonly #pictured: string[] = [];
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
    // What broke is no answer: the inbox knows whether the message was acted on.
    void reply.then(
      ({ attachments }) => {
        if (attachments !== undefined) this.#letGoOfPictures(key);
      },
      () => this.#replies.delete(key),
    );
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
      if (listeners.size === 0) this.#listeners.delete(chat);
      stop();
    };
  }

  /** Of remembered replies, only the newest keep their pictures: the others say what they said. */
  #letGoOfPictures(newest: string): void {
    this.#pictured.push(newest);
    if (this.#pictured.length <= REMEMBERED_PICTURES) return;
    const key = this.#pictured.shift() ?? '';
    const plain = this.#replies.get(key)?.then(({ attachments: _, ...reply }) => reply);
    if (plain !== undefined) this.#replies.set(key, plain);
  }

  async #takeOn(message: ChatMessage): Promise<ChatReply> {
    const { id, speaker } = message;
    const before = await this.#parts.inbox.find(speaker.chat, id);
    if (before !== undefined)
      return textReply(before.reply ?? sayTakenBefore(this.#memory(speaker.chat).language));
    const reply = await (message.confirm === undefined
      ? this.#sentence(message)
      : this.#confirm(message, message.confirm));
    return this.#withNews(message, reply);
  }

  /**
   * What waited for this chat is said first. It is forgotten in the same batch that keeps this
   * reply, so that a reply which is lost on the way brings the news again.
   */
  async #withNews({ id, speaker: { chat } }: ChatMessage, reply: ChatReply): Promise<ChatReply> {
    const { inbox, outbox } = this.#parts;
    const waiting = outbox.waiting(chat);
    const news = waiting.map(([, letter]) => this.#sayLetter(letter));
    const text = [...news, reply.reply].join('\n');
    if (waiting.length === 0) await inbox.answered(chat, id, text);
    else await outbox.heard(waiting, [inbox.reply(chat, id, text)]);
    return { ...reply, reply: text };
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
        return this.#withNotes(
          await this.#actOrDecline(message, meant.calls, meant.language),
          meant,
        );
      case 'answer':
        return this.#answer(message, meant.yes, meant.language);
      case 'talk': {
        const time = this.#parts.speech.time(context.now);
        return textReply(saySmallTalk(meant.topic, time, meant.language));
      }
      case 'unsure': {
        const { reason, hint, language: spoken, suggestions } = meant;
        const reply = textReply(sayUnsure(reason, spoken, hint));
        return { ...reply, error: notUnderstood(reason, hint), suggestions };
      }
    }
  }

  /** What was left alone, and what this is not, is told, so that nobody believes otherwise. */
  #withNotes(reply: ChatReply, meant: Extract<Understanding, { kind: 'act' }>): ChatReply {
    const { spared = [], isEmergency, language } = meant;
    const notes = spared.map((thing) => saySpared(thing, this.#parts.speech, language));
    if (isEmergency === true) notes.push(sayNoEmergencyStop(language));
    return { ...reply, reply: [reply.reply, ...notes].join('\n') };
  }

  /** "Cancel", while a question is open, is its no; "cancel everything" also means the tasks. */
  async #actOrDecline(
    message: ChatMessage,
    calls: readonly ActionCall[],
    language: Language,
  ): Promise<ChatReply> {
    const isCancel = calls.every(
      ({ action, args }) => action === 'cancel' && args['target'] === undefined,
    );
    const isAsked = this.#parts.openQuestion(message.speaker) !== undefined;
    if (!isCancel || !isAsked) return this.#act(message, calls, language);
    const declined = await this.#answer(message, false, language);
    if (calls.every(({ args }) => args['all'] !== true)) return declined;
    const cancelled = await this.#act(message, calls, language);
    return { ...cancelled, reply: `${declined.reply}\n${cancelled.reply}` };
  }

  async #answer(message: ChatMessage, yes: boolean, language: Language): Promise<ChatReply> {
    const token = this.#parts.openQuestion(message.speaker);
    return token === undefined
      ? textReply(sayNoQuestion(language))
      : this.#confirm(message, { token, answer: yes ? 'yes' : 'no' });
  }

  #confirm(message: ChatMessage, args: NonNullable<ChatMessage['confirm']>): Promise<ChatReply> {
    const { language } = this.#memory(message.speaker.chat);
    return this.#act(message, [{ action: 'confirm', args }], language);
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
    const texts = results.map((result) =>
      result.ok ? result.text : this.#parts.speech.refusal(result.refusal, language),
    );
    return toReply(results, texts);
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

  /** In the language that was spoken last in its chat; before anybody has, in that of the task. */
  #sayLetter(letter: Letter): string {
    const language = this.#memories.get(letter.chat)?.language ?? letter.language;
    return sayNews(letter, this.#parts.speech, language);
  }
}

function toReply(results: readonly ActionResult[], texts: readonly string[]): ChatReply {
  const confirm = results.find((result) => result.confirm !== undefined)?.confirm;
  const pictures = results.flatMap((result) => result.attachments ?? []);
  const attachments = pictures.slice(0, MOST_PICTURES);
  const refusals = results.flatMap((result) => (result.ok ? [] : [result.refusal]));
  const error = refusals.find(({ code }) => code !== 'TASK_CONFIRM') ?? refusals[0];
  return {
    reply: texts.join('\n'),
    tasks: results.flatMap(({ tasks = [] }) => tasks),
    receipts: results.flatMap(({ receipts = [] }) => receipts),
    ...(confirm === undefined ? {} : { confirm }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(error === undefined ? {} : { error }),
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
