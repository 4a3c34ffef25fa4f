/**
 * What is answered to what a person wrote or pressed: by the conversation, or here where it is not for the
 * conversation yet. As messages of the platform, in pieces that it takes.
 */
import type { ChatMessage, ChatPort, ChatReply, Speaker } from '../../actions/chat-port.ts';
import { errorMessage } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { LONGEST_TEXT } from './arrivals.ts';
import { ButtonDesk } from './button-desk.ts';
import type { ArrivedMessage, Outgoing, Traits } from './channel-adapter.ts';
import {
  languageOf,
  sayBroken,
  sayDropped,
  sayForwarded,
  sayOver,
  sayPictures,
  sayTextOnly,
  sayTooLong,
} from './channel-phrases.ts';
import { chunkText } from './chunk-text.ts';
import { LateOrders } from './late-orders.ts';

export interface AnswersParts {
  readonly channel: string;
  readonly traits: Traits;
  readonly chat: Pick<ChatPort, 'handle'>;
  readonly clock: Clock;
  readonly log: Log;
}

export class Answers {
  readonly #parts: AnswersParts;
  readonly #buttons: ButtonDesk;
  readonly #late: LateOrders;

  constructor(parts: AnswersParts) {
    this.#parts = parts;
    this.#buttons = new ButtonDesk(parts.clock);
    this.#late = new LateOrders(parts.clock);
  }

  /** With ids that are the same for the same message. */
  async to(
    message: ArrivedMessage,
    speaker: Speaker,
  ): Promise<readonly (Outgoing & { readonly id: string })[]> {
    return this.#render(message, await this.#reply(message, speaker));
  }

  async #reply(message: ArrivedMessage, speaker: Speaker): Promise<ChatReply> {
    const language = languageOf(message.text);
    switch (message.kind) {
      case 'forwarded':
        return sayOnly(sayForwarded(language));
      case 'other':
        return sayOnly(sayTextOnly(language));
      case 'button': {
        const pressed = this.#buttons.press(message.text, message);
        if (pressed === undefined) return sayOnly(sayOver(language));
        return this.#confirm(message, speaker, pressed);
      }
      case 'text': {
        if (message.text.length > LONGEST_TEXT) return sayOnly(sayTooLong(language));
        if (this.#late.isLate(message)) {
          const confirm = this.#late.ask(message);
          return { ...sayOnly(confirm.question), confirm };
        }
        const answer = this.#late.answerIn(message);
        if (answer !== undefined) return this.#confirm(message, speaker, answer);
        this.#late.passOver(message);
        return this.#handle({ id: message.id, text: message.text }, speaker);
      }
    }
  }

  /** Of a late order the yes is to what was written then; it keeps the id it had. */
  #confirm(
    message: ArrivedMessage,
    speaker: Speaker,
    confirm: { readonly token: string; readonly answer: 'yes' | 'no' },
  ): Promise<ChatReply> {
    const order = this.#late.take({ token: confirm.token, user: message.user });
    if (order === undefined)
      return this.#handle({ id: message.id, text: confirm.answer, confirm }, speaker);
    if (confirm.answer === 'no')
      return Promise.resolve(sayOnly(sayDropped(languageOf(order.text))));
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

  #render(message: ArrivedMessage, reply: ChatReply): readonly (Outgoing & { id: string })[] {
    const { chat, user, id } = message;
    const language = languageOf(reply.reply);
    const alts = (reply.attachments ?? []).map(({ alt }) => alt);
    const text = [reply.reply, sayPictures(alts, language)].join('\n').trim();
    const pieces = chunkText(text, this.#parts.traits.text);
    const { confirm } = reply;
    const hasButtons = confirm !== undefined && this.#parts.traits.mostButtons >= 2;
    const buttons = hasButtons ? this.#buttons.offer(confirm, { chat, user }, language) : undefined;
    return pieces.map((piece, at) => ({
      ...{ id: `reply/${this.#parts.channel}/${chat}/${id}/${String(at)}`, chat, text: piece },
      ...(at === pieces.length - 1 && buttons !== undefined && { buttons }),
    }));
  }
}

function sayOnly(reply: string): ChatReply {
  return { reply, tasks: [], receipts: [] };
}
