/**
 * The conversation: from a message of any door to a reply. It takes each message on once, asks
 * language what was meant, runs it through the catalogue as the person who wrote, and says what
 * came of it. It holds no word of any platform and decides nothing about the world.
 */
import type { Asker, Language, Progress } from '../actions/asker.ts';
import type { Attachment } from '../actions/attachment.ts';
import type { Catalogue } from '../actions/catalogue.ts';
import type { ChatMessage, ChatNote, ChatPort, ChatReply, Speaker } from '../actions/chat-port.ts';
import type { Speech } from '../actions/speech.ts';
import type { Clock } from '../core/clock.ts';
import type {
  ActionCall,
  Focus,
  SentenceContext,
  Understanding,
  UnsureReason,
} from '../language/understanding.ts';
import type { Advisor } from '../language/model-service/advisor.ts';
import type { Turn } from '../language/model-service/fit.ts';
import type { Inbox } from '../tasks/inbox.ts';
import type { News } from '../tasks/news.ts';
import type { Letter, Outbox } from '../tasks/outbox.ts';
import { doubtedIn, isBareCancel, offTargets, targetsOf } from './calls.ts';
import { consult } from './consult.ts';
import { keep } from './keep.ts';
import {
  notUnderstood,
  sayConsulting,
  sayEnded,
  sayNoEmergencyStop,
  sayNoQuestion,
  sayPlace,
  sayProgress,
  saySmallTalk,
  saySpared,
  sayStarters,
  sayTakenBefore,
  sayLostPhrase,
  sayPhrase,
  sayPhraseCause,
  sayAbsent,
  sayUnsure,
} from './phrases.ts';
import { QuestionQueue } from './question-queue.ts';
import { questionsOf, tell, textReply, toReply, withNews, withNote } from './reply.ts';
import { sayNews } from './say-news.ts';
import type { Upcoming } from './upcoming.ts';

export interface ConversationParts {
  readonly catalogue: Catalogue;
  readonly speech: Speech;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** The site's language, until a person writes in another. */
  readonly language: Language;
  readonly understand: (text: string, context: SentenceContext) => Understanding;
  /** Asked where language does not understand; undefined where the site names no model service. */
  readonly advisor: () => Pick<Advisor, 'consult'> | undefined;
  /** Id of the area where a person mostly is, as the site has it. */
  readonly usualPlace: (person: string) => string | undefined;
  /** The token of the question that is open in a chat. */
  readonly openQuestion: (speaker: Speaker) => string | undefined;
  readonly upcoming: Upcoming;
  /** What goes with news, for doors that show pictures. */
  readonly picturesOf: (news: News, language: Language) => readonly Attachment[];
}

type Unsure = Extract<Understanding, { kind: 'unsure' }>;
type NoteListener = (note: ChatNote) => void;

/** Replies that a door may ask for again; older ones are in the inbox, unless a power cut took them. */
const REMEMBERED_REPLIES = 200;

/** Replies that keep their pictures: half a megabyte each at most. */
const REMEMBERED_PICTURES = 5;

/** Chats whose "it" is remembered. */
const REMEMBERED_CHATS = 500;

/** A "do not", an "if", two things that fit: those are understood, and no model knows better. */
const CONSULTED: ReadonlySet<UnsureReason> = new Set(['unknown', 'missing', 'report']);

/** What a chat said last, for a model that is asked about the next sentence. */
const REMEMBERED_TURNS = 6;

/** Characters of a sentence, and of what was answered. */
const MOST_REMEMBERED = 400;

interface Memory {
  readonly focus: Focus | undefined;
  readonly language: Language;
  readonly turns: readonly Turn[];
  /** What was asked back, because it does not sound like an order: who says it again means it. */
  readonly doubted?: string | undefined;
}

export class Conversation implements ChatPort {
  readonly language: Language;
  readonly #parts: ConversationParts;
  readonly #replies = new Map<string, Promise<ChatReply>>();
  /** Keys of the replies that still have their pictures, oldest first. */
  readonly #pictured: string[] = [];
  readonly #memories = new Map<string, Memory>();
  /** Where somebody said that they are, until this node starts anew; undefined: not where they mostly are. */
  readonly #places = new Map<string, string | undefined>();
  readonly #questions = new QuestionQueue();
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
      listener({ chat, at: letter.at, ...this.#tellLetter(letter) });
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
    if (this.#parts.advisor() !== undefined) this.#remember(message, reply);
    return this.#withNews(message, reply);
  }

  /**
   * What waited for this chat is said first. It is forgotten in the same batch that keeps this
   * reply, so that a reply which is lost on the way brings the news again.
   */
  async #withNews({ id, speaker: { chat } }: ChatMessage, reply: ChatReply): Promise<ChatReply> {
    const { inbox, outbox } = this.#parts;
    const waiting = outbox.waiting(chat);
    const told = withNews(
      reply,
      waiting.map(([, letter]) => this.#tellLetter(letter)),
    );
    if (waiting.length === 0) await inbox.answered(chat, id, told.reply);
    else await outbox.heard(waiting, [inbox.reply(chat, id, told.reply)]);
    return told;
  }

  async #sentence(message: ChatMessage): Promise<ChatReply> {
    const { chat } = message.speaker;
    const { focus, language, turns, doubted } = this.#memory(chat);
    const context = {
      now: this.#parts.clock.now(),
      language,
      ...(doubted === message.text && { isRepeated: true }),
      ...(focus === undefined ? {} : { focus }),
      ...this.#placeOf(message.speaker),
    };
    const meant = this.#parts.understand(message.text, context);
    const newFocus = meant.kind === 'act' ? meant.focus : focus;
    const memory = { focus: newFocus, language: meant.language, turns, doubted: doubtedIn(meant) };
    keep(this.#memories, chat, memory, REMEMBERED_CHATS);
    switch (meant.kind) {
      case 'act': {
        // The journal names what the site's own words stand for.
        const text = meant.phrase === undefined ? message.text : sayPhraseCause(meant.phrase);
        return this.#withNotes(await this.#actOrStop({ ...message, text }, meant), meant);
      }
      case 'answer':
        return this.#answer(message, meant.yes, meant.language);
      case 'talk': {
        const time = this.#parts.speech.time(context.now);
        return textReply(saySmallTalk(meant.topic, time, meant.language));
      }
      case 'place':
        keep(this.#places, seatOf(message.speaker), meant.area, REMEMBERED_CHATS);
        return textReply(sayPlace(meant.area, this.#parts.speech, meant.language));
      case 'unsure':
        return this.#unsure(message, meant, turns);
    }
  }

  /** As they said in this chat, or else as the site has it. */
  #placeOf(speaker: Speaker): Pick<SentenceContext, 'place'> {
    const seat = seatOf(speaker);
    const place = this.#places.has(seat)
      ? this.#places.get(seat)
      : this.#parts.usualPlace(speaker.person);
    return place === undefined ? {} : { place };
  }

  /** A model is asked where there is one; what is offered offline stays beside what it says. */
  async #unsure(message: ChatMessage, meant: Unsure, turns: readonly Turn[]): Promise<ChatReply> {
    const { reason, hint, language, suggestions } = meant;
    const reply = textReply(this.#sayUnsure(meant));
    const offline = { ...reply, error: notUnderstood(reason, hint), suggestions };
    const { catalogue, speech } = this.#parts;
    const questions = this.#questions;
    const advisor = this.#parts.advisor();
    // What is not there no model can switch.
    const isKnown = hint !== undefined || meant.wanted?.isAbsent === true;
    if (advisor === undefined || isKnown || !CONSULTED.has(reason)) return offline;
    this.#note(message, sayConsulting(language));
    const asker = this.#asker(message, language);
    const mayWrite = reason !== 'report' && meant.isQuestion !== true && meant.act !== 'read';
    const doubt = { words: message.text, asker, mayWrite, turns, offline };
    return consult({ advisor, catalogue, speech, questions }, doubt);
  }

  #sayUnsure({ act, wanted, reason, hint, phrase, language }: Unsure): string {
    if (phrase !== undefined && reason === 'phrase') return sayLostPhrase(phrase, language);
    const isAbsent = wanted?.isAbsent === true && hint === undefined;
    if (isAbsent && (act === 'read' || act === 'write'))
      return sayAbsent(wanted, act, this.#parts.speech, language);
    return sayUnsure(reason, language, hint);
  }

  /** What was left alone, and what this is not, is told, so that nobody believes otherwise. */
  #withNotes(reply: ChatReply, meant: Extract<Understanding, { kind: 'act' }>): ChatReply {
    const { spared = [], isEmergency, phrase, language } = meant;
    const heard = phrase === undefined ? [] : [sayPhrase(phrase, language)];
    const notes = spared.map((thing) => saySpared(thing, this.#parts.speech, language));
    if (isEmergency === true) notes.push(sayNoEmergencyStop(language));
    return { ...reply, reply: [...heard, reply.reply, ...notes].join('\n') };
  }

  /** Whoever says stop, or cancels, also means the pin that is being tested. */
  async #actOrStop(
    message: ChatMessage,
    { act, calls, language, isStop }: Extract<Understanding, { kind: 'act' }>,
  ): Promise<ChatReply> {
    if (isStop === true) return this.#stop(message, calls, language);
    if (isBareCancel(calls)) {
      const told = await this.#stopTest(message, language);
      return told === undefined ? this.#actOrDecline(message, calls, language) : textReply(told);
    }
    if (act === 'write') {
      const asker = this.#asker(message, language);
      this.#questions.close(this.#parts.upcoming.overtake(asker, targetsOf(calls)), 'order');
    }
    const starters = sayStarters(this.#parts.upcoming.startersOf(offTargets(calls)), language);
    return withNote(await this.#act(message, calls, language), starters);
  }

  /** What is still to come ends first: what it might have begun is then switched off with the rest. */
  async #stop(
    message: ChatMessage,
    calls: readonly ActionCall[],
    language: Language,
  ): Promise<ChatReply> {
    const stopping = this.#stopTest(message, language);
    const ending = this.#parts.upcoming.endAll(this.#asker(message, language));
    // What cannot be ended keeps nothing from being switched off.
    const ended = await ending.catch(() => undefined);
    this.#questions.close(ended?.questions ?? [], 'stop');
    const [reply, told = ''] = await Promise.all([this.#act(message, calls, language), stopping]);
    const also = sayEnded(await ending, language);
    const said = [told, reply.reply, also].filter((text) => text !== '');
    return { ...reply, reply: said.join('\n') };
  }

  /** undefined where none runs. */
  async #stopTest(message: ChatMessage, language: Language): Promise<string | undefined> {
    const asker = this.#asker(message, language);
    const result = await this.#parts.catalogue.run('pins-stop', {}, asker);
    return result.ok ? result.text : undefined;
  }

  /** "Cancel", while a question is open, is its no; "cancel everything" also means the tasks. */
  async #actOrDecline(
    message: ChatMessage,
    calls: readonly ActionCall[],
    language: Language,
  ): Promise<ChatReply> {
    const isAsked = this.#openToken(message.speaker) !== undefined;
    if (!isBareCancel(calls) || !isAsked) return this.#act(message, calls, language);
    const declined = await this.#answer(message, false, language);
    if (calls.every(({ args }) => args['all'] !== true)) return declined;
    const cancelled = await this.#act(message, calls, language);
    return { ...cancelled, reply: `${declined.reply}\n${cancelled.reply}` };
  }

  async #answer(message: ChatMessage, yes: boolean, language: Language): Promise<ChatReply> {
    const closed = this.#questions.whyClosed(message.speaker.chat, this.#parts.clock.now());
    const token = closed === undefined ? this.#openToken(message.speaker) : undefined;
    return token === undefined
      ? textReply(sayNoQuestion(language, closed))
      : this.#confirm(message, { token, answer: yes ? 'yes' : 'no' });
  }

  /** Of the question that stands last in the chat. */
  #openToken(speaker: Speaker): string | undefined {
    const standing = this.#questions.current(speaker.chat, this.#parts.clock.now());
    if (standing !== undefined) return standing.token;
    const token = this.#parts.openQuestion(speaker);
    return token === undefined || this.#questions.isPassed(token) ? undefined : token;
  }

  /** After the answer to one question comes the next of the same message. */
  async #confirm(
    message: ChatMessage,
    args: NonNullable<ChatMessage['confirm']>,
  ): Promise<ChatReply> {
    const { chat } = message.speaker;
    this.#questions.answered(chat, args.token);
    const { language } = this.#memory(chat);
    const reply = await this.#act(message, [{ action: 'confirm', args }], language);
    const confirm = this.#questions.current(chat, this.#parts.clock.now());
    if (confirm === undefined || reply.confirm !== undefined) return reply;
    return { ...reply, reply: `${reply.reply}\n${confirm.question}`, confirm };
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
    const told = results.map((result) => tell(result, this.#parts.speech, language));
    this.#questions.begin(message.speaker.chat, questionsOf(told));
    return toReply(told);
  }

  #asker(message: ChatMessage, language: Language): Asker {
    const { id, text, speaker } = message;
    const onProgress = (progress: Progress): void => {
      this.#note(message, sayProgress(progress, this.#parts.speech, language));
    };
    return { ...speaker, language, words: text, message: id, onProgress };
  }

  /** Tells a chat something before the reply is ready. */
  #note({ id, speaker: { chat } }: ChatMessage, text: string): void {
    const note = { chat, text, at: this.#parts.clock.now(), inReplyTo: id };
    for (const listener of this.#listeners.get(chat) ?? []) listener(note);
  }

  #remember({ text, speaker: { chat } }: ChatMessage, { reply }: ChatReply): void {
    const { turns, ...memory } = this.#memory(chat);
    const turn = { words: text.slice(0, MOST_REMEMBERED), reply: reply.slice(0, MOST_REMEMBERED) };
    const kept = [...turns, turn].slice(-REMEMBERED_TURNS);
    keep(this.#memories, chat, { ...memory, turns: kept }, REMEMBERED_CHATS);
  }

  #memory(chat: string): Memory {
    return (
      this.#memories.get(chat) ?? { focus: undefined, language: this.#parts.language, turns: [] }
    );
  }

  /** In the language that was spoken last in its chat; before anybody has, in that of the task. */
  #tellLetter(letter: Letter): Pick<ChatNote, 'text' | 'attachments'> {
    const language = this.#memories.get(letter.chat)?.language ?? letter.language;
    const attachments = this.#parts.picturesOf(letter.news, language);
    const text = sayNews(letter, this.#parts.speech, language);
    return { text, ...(attachments.length > 0 && { attachments }) };
  }
}

/** Of several people in one chat, each is where they are. */
function seatOf({ chat, person }: Speaker): string {
  return `${chat}/${person}`;
}
