/**
 * A robot of DingTalk 钉钉 in Stream mode (github.com/open-dingtalk/developerpedia, docs/learn/stream/protocol.md): it needs
 * no address that the world can reach. It answers by the server API, and not by the `sessionWebhook` of a message, which
 * ends after a while and is an address from outside.
 */
import { setInterval } from 'node:timers';
import { isLoopback } from '../../../core/loopback.ts';
import { z } from '../../../core/schema.ts';
import type {
  ChannelAdapter,
  Hearing,
  Outgoing,
  Sent,
  Traits,
  Trouble,
} from '../../channels/channel-adapter.ts';
import { connectLine, type WebSocketLine } from '../../channels/web-socket-line.ts';
import { DingtalkApi, type DingtalkApiParts } from './dingtalk-api.ts';
import { sentOf } from './outcome.ts';
import { parseMessage, parsePush, type Push } from './parse.ts';
import { chatOfPerson, receiverOf } from './places.ts';

export interface DingtalkParts extends DingtalkApiParts {
  /** As which robot it sends. */
  readonly robotCode: string;
}

const TOPIC = '/v1.0/im/bot/messages/get';

/** RFC 6455 §5.5.2, as the vendor's SDK does; DingTalk's own pings have no pace that is written down. */
const PING_EVERY_MS = 15_000;
const SILENT_MS = 40_000;

const openedSchema = z.object({ endpoint: z.url(), ticket: z.string() });

interface Opened {
  readonly url: string;
  readonly aheadMs: number;
}

interface Following {
  readonly line: WebSocketLine;
  readonly hearing: Hearing;
  readonly aheadMs: number;
}

export class DingtalkAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'stream',
    /** None is documented for `sampleText`; others of its texts may have 5,000 characters. */
    text: { most: 4_000, unit: 'bytes' },
    /** A robot may say twenty a minute in a group; of more nothing is certain. */
    chatRate: { burst: 5, refillMs: 3_200 },
    accountRate: { burst: 10, refillMs: 100 },
    mostButtons: 0,
    files: [],
    isIdempotent: false,
    isForgeable: false,
  };
  readonly #parts: DingtalkParts;
  readonly #api: DingtalkApi;

  constructor(parts: DingtalkParts) {
    this.#parts = parts;
    this.#api = new DingtalkApi(parts);
    this.account = parts.clientId;
  }

  chatOf(user: string): string {
    return chatOfPerson(user);
  }

  /** A stream of its own would take messages from the one that listens: it is not opened. */
  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const trouble = await this.#api.check(signal);
    if (trouble !== undefined) return trouble;
    const opened = await this.#open(signal);
    return 'why' in opened ? opened : undefined;
  }

  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    for (;;) {
      const opened = await this.#open(signal);
      if ('why' in opened) return opened;
      const connected = await connectLine(opened.url, { signal });
      if (connected.kind === 'failed')
        return { why: `DingTalk's stream cannot be opened: ${connected.code}` };
      const { aheadMs } = opened;
      const trouble = await this.#follow({ line: connected.line, hearing, aheadMs });
      // DingTalk ends its streams from time to time: that is no trouble.
      if (signal.aborted) return undefined;
      if (trouble !== undefined) return trouble;
    }
  }

  /** …/orgapp/chatbots-send-one-on-one-chat-messages-in-batches, …/orgapp/the-robot-sends-a-group-message */
  async send({ chat, text }: Outgoing): Promise<Sent> {
    const { robotCode } = this.#parts;
    const said = { robotCode, msgKey: 'sampleText', msgParam: JSON.stringify({ content: text }) };
    const to = receiverOf(chat);
    const answered =
      to.kind === 'person'
        ? this.#api.call('/v1.0/robot/oToMessages/batchSend', { ...said, userIds: [to.staffId] })
        : this.#api.call('/v1.0/robot/groupMessages/send', {
            ...said,
            openConversationId: to.conversationId,
          });
    return sentOf(await answered);
  }

  async #open(signal: AbortSignal): Promise<Trouble | Opened> {
    const answered = await this.#api.open([{ type: 'CALLBACK', topic: TOPIC }], signal);
    if (answered.kind !== 'ok') return answered;
    const given = openedSchema.safeParse(answered.json).data;
    if (given === undefined || !this.#isDingtalks(given.endpoint))
      return { why: 'DingTalk named no stream of its own' };
    const url = new URL(given.endpoint);
    url.searchParams.set('ticket', given.ticket);
    const now = this.#parts.clock.now();
    return { url: url.href, aheadMs: (answered.serverNow ?? now) - now };
  }

  /** What is heard there is believed: so it is the vendor's, or on the server that the site named itself. */
  #isDingtalks(address: string): boolean {
    const { protocol, hostname } = new URL(address);
    const own = new URL(this.#parts.endpoint).hostname;
    if (protocol === 'ws:') return isLoopback(hostname) && hostname === own;
    if (protocol !== 'wss:') return false;
    return hostname === own || (isVendors(own) && isVendors(hostname));
  }

  async #follow(following: Following): Promise<Trouble | undefined> {
    const { line, hearing } = following;
    const { clock } = this.#parts;
    let heardMs = clock.monotonicMs();
    const alive = (): void => {
      heardMs = clock.monotonicMs();
      hearing.alive();
    };
    line.onPong(alive);
    line.ping();
    const pinging = setInterval(() => {
      if (clock.monotonicMs() - heardMs > SILENT_MS) line.cut();
      else line.ping();
    }, PING_EVERY_MS);
    try {
      for await (const frame of line.frames()) {
        const push = parsePush(frame.toString());
        if (push === undefined) return NOT_DINGTALK;
        alive();
        if (await this.#take(push, following)) return undefined;
      }
    } finally {
      clearInterval(pinging);
      line.close();
    }
    return { why: `DingTalk's stream broke off: ${line.ended?.why ?? 'silence'}` };
  }

  /** @returns true when DingTalk wants to be connected to anew */
  async #take(push: Push, { line, hearing, aheadMs }: Following): Promise<boolean> {
    const { type, headers, data } = push;
    if (type === 'SYSTEM' && headers.topic === 'disconnect') return true;
    if (type === 'CALLBACK' && headers.topic === TOPIC) {
      const message = parseMessage(data, { now: this.#parts.clock.now(), aheadMs });
      if (message !== undefined) await hearing.accept([message]);
    }
    if (headers.messageId === undefined) return false;
    // A ping wants its own data back; for a message anything will do.
    const back = type === 'SYSTEM' ? data : '{"response": null}';
    const { messageId } = headers;
    const answer = { code: 200, headers: { contentType: 'application/json', messageId } };
    line.send(JSON.stringify({ ...answer, message: 'OK', data: back }));
    return false;
  }
}

function isVendors(hostname: string): boolean {
  return /(^|\.)dingtalk\.com$/.test(hostname);
}

const NOT_DINGTALK: Trouble = {
  why: 'What answers is not DingTalk',
  cure: 'See what stands between this board and DingTalk: a proxy, or a login page of the network.',
};
