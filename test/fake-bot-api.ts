/**
 * A Bot API on loopback, as core.telegram.org/bots/api tells of it, for as much of it as a bot needs that
 * polls: what people write to the bot, what it sends them, and everything that can go wrong in between.
 * `fake-bot-api.test.ts` proves it with a client that nobody here wrote.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { contentOf, FakeBotFiles } from './fake-bot-files.ts';
import { paramsOf, type Params } from './bot-api-params.ts';
import type { FormFile, SeenFile } from './peers/form-parts.ts';

export const BOT_TOKEN = '4242:AA-a-secret-that-no-log-may-show';

/** What the bot sent. */
export interface BotMessage {
  readonly id: number;
  readonly chat: string;
  /** As it stands there now; of a file, what stands under it. */
  readonly text: string;
  readonly buttons: readonly { readonly label: string; readonly data: string }[];
  readonly file?: SeenFile;
}

/**
 * What happens to the next calls of a method. `rate`, `broken` and `html` come instead of it; with `lost`
 * it is done, and the connection breaks before the answer.
 */
export type Mishap = 'rate' | 'broken' | 'html' | 'lost';

interface Poll {
  readonly response: ServerResponse;
  readonly answer: () => void;
}

export interface Written {
  /** Default: a person. */
  readonly isBot?: boolean;
  /** Default: a chat of two. */
  readonly group?: number;
  /** Of the forum that the group is. */
  readonly thread?: number;
  /** In a group: it answers something that the bot wrote. */
  readonly isReply?: boolean;
  /** How long ago it was written, s. */
  readonly agoS?: number;
  readonly isForwarded?: boolean;
  /** A voice: there is no text. */
  readonly isVoice?: boolean;
  /** The bytes of a photograph; the text stands under it. */
  readonly photo?: Uint8Array;
}

export class FakeBotApi {
  readonly sent: BotMessage[] = [];
  /** Told of each of them. */
  onSent: () => void = () => undefined;
  /** Ids of the presses that the bot said it had heard. */
  readonly heard: string[] = [];
  /** Chats where the bot showed that it writes. */
  readonly typing: string[] = [];
  readonly files = new FakeBotFiles();
  token = BOT_TOKEN;
  #updates: { readonly update_id: number }[] = [];
  /** Acknowledged. */
  #past: { readonly update_id: number }[] = [];
  readonly #mishaps = new Map<string, Mishap[]>();
  #last = 700_000_000;
  readonly #offered: { readonly chat: string; readonly label: string; readonly data: string }[] =
    [];
  #poll: Poll | undefined;
  #server: Server | undefined;
  #port: number;
  polls = 0;
  /** Calls that were done, and are not answered. */
  holding = 0;
  #held: string | undefined;

  constructor(port = 0) {
    this.#port = port;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}`;
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => void this.#take(request, response));
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    this.#poll = undefined;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  /** Somebody writes to the bot. */
  write(user: number, text: string, more: Written = {}): void {
    const { isBot = false, group, agoS = 0, isForwarded = false, isVoice = false, photo } = more;
    const { thread, isReply = false } = more;
    const at = text.indexOf('@board_bot');
    const date = Math.floor(Date.now() / 1_000) - agoS;
    const chat =
      group === undefined
        ? { id: user, type: 'private', first_name: 'Owner' }
        : { id: group, type: 'supergroup', title: 'Owner' };
    this.#update({
      message: {
        message_id: this.#last,
        from: { id: user, is_bot: isBot, first_name: 'Owner', username: 'owner' },
        ...{ chat, date },
        ...contentOf(text, isVoice, photo && this.files.keep(photo)),
        ...(at >= 0 && {
          [photo === undefined ? 'entities' : 'caption_entities']: [
            { type: 'mention', offset: at, length: 10 },
          ],
        }),
        ...(thread !== undefined && { message_thread_id: thread, is_topic_message: true }),
        ...(isReply && {
          reply_to_message: {
            message_id: 1,
            from: { id: 4242, is_bot: true, first_name: 'Board' },
            ...{ date, chat, text: 'Sure?' },
          },
        }),
        ...(isForwarded && {
          forward_origin: { type: 'hidden_user', sender_user_name: 'x', date },
        }),
      },
    });
  }

  /** Somebody presses the newest button with this label, of all that ever stood in a chat: a phone may be slow to hear. */
  press(user: number, label: string, chat = user): void {
    const button = this.#offered.findLast(
      (one) => one.chat === String(chat) && one.label === label,
    );
    if (button === undefined) throw new Error(`no button ${label} in ${String(chat)}`);
    this.#update({
      callback_query: {
        id: String(this.#last),
        from: { id: user, is_bot: false, first_name: 'Owner' },
        message: { message_id: 1, date: 1, chat: { id: user, type: 'private' }, text: '…' },
        ...{ chat_instance: '1', data: button.data },
      },
    });
  }

  /** What was acknowledged comes again: all that there ever was, or the newest of it. */
  repeat(most = Infinity): void {
    this.#updates = [...this.#past.splice(-most), ...this.#updates];
    this.#poll?.answer();
  }

  /** The time of the poll that is open is over. */
  endPoll(): void {
    this.#poll?.answer();
  }

  /** Somebody waits for updates. */
  get isPolled(): boolean {
    return this.#poll !== undefined;
  }

  /** As after a week in which nobody wrote: the next update gets any number ("Getting updates", update_id). */
  renumber(next: number): void {
    this.#last = next - 1;
  }

  fail(method: string, ...mishaps: readonly Mishap[]): void {
    this.#mishaps.set(method, [...(this.#mishaps.get(method) ?? []), ...mishaps]);
  }

  /** From now on calls of this method are done, and not answered. */
  hold(method: string): void {
    this.#held = method;
  }

  release(): void {
    this.#held = undefined;
    this.holding = 0;
  }

  textsTo(user: number): readonly string[] {
    return this.sent.filter(({ chat }) => chat === String(user)).map(({ text }) => text);
  }

  /** Not acknowledged yet. */
  get waiting(): number {
    return this.#updates.length;
  }

  #update(update: object): void {
    this.#last += 1;
    this.#updates.push({ update_id: this.#last, ...update });
    this.#poll?.answer();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    try {
      for await (const piece of request) pieces.push(piece as Buffer);
    } catch {
      return;
    }
    if (this.files.answer(request.url ?? '', this.token, response)) return;
    const [, token, method = ''] = /^\/bot([^/]*)\/(\w+)$/.exec(request.url ?? '') ?? [];
    const params = paramsOf(Buffer.concat(pieces), request.headers['content-type']);
    if (token !== this.token) refuse(response, 401, 'Unauthorized');
    else this.#run(method, params, response);
  }

  #run(method: string, params: Params, response: ServerResponse): void {
    const mishap = this.#mishaps.get(method)?.shift();
    switch (mishap) {
      case 'rate':
        refuse(response, 429, 'Too Many Requests: retry after 1', { retry_after: 1 });
        return;
      case 'broken':
        refuse(response, 500, 'Internal Server Error');
        return;
      case 'html':
        response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad Gateway</html>');
        return;
      case 'lost':
        this.#answer(method, params, undefined);
        response.destroy();
        return;
      case undefined:
        if (method === this.#held) this.holding += 1;
        this.#answer(method, params, method === this.#held ? undefined : response);
    }
  }

  #answer(method: string, params: Params, response: ServerResponse | undefined): void {
    switch (method) {
      case 'getMe':
        give(response, { id: 4242, is_bot: true, first_name: 'Board', username: 'board_bot' });
        return;
      case 'getUpdates':
        if (response !== undefined) this.#getUpdates(params, response);
        return;
      case 'sendMessage':
        this.#sendMessage(params, response);
        return;
      case 'sendPhoto':
        this.#sendFile(params, params.photo, response);
        return;
      case 'sendDocument':
        this.#sendFile(params, params.document, response);
        return;
      case 'editMessageText':
        this.#edit(params, response);
        return;
      case 'getFile':
        if (this.files.has(params.file_id)) give(response, this.files.placeOf(params.file_id));
        else if (response !== undefined) refuse(response, 400, 'Bad Request: invalid file_id');
        return;
      case 'sendChatAction':
        this.typing.push(String(params.chat_id));
        give(response, true);
        return;
      case 'answerCallbackQuery':
        this.heard.push(params.callback_query_id ?? '');
        give(response, true);
        return;
      default:
        if (response !== undefined) refuse(response, 404, 'Not Found: method not found');
    }
  }

  /** An offset acknowledges all before it; a poll ends with the first update, or the time; one poll a time. */
  #getUpdates({ offset = 0, timeout = 0, limit = 100 }: Params, response: ServerResponse): void {
    this.polls += 1;
    this.#past.push(...this.#updates.filter(({ update_id: id }) => id < offset));
    this.#updates = this.#updates.filter(({ update_id: id }) => id >= offset);
    if (this.#poll !== undefined) {
      const other = this.#poll.response;
      this.#poll = undefined;
      refuse(other, 409, 'Conflict: terminated by other getUpdates request');
    }
    const answer = (): void => {
      clearTimeout(timer);
      if (this.#poll?.response === response) this.#poll = undefined;
      const due = this.#updates.filter(({ update_id: id }) => id >= offset);
      give(response, due.slice(0, limit));
    };
    const timer = setTimeout(answer, timeout * 1_000);
    if (this.#updates.length > 0) {
      answer();
      return;
    }
    this.#poll = { response, answer };
    response.once('close', () => {
      clearTimeout(timer);
      if (this.#poll?.response === response) this.#poll = undefined;
    });
  }

  #sendMessage(params: Params, response: ServerResponse | undefined): void {
    const { text = '' } = params;
    const objection = objectionTo(text, buttonsOf(params));
    if (objection !== undefined && response !== undefined) refuse(response, 400, objection);
    else this.#show({ ...params, text }, response);
  }

  #sendFile(
    params: Params,
    file: FormFile | undefined,
    response: ServerResponse | undefined,
  ): void {
    const { caption = '' } = params;
    if (caption.length > 1_024 || file === undefined) {
      if (response !== undefined)
        refuse(response, 400, 'Bad Request: there is no file, or too long a caption');
      return;
    }
    const { name, type, bytes } = file;
    this.#show({ ...params, text: caption }, response, { name, type, bytes });
  }

  #show(
    params: Params & { readonly text: string },
    response: ServerResponse | undefined,
    file?: SeenFile,
  ): void {
    const { chat_id: id = 0, message_thread_id: thread, text } = params;
    const chat = thread === undefined ? String(id) : `${String(id)}/${String(thread)}`;
    const shown = buttonsOf(params).map((one) => ({ label: one.text, data: one.callback_data }));
    const message = { id: this.sent.length + 1, chat, text, buttons: shown };
    this.#offered.push(...shown.map((one) => ({ chat, ...one })));
    this.sent.push({ ...message, ...(file !== undefined && { file }) });
    this.onSent();
    give(response, messageOf(id, message));
  }

  #edit(params: Params, response: ServerResponse | undefined): void {
    const { chat_id: id = 0, message_id: message, text = '' } = params;
    const at = this.sent.findIndex((one) => one.id === message);
    const before = this.sent[at];
    const isSame = before?.text === text;
    if (before === undefined || isSame) {
      const why = isSame ? 'message is not modified' : 'message to edit not found';
      if (response !== undefined) refuse(response, 400, `Bad Request: ${why}`);
      return;
    }
    const shown = buttonsOf(params).map((one) => ({ label: one.text, data: one.callback_data }));
    const changed = { ...before, text, buttons: shown };
    this.sent[at] = changed;
    give(response, messageOf(id, changed));
  }
}

function messageOf(chat: number, { id, text }: Pick<BotMessage, 'id' | 'text'>): object {
  const date = Math.floor(Date.now() / 1_000);
  return { message_id: id, date, chat: { id: chat, type: 'private' }, text };
}

function buttonsOf({
  reply_markup: markup,
}: Params): readonly { text: string; callback_data: string }[] {
  return (markup?.inline_keyboard ?? []).flat();
}

function objectionTo(
  text: string,
  buttons: readonly { readonly callback_data: string }[],
): string | undefined {
  if (text.trim() === '') return 'Bad Request: message text is empty';
  if (text.length > 4_096) return 'Bad Request: message is too long';
  const isLong = buttons.some(({ callback_data: data }) => Buffer.byteLength(data) > 64);
  return isLong ? 'Bad Request: BUTTON_DATA_INVALID' : undefined;
}

function give(response: ServerResponse | undefined, result: unknown): void {
  response?.writeHead(200, { 'content-type': 'application/json' });
  response?.end(JSON.stringify({ ok: true, result }));
}

function refuse(
  response: ServerResponse,
  code: number,
  description: string,
  parameters?: object,
): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ok: false, error_code: code, description, parameters }));
}
