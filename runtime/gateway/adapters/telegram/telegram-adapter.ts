/**
 * Telegram by long polling: it needs no address that the world can reach. Updates are acknowledged by
 * asking for the next one, and that happens only after the core has them on disk.
 */
import { z } from '../../../core/schema.ts';
import type { Clock } from '../../../core/clock.ts';
import type { CallAnswer } from '../../channels/call-outcome.ts';
import {
  FILE_TYPES,
  type ArrivedMessage,
  type ChannelAdapter,
  type Fetched,
  type Hearing,
  type Outgoing,
  type Sent,
  type Traits,
  type Trouble,
} from '../../channels/channel-adapter.ts';
import { BotApi, failedOf, troubleOf, unsaid, type BotApiParts } from './bot-api.ts';
import {
  meSchema,
  parseUpdate,
  updateIdSchema,
  type Me,
  type ParsedUpdate,
} from './parse-update.ts';
import { placeOf, renderFile, renderMessage } from './render.ts';

/** Of a poll, s; the call gets more, so that it is the server who ends it. */
const POLL_S = 25;
const POLL_WITHIN_MS = 40_000;

/** At most in one answer. */
const UPDATES = 50;

const SEND_WITHIN_MS = 10_000;

export interface TelegramParts extends BotApiParts {
  readonly clock: Clock;
}

export class TelegramAdapter implements ChannelAdapter {
  readonly traits: Traits = {
    mode: 'long polling',
    /** core.telegram.org/bots/api#sendmessage: 1–4096 characters, which its servers count in UTF-16 units. */
    text: { most: 4096, unit: 'utf-16' },
    /** core.telegram.org/bots/faq, "My bot is hitting limits": one a second in a chat, 30 a second in all. */
    chatRate: { burst: 3, refillMs: 1_000 },
    accountRate: { burst: 25, refillMs: 40 },
    mostButtons: 8,
    files: FILE_TYPES,
    isIdempotent: false,
    isForgeable: false,
  };
  readonly account: string;
  readonly #api: BotApi;
  readonly #clock: Clock;
  #offset: number | undefined;
  #me: Me | undefined;

  constructor(parts: TelegramParts) {
    this.#api = new BotApi(parts);
    this.#clock = parts.clock;
    // The part before the colon is the bot's own id. The rest is secret, and so is what has no colon.
    this.account = /^(\d+):/.exec(parts.token.reveal())?.[1] ?? 'unknown';
  }

  /** A chat of two has the id of the person (core.telegram.org/bots/api#chat). */
  chatOf(user: string): string {
    return user;
  }

  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const trouble = await this.#meet(signal);
    if (trouble !== undefined) return trouble;
    // At first it only looks: whether it works again is not to be known half a minute later.
    for (let timeout = 0; ; timeout = POLL_S) {
      const params = {
        ...(this.#offset !== undefined && { offset: this.#offset }),
        ...{ timeout, limit: UPDATES, allowed_updates: ['message', 'callback_query'] },
      };
      const limits = { withinMs: POLL_WITHIN_MS, signal };
      const answered = await this.#api.call('getUpdates', params, limits);
      if (signal.aborted) return undefined;
      if (answered.kind !== 'ok') return troubleOf(answered);
      if (!Array.isArray(answered.body)) return { why: 'getUpdates brought no list' };
      hearing.alive();
      await this.#take(answered.body, answered.serverNow, hearing);
    }
  }

  /** Without waiting, and without an offset: what comes is not acknowledged, and comes again. */
  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const params = { timeout: 0, limit: 1 };
    const answered = await this.#api.call('getUpdates', params, {
      withinMs: SEND_WITHIN_MS,
      signal,
    });
    return answered.kind === 'ok' ? undefined : troubleOf(answered);
  }

  /** By its own name it knows what is said to it in a group. */
  async #meet(signal: AbortSignal): Promise<Trouble | undefined> {
    const me = await this.#api.call('getMe', {}, { withinMs: SEND_WITHIN_MS, signal });
    if (me.kind === 'ok') this.#me = meSchema.safeParse(me.body).data;
    return me.kind === 'ok' || signal.aborted ? undefined : troubleOf(me);
  }

  async send(message: Outgoing): Promise<Sent> {
    const limits = { withinMs: SEND_WITHIN_MS };
    if (message.file !== undefined) {
      const { method, form } = renderFile(message, message.file);
      return sentOf(await this.#api.call(method, form, limits));
    }
    return sentOf(await this.#api.call('sendMessage', renderMessage(message), limits));
  }

  async edit(ref: string, message: Outgoing): Promise<Sent> {
    const params = { ...renderMessage(message), message_id: Number(ref) };
    return sentOf(await this.#api.call('editMessageText', params, { withinMs: SEND_WITHIN_MS }));
  }

  async typing(chat: string): Promise<void> {
    const params = { ...placeOf(chat), action: 'typing' };
    await this.#api.call('sendChatAction', params, { withinMs: SEND_WITHIN_MS });
  }

  /** core.telegram.org/bots/api#getfile: up to 20 MB, at a path that is good for an hour. */
  async fetchFile(ref: string, signal: AbortSignal): Promise<Fetched> {
    const limits = { withinMs: SEND_WITHIN_MS, signal };
    const answered = await this.#api.call('getFile', { file_id: ref }, limits);
    if (answered.kind !== 'ok') return unsaid(answered);
    const path = fileSchema.safeParse(answered.body).data?.file_path;
    if (path !== undefined) return this.#api.fetchFile(path, signal);
    return { kind: 'refused', why: 'Telegram does not say where it is' };
  }

  async #take(
    updates: readonly unknown[],
    serverNow: number | undefined,
    hearing: Hearing,
  ): Promise<void> {
    const now = this.#clock.now();
    const { id: own, username = '' } = this.#me ?? { id: Number(this.account) };
    const reading = { now, serverNow: serverNow ?? now, me: { id: own, username } };
    const parsed: ParsedUpdate[] = [];
    let last: number | undefined;
    for (const update of updates) {
      const id = updateIdSchema.safeParse(update).data?.update_id;
      if (id === undefined) continue;
      last = Math.max(last ?? id, id);
      const one = parseUpdate(update, String(id), reading);
      if (one !== undefined) parsed.push(one);
    }
    const messages = parsed.map(({ message }): ArrivedMessage => message);
    if (messages.length > 0) await hearing.accept(messages);
    for (const { query } of parsed) if (query !== undefined) void this.#heard(query);
    // An empty answer says that all before the offset is acknowledged. Without one the server begins with what is
    // not: after a week of silence that may have a lower number (core.telegram.org/bots/api#update, update_id).
    this.#offset = last === undefined ? undefined : last + 1;
  }

  /** Ends the waiting that the person sees on the button; nothing depends on it. */
  async #heard(query: string): Promise<void> {
    const params = { callback_query_id: query };
    await this.#api.call('answerCallbackQuery', params, { withinMs: SEND_WITHIN_MS });
  }
}

function sentOf(answered: CallAnswer): Sent {
  if (answered.kind !== 'ok') return failedOf(answered);
  const id = sentSchema.safeParse(answered.body).data?.message_id;
  return { kind: 'sent', ref: id === undefined ? undefined : String(id) };
}

const sentSchema = z.object({ message_id: z.int() });

/** Segments of plain names: nothing that climbs out of the place of files, or asks for something else there. */
const fileSchema = z.object({ file_path: z.string().regex(/^\w[\w-]*(\/[\w-]+)*(\.\w+)?$/) });
