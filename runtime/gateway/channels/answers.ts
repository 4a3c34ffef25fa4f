/**
 * What is answered to what a person wrote or pressed: by the conversation, or here where it is not for the
 * conversation yet. As messages of the platform, in pieces that it takes.
 */
import type { Language } from '../../actions/asker.ts';
import type { ChatMessage, ChatPort, ChatReply, Speaker } from '../../actions/chat-port.ts';
import { errorMessage } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { RecentMap } from '../../core/recent-map.ts';
import { LONGEST_TEXT } from './arrivals.ts';
import { ButtonDesk, type Offer, type Pressed } from './button-desk.ts';
import type { ArrivedMessage, ChannelAdapter, Traits } from './channel-adapter.ts';
import {
  BUTTON_LABELS,
  languageOf,
  sayBroken,
  sayCutPicture,
  sayDropped,
  sayForwarded,
  sayLoop,
  sayNoPicture,
  sayNumbers,
  sayOver,
  sayTextOnly,
  sayTooLong,
} from './channel-phrases.ts';
import { LateOrders } from './late-orders.ts';
import { LoopGuard } from './loop-guard.ts';
import { messagesOf, type QueuedMessage } from './messages-of.ts';
import { PictureFetcher } from './picture-fetcher.ts';

export interface AnswersParts {
  readonly channel: string;
  readonly adapter: Pick<ChannelAdapter, 'fetchFile'>;
  readonly traits: Traits;
  /** Aborts when the channel stops. */
  readonly signal: AbortSignal;
  readonly chat: Pick<ChatPort, 'handle'>;
  readonly clock: Clock;
  readonly log: Log;
  /** A button was pressed by whom it was for: it stands there no longer. @param token of the button */
  readonly onPressed: (token: string) => void;
}

/** Suggestions that are offered; the page shows no more either. */
const MOST_SUGGESTIONS = 4;

const SUGGESTED_MS = 10 * 60_000;

/** Chats whose language is remembered. */
const MOST_SPOKEN = 1_000;

export class Answers {
  readonly #parts: AnswersParts;
  readonly #buttons: ButtonDesk;
  readonly #late: LateOrders;
  readonly #loops: LoopGuard;
  readonly #pictures: PictureFetcher;
  /** By chat. */
  readonly #spoken = new RecentMap<Language>(MOST_SPOKEN);

  constructor(parts: AnswersParts) {
    this.#parts = parts;
    this.#buttons = new ButtonDesk(parts.clock);
    this.#late = new LateOrders(parts.clock);
    this.#loops = new LoopGuard(parts.clock);
    this.#pictures = new PictureFetcher(parts);
  }

  /** With ids that are the same for the same message. */
  async to(message: ArrivedMessage, speaker: Speaker): Promise<readonly QueuedMessage[]> {
    const reply = await this.#reply(message, speaker);
    return reply === undefined ? [] : this.#render(message, reply);
  }

  async #reply(message: ArrivedMessage, speaker: Speaker): Promise<ChatReply | undefined> {
    const language = this.#languageOf(message);
    switch (message.kind) {
      case 'forwarded':
        return sayOnly(sayForwarded(language));
      case 'other':
        return sayOnly(sayTextOnly(language, this.#parts.adapter.fetchFile !== undefined));
      case 'file':
        return this.#see(message, speaker, language);
      case 'button': {
        const pressed = this.#buttons.press(message.text, message);
        if (pressed === undefined) return sayOnly(sayOver(language));
        this.#parts.onPressed(message.text);
        return this.#do(message, speaker, pressed);
      }
      case 'text':
        return this.#hear(message, speaker);
    }
  }

  async #hear(message: ArrivedMessage, speaker: Speaker): Promise<ChatReply | undefined> {
    const { chat, id, text } = message;
    if (text.length > LONGEST_TEXT) return sayOnly(sayTooLong(languageOf(text)));
    if (this.#late.isLate(message)) {
      const confirm = this.#late.ask(message);
      return { ...sayOnly(confirm.question), confirm };
    }
    const chosen = this.#buttons.byNumber(text, message);
    if (chosen !== undefined) return this.#do(message, speaker, chosen);
    const answer = this.#late.answerIn(message);
    if (answer !== undefined) return this.#do(message, speaker, { kind: 'answer', ...answer });
    this.#late.passOver(message);
    switch (this.#loops.judge(chat, text)) {
      case 'begins':
        return sayOnly(sayLoop(languageOf(text)));
      case 'goes on':
        return undefined;
      case 'none': {
        const reply = await this.#handle({ id, text }, speaker);
        this.#loops.answered(message, reply);
        return reply;
      }
    }
  }

  /** What stands under a picture is said with it, and never alone: it is no order. */
  #see(message: ArrivedMessage, speaker: Speaker, language: Language): Promise<ChatReply> {
    const { id, text, file } = message;
    if (text.length > LONGEST_TEXT) return Promise.resolve(sayOnly(sayTooLong(language)));
    return this.#pictures.use(file?.ref ?? '', (got) => {
      switch (got.kind) {
        case 'picture':
          return this.#handle({ id, text, picture: got.bytes }, speaker);
        case 'cut':
          return sayOnly(sayCutPicture(language));
        case 'none':
          return sayOnly(sayNoPicture(undefined, language));
        case 'missing':
          return sayOnly(sayNoPicture(got, language));
      }
    });
  }

  /** A button and a picture have no words: then as it was spoken last in this chat. */
  #languageOf({ kind, chat, text }: ArrivedMessage): Language {
    if (kind === 'button' || text.trim() === '') return this.#spoken.get(chat) ?? 'en';
    const language = languageOf(text);
    this.#spoken.set(chat, language);
    return language;
  }

  /** Of a late order the yes is to what was written then; it keeps the id it had. */
  #do(message: ArrivedMessage, speaker: Speaker, pressed: Pressed): Promise<ChatReply> {
    const { id, user } = message;
    if (pressed.kind === 'say') return this.#handle({ id, text: pressed.text }, speaker);
    const { token, answer } = pressed;
    const order = this.#late.take({ token, user });
    if (order === undefined)
      return this.#handle({ id, text: answer, confirm: { token, answer } }, speaker);
    if (answer === 'no') return Promise.resolve(sayOnly(sayDropped(languageOf(order.text))));
    return this.#handle({ id: order.id, text: order.text }, speaker);
  }

  async #handle(said: Omit<ChatMessage, 'speaker'>, speaker: Speaker): Promise<ChatReply> {
    try {
      return await this.#parts.chat.handle({ ...said, speaker });
    } catch (error) {
      const { log, channel } = this.#parts;
      log.error({ channel, error: errorMessage(error) }, 'chat message failed');
      return sayOnly(sayBroken(languageOf(said.text)));
    }
  }

  /** What can be chosen stands under the last words: as buttons, or with numbers. */
  #render({ chat, user, id }: ArrivedMessage, reply: ChatReply): readonly QueuedMessage[] {
    const { channel, traits } = this.#parts;
    const offer = this.#offerOf(reply);
    const place = { chat, user };
    const isPressed = offer !== undefined && offer.choices.length <= traits.mostButtons;
    const said = { id: `reply/${channel}/${chat}/${id}`, chat, attachments: reply.attachments };
    if (offer === undefined) return messagesOf({ ...said, text: reply.reply }, traits);
    if (!isPressed) {
      this.#buttons.offerNumbers(offer, place);
      const numbers = sayNumbers(
        offer.choices.map(({ label }) => label),
        languageOf(reply.reply),
      );
      return messagesOf({ ...said, text: `${reply.reply}\n${numbers}` }, traits);
    }
    const buttons = this.#buttons.offer(offer, place);
    const messages = messagesOf({ ...said, text: reply.reply }, traits);
    const last = messages.findLast(({ file }) => file === undefined);
    return messages.map((message) => (message === last ? { ...message, buttons } : message));
  }

  #offerOf({ reply, confirm, suggestions = [] }: ChatReply): Offer | undefined {
    const now = this.#parts.clock.now();
    if (confirm === undefined) {
      if (suggestions.length === 0) return undefined;
      return { choices: sayings(suggestions), expiresAt: now + SUGGESTED_MS };
    }
    const { token, expiresAt, choices } = confirm;
    if (choices !== undefined) return { choices: sayings(choices), expiresAt };
    const labels = BUTTON_LABELS[languageOf(reply)];
    const answers = (['yes', 'no'] as const).map((answer) => ({
      label: labels[answer],
      means: { kind: 'answer', token, answer } as const,
    }));
    return { choices: answers, expiresAt };
  }
}

function sayings(texts: readonly string[]): Offer['choices'] {
  return texts
    .slice(0, MOST_SUGGESTIONS)
    .map((text) => ({ label: text, means: { kind: 'say', text } }));
}

function sayOnly(reply: string): ChatReply {
  return { reply, tasks: [], receipts: [] };
}
