/**
 * The conversation: from a message of any door to a reply. It takes each message on once, asks
 * language what was meant, runs it through the catalogue as the person who wrote, and says what
 * came of it. It holds no word of any platform and decides nothing about the world.
 */
import type { Asker, Language, Progress } from '../actions/asker.ts';
import type { Catalogue } from '../actions/catalogue.ts';
import type {
  ChatMessage,
  ChatNote,
  ChatPort,
  ChatReply,
  ConfirmRequest,
} from '../actions/chat-port.ts';
import type { Speech } from '../actions/speech.ts';
import type {
  ActionCall,
  SentenceContext,
  Understanding,
  UnsureReason,
} from '../language/understanding.ts';
import type { Advisor } from '../language/model-service/advisor.ts';
import type { BegunBy } from '../tasks/begun-by.ts';
import type { Inbox } from '../tasks/inbox.ts';
import type { Letter, Outbox } from '../tasks/outbox.ts';
import { isBareCancel, offTargets, targetsOf } from './calls.ts';
import { ChatMemory, type ChatMemoryParts } from './chat-memory.ts';
import { languageOf } from './channels/channel-phrases.ts';
import { consult } from './consult.ts';
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
  sayAnswering,
  saySeveral,
} from './phrases.ts';
import { ChatQuestions } from './chat-questions.ts';
import { notesOf, type LetterNote, type NewsVoice } from './letter-notes.ts';
import type { OpenQuestions } from './open-questions.ts';
import { questionsOf, tell, textReply, toReply, withNews, withNote } from './reply.ts';
import { ReplyMemory } from './reply-memory.ts';
import type { Upcoming } from './upcoming.ts';

export interface ConversationParts extends ChatMemoryParts {
  readonly catalogue: Catalogue;
  readonly speech: Speech;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly understand: (text: string, context: SentenceContext) => Understanding;
  /** Asked where language does not understand; undefined where the site names no model service. */
  readonly advisor: () => Pick<Advisor, 'consult'> | undefined;
  readonly open: OpenQuestions;
  readonly upcoming: Upcoming;
  /** What came of a message whose reply is lost. */
  readonly begunBy: BegunBy;
  readonly picturesOf: NewsVoice['picturesOf'];
  /** Says what a picture shows that a person sent. */
  readonly seePicture: (picture: Uint8Array, under: string, asker: Asker) => Promise<string>;
}

type Unsure = Extract<Understanding, { kind: 'unsure' }>;
type NoteListener = (note: ChatNote) => void;

/** A "do not", an "if", two things that fit: those are understood, and no model knows better. */
const CONSULTED: ReadonlySet<UnsureReason> = new Set(['unknown', 'missing', 'report']);

export class Conversation implements ChatPort {
  readonly language: Language;
  readonly #parts: ConversationParts;
  readonly #replies = new ReplyMemory();
  readonly #memory: ChatMemory;
  readonly #questions: ChatQuestions;
  readonly #listeners = new Map<string, Set<NoteListener>>();

  constructor(parts: ConversationParts) {
    this.#parts = parts;
    this.language = parts.language;
    this.#memory = new ChatMemory(parts);
    this.#questions = new ChatQuestions(parts);
  }

  handle(message: ChatMessage): Promise<ChatReply> {
    const key = `${message.speaker.chat}/${message.id}`;
    const known = this.#replies.find(key);
    if (known !== undefined) return known;
    const reply = this.#takeOn(message);
    this.#replies.keep(key, reply);
    return reply;
  }

  /** @param isReady for what nobody there asked for: after a no it waits until `remind` */
  subscribe(chat: string, listener: NoteListener, isReady?: () => boolean): () => void {
    const listeners = this.#listeners.get(chat) ?? new Set();
    this.#listeners.set(chat, listeners.add(listener));
    const tell = (letters: readonly Letter[]): void => {
      for (const note of this.#notesOf(letters)) listener({ chat, ...note });
    };
    const stop = this.#parts.outbox.subscribe(chat, tell, isReady);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(chat);
      stop();
    };
  }

  /** Says no more what was said in these chats. */
  forget(chats: ReadonlySet<string>): void {
    this.#memory.forget(chats);
    this.#replies.forget(chats);
  }

  /** @param before epoch ms */
  forgetBefore(before: number): void {
    this.#memory.forgetBefore(before);
  }

  remind(chat: string): void {
    this.#parts.outbox.remind(chat);
  }

  async #takeOn(message: ChatMessage): Promise<ChatReply> {
    const { id, speaker } = message;
    const before = await this.#parts.inbox.find(speaker.chat, id);
    if (before !== undefined) return textReply(before.reply ?? this.#sayTakenBefore(message));
    if (message.picture !== undefined)
      return this.#withNews(message, await this.#see(message, message.picture));
    const reply = await (message.confirm === undefined
      ? this.#sentence(message)
      : this.#confirm(message, message.confirm));
    if (this.#parts.advisor() !== undefined)
      this.#memory.answered(speaker, message.text, reply.reply);
    return this.#withNews(message, reply);
  }

  /** What stands under it is no sentence, and no order: nothing understands it but whoever looks. */
  async #see(message: ChatMessage, picture: Uint8Array): Promise<ChatReply> {
    const { text, speaker } = message;
    const language = text.trim() === '' ? this.#memory.languageOf(speaker.chat) : languageOf(text);
    const asker = this.#asker(message, language);
    return textReply(await this.#parts.seePicture(picture, text, asker));
  }

  #sayTakenBefore({ id, speaker: { chat } }: ChatMessage): string {
    const language = this.#memory.languageOf(chat);
    return sayTakenBefore(this.#parts.begunBy(chat, id, language), language);
  }

  /**
   * What waited for this chat is said first. It is forgotten in the same batch that keeps this
   * reply, so that a reply which is lost on the way brings the news again.
   */
  async #withNews({ id, speaker: { chat } }: ChatMessage, reply: ChatReply): Promise<ChatReply> {
    const { inbox, outbox } = this.#parts;
    const waiting = outbox.waiting(chat);
    const told = withNews(reply, this.#notesOf(waiting.map(([, letter]) => letter)));
    if (waiting.length === 0) await inbox.answered(chat, id, told.reply);
    else await outbox.heard(waiting, [inbox.reply(chat, id, told.reply)]);
    return told;
  }

  async #sentence(message: ChatMessage): Promise<ChatReply> {
    const { speaker } = message;
    const context = this.#memory.contextOf(message);
    const meant = this.#parts.understand(message.text, context);
    this.#memory.understood(speaker, meant);
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
        this.#memory.moved(speaker, meant.area);
        return textReply(sayPlace(meant.area, this.#parts.speech, meant.language));
      case 'unsure':
        return (await this.#choose(message, meant.language)) ?? this.#unsure(message, meant);
    }
  }

  /** What means nothing else may be one of the answers that an open question leaves. */
  async #choose(message: ChatMessage, language: Language): Promise<ChatReply | undefined> {
    const { speaker, text } = message;
    const leaving = this.#parts.open
      .openFor(this.#asker(message, language))
      .filter(({ choices = [] }) => isOneOf(choices, text));
    const [first, second] = leaving;
    if (first === undefined) return undefined;
    const here = this.#questions.next(speaker.chat)?.token;
    const question = second === undefined ? first : leaving.find(({ token }) => token === here);
    return question === undefined
      ? this.#askAgain(message, leaving, language)
      : this.#confirm(message, { token: question.token, answer: text });
  }

  /** A model is asked where there is one; what is offered offline stays beside what it says. */
  async #unsure(message: ChatMessage, meant: Unsure): Promise<ChatReply> {
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
    const turns = this.#memory.turnsOf(asker.chat);
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
      const overtaken = await this.#parts.upcoming.overtake(asker, targetsOf(calls));
      this.#questions.close(overtaken, 'order');
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
    const also = sayEnded(await ending, await (await ending).elsewhere, language);
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
    const meant = this.#questions.meant(this.#asker(message, language));
    if (meant.kind !== 'here') return this.#act(message, calls, language);
    const declined = await this.#answer(message, false, language);
    if (calls.every(({ args }) => args['all'] !== true)) return declined;
    const cancelled = await this.#act(message, calls, language);
    return { ...cancelled, reply: `${declined.reply}\n${cancelled.reply}` };
  }

  async #answer(message: ChatMessage, yes: boolean, language: Language): Promise<ChatReply> {
    const meant = this.#questions.meant(this.#asker(message, language));
    const answer = yes ? 'yes' : 'no';
    switch (meant.kind) {
      case 'none':
        return textReply(sayNoQuestion(language, meant.closed));
      case 'here':
        return this.#confirm(message, { token: meant.question.token, answer });
      case 'elsewhere': {
        const reply = await this.#confirm(message, { token: meant.question.token, answer });
        return {
          ...reply,
          reply: `${sayAnswering(meant.question, answer, language)}\n${reply.reply}`,
        };
      }
      case 'several':
        return this.#askAgain(message, meant.questions, language);
    }
  }

  /** Nobody can know which of them was meant. */
  #askAgain(
    { speaker: { chat } }: ChatMessage,
    questions: readonly ConfirmRequest[],
    language: Language,
  ): ChatReply {
    this.#questions.begin(chat, questions);
    const [confirm] = questions;
    const reply = [saySeveral(questions.length, language), confirm?.question ?? ''].join('\n');
    return { ...textReply(reply), ...(confirm && { confirm }) };
  }

  /** After the answer to one question comes the next of the same message. */
  async #confirm(
    message: ChatMessage,
    { token, answer }: { readonly token: string; readonly answer: string },
  ): Promise<ChatReply> {
    const { chat } = message.speaker;
    this.#questions.answered(chat, token);
    const call = this.#parts.open.callOf(token, answer);
    const reply = await this.#act(message, [call], this.#memory.languageOf(chat));
    const confirm = this.#questions.next(chat);
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
      calls.map(({ action, args }, part) =>
        this.#parts.catalogue.run(action, args, { ...asker, part }),
      ),
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

  /** In the language that was spoken last in its chat; before anybody has, in that of the task. */
  #notesOf(letters: readonly Letter[]): readonly LetterNote[] {
    const [{ chat, language } = { chat: '', language: this.language }] = letters;
    const { speech, picturesOf } = this.#parts;
    const voice = { speech, language: this.#memory.languageOf(chat, language), picturesOf };
    return notesOf(letters, voice);
  }
}

function isOneOf(choices: readonly string[], text: string): boolean {
  const said = text.trim().toLowerCase();
  return choices.some((choice) => choice.toLowerCase() === said);
}
