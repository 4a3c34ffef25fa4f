/**
 * A bot of WeCom (智能机器人) by its long connection (developer.work.weixin.qq.com/document/path/101463): it needs
 * no address that the world can reach, and hears and speaks over one socket.
 */
import { setInterval } from 'node:timers';
import type { Secret } from '../../../config/secret.ts';
import type { Clock } from '../../../core/clock.ts';
import type {
  ChannelAdapter,
  Hearing,
  Outgoing,
  Sent,
  Traits,
  Trouble,
} from '../../channels/channel-adapter.ts';
import { cureOfNetwork } from '../../channels/http-call.ts';
import { connectLine, type WebSocketLine } from '../../channels/web-socket-line.ts';
import { parseFrame, type WecomFrame } from './frame.ts';
import { refusalOf, sentOf } from './outcome.ts';
import { isReplaced, parseMessage } from './parse.ts';
import { renderMessage } from './render.ts';
import { Session } from './session.ts';

export interface WecomParts {
  readonly botId: string;
  readonly secret: Secret;
  readonly endpoint: string;
  readonly clock: Clock;
}

/** As the vendor's SDK: a ping every 30 s; after two without an answer the connection is dead. */
const PING_EVERY_MS = 30_000;
const SILENT_MS = 75_000;

export class WecomAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'long connection',
    /** The SDK's README, `replyStream`: of Markdown. */
    text: { most: 20_480, unit: 'bytes' },
    /** The same page: 30 a minute in a chat, and 1,000 an hour. */
    chatRate: { burst: 10, refillMs: 3_700 },
    accountRate: { burst: 20, refillMs: 100 },
    mostButtons: 0,
    files: [],
    isIdempotent: false,
    isForgeable: false,
  };
  readonly #parts: WecomParts;
  /** undefined: WeCom has not let us in. */
  #session: Session | undefined;

  constructor(parts: WecomParts) {
    this.#parts = parts;
    this.account = parts.botId;
  }

  /** The SDK's README, `sendMessage`: a person's userid stands for the chat with them. */
  chatOf(user: string): string {
    return user;
  }

  /** There is no `probe`: who connects takes the connection away from whoever listens. */
  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const connected = await connectLine(this.#parts.endpoint, { signal });
    if (connected.kind === 'failed') {
      const { code } = connected;
      return { why: `WeCom is not reached: ${code}`, cure: cureOfNetwork(code, 'WeCom') };
    }
    const trouble = await this.#follow(connected.line, hearing);
    return signal.aborted ? undefined : trouble;
  }

  async send(message: Outgoing): Promise<Sent> {
    const body = renderMessage(message);
    return sentOf((await this.#session?.ask('aibot_send_msg', body)) ?? { kind: 'unsaid' });
  }

  async #follow(line: WebSocketLine, hearing: Hearing): Promise<Trouble> {
    const { botId, secret, clock } = this.#parts;
    const session = new Session(line, clock);
    let heardMs = clock.monotonicMs();
    const pinging = setInterval(() => {
      if (clock.monotonicMs() - heardMs > SILENT_MS) line.cut();
      else session.tell('ping');
    }, PING_EVERY_MS);
    const subscription = session.tell('aibot_subscribe', {
      bot_id: botId,
      secret: secret.reveal(),
    });
    try {
      for await (const frame of line.frames()) {
        const said = parseFrame(frame.toString());
        if (said !== undefined) heardMs = clock.monotonicMs();
        const trouble = await this.#take(said, { session, subscription, hearing });
        if (trouble !== undefined) return trouble;
      }
    } finally {
      clearInterval(pinging);
      this.#session = undefined;
      line.close();
      session.end();
    }
    return { why: `WeCom's connection broke off: ${line.ended?.why ?? 'silence'}` };
  }

  async #take(
    frame: WecomFrame | undefined,
    {
      session,
      subscription,
      hearing,
    }: { session: Session; subscription: string | undefined; hearing: Hearing },
  ): Promise<Trouble | undefined> {
    // To leave a connection that stands loses what is under way in it: WeCom brings nothing again.
    if (frame === undefined) return this.#session === undefined ? NOT_WECOM : undefined;
    if (frame.headers.req_id === subscription) {
      if (frame.errcode !== 0) return refusalOf(frame.errcode ?? -1, frame.errmsg);
      this.#session = session;
    }
    if (this.#session === undefined) return undefined;
    hearing.alive();
    if (frame.cmd === undefined) session.answer(frame);
    if (frame.cmd === 'aibot_event_callback' && isReplaced(frame.body)) return REPLACED;
    if (frame.cmd === 'aibot_msg_callback') {
      const message = parseMessage(frame.body, this.#parts.clock.now());
      if (message !== undefined) await hearing.accept([message]);
    }
    return undefined;
  }
}

const NOT_WECOM: Trouble = {
  why: 'What answers is not WeCom',
  cure: 'See what stands between this board and WeCom: a proxy, or a login page of the network.',
};

/** Coming back at once would take it from the other, which comes back as well. */
const REPLACED: Trouble = {
  why: 'Something else connected with this bot',
  cure: 'A bot has one connection: stop the other program, or give this site a bot of its own.',
  retryAfterMs: 60_000,
};
