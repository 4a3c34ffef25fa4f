/**
 * One connection to Discord's Gateway (docs.discord.com/developers/events/gateway): says who it is, or goes on
 * where the session was, beats as it is told to, and hands on what happens. What an event means it does not know.
 */
import { clearTimeout, setTimeout } from 'node:timers';
import type { Secret } from '../../../config/secret.ts';
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { z } from '../../../core/schema.ts';
import type { Trouble } from '../../channels/channel-adapter.ts';
import { connectLine, type LineEnd, type WebSocketLine } from '../../channels/web-socket-line.ts';
import { NEW_TOKEN } from './http-api.ts';
import { payloadSchema } from './parse.ts';
import type { Session } from './session.ts';

export interface GatewayParts {
  readonly token: Secret;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  /** Discord has answered. */
  readonly onAlive: () => void;
  /** The next event is read when it resolves. @param seq of the event, to resume from */
  readonly onEvent: (event: GatewayEvent) => Promise<void>;
}

export interface GatewayEvent {
  readonly name: string;
  readonly data: unknown;
  readonly seq: number;
}

/** How a connection ended. */
export type GatewayEnd =
  /** Discord wants to be connected to anew: that is no trouble. */
  | { readonly kind: 'again' }
  /** The session is gone: what came meanwhile is not told. */
  | { readonly kind: 'forgotten' }
  | { readonly kind: 'broken'; readonly trouble: Trouble };

/** …/topics/opcodes-and-status-codes#gateway-gateway-opcodes */
const [HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK] = [1, 2, 6, 7, 9, 10, 11];

/** …/events/gateway#list-of-intents: messages in channels and in chats of two. None of them needs leave. */
const INTENTS = (1 << 9) | (1 << 12);

/** …/events/gateway#initiating-a-disconnect: with 1000 the session would be over. */
const KEEP_SESSION = 4_900;

/** …/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes: of the sequence, and of the session. */
const FORGOTTEN = [4_007, 4_009];

const CURES: Readonly<Record<number, string>> = {
  4_004: NEW_TOKEN,
  4_011: 'The bot is in more servers than one connection may serve: use one bot for one site.',
};

const helloSchema = z.object({ heartbeat_interval: z.number().min(1_000).max(300_000) });

export class Gateway {
  readonly #parts: GatewayParts;
  #line: WebSocketLine | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isAnswered = true;
  #seq: number | null = null;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
  }

  /** @param session where it goes on; undefined: it begins */
  async follow(
    url: string,
    session: Session | undefined,
    signal: AbortSignal,
  ): Promise<GatewayEnd> {
    const address = `${url.replace(/\/$/, '')}/?v=10&encoding=json`;
    const connected = await connectLine(address, { signal, endCode: KEEP_SESSION });
    if (connected.kind === 'failed')
      return broken(`Discord's gateway cannot be opened: ${connected.code}`);
    const { line } = connected;
    this.#line = line;
    this.#seq = session?.seq ?? null;
    try {
      for await (const frame of line.frames()) {
        const end = await this.#take(frame.toString(), session);
        if (end !== undefined) return end;
      }
      return endOf(line.ended);
    } finally {
      clearTimeout(this.#timer);
      line.close(KEEP_SESSION);
    }
  }

  async #take(frame: string, session: Session | undefined): Promise<GatewayEnd | undefined> {
    const payload = payloadSchema.safeParse(parseBoundedJson(frame)).data;
    if (payload === undefined) return undefined;
    const { op, d: data, s: seq, t: name } = payload;
    switch (op) {
      case HELLO: {
        const hello = helloSchema.safeParse(data).data;
        if (hello === undefined) return broken('Discord did not say how often to beat');
        this.#beatEvery(hello.heartbeat_interval);
        this.#say(...(session === undefined ? this.#identify() : this.#resume(session)));
        return undefined;
      }
      case HEARTBEAT:
        this.#say(HEARTBEAT, this.#seq);
        return undefined;
      case ACK:
        this.#isAnswered = true;
        this.#parts.onAlive();
        return undefined;
      case RECONNECT:
        return { kind: 'again' };
      case INVALID:
        return { kind: data === true ? 'again' : 'forgotten' };
      default:
        if (typeof seq === 'number' && typeof name === 'string') {
          this.#parts.onAlive();
          await this.#parts.onEvent({ name, data, seq });
          this.#seq = seq;
        }
        return undefined;
    }
  }

  /** …/events/gateway#heartbeat-interval: the first one at any time within, so that not all beat at once. */
  #beatEvery(intervalMs: number): void {
    const beat = (): void => {
      // …#sending-heartbeats: who did not answer the last one is a connection that only looks alive.
      if (!this.#isAnswered) this.#line?.cut();
      this.#isAnswered = false;
      this.#say(HEARTBEAT, this.#seq);
      this.#timer = setTimeout(beat, intervalMs);
    };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(beat, intervalMs * this.#parts.random());
  }

  /** …/events/gateway-events#identify */
  #identify(): readonly [op: number, data: object] {
    const properties = { os: 'linux', browser: 'boardtalk', device: 'boardtalk' };
    return [IDENTIFY, { token: this.#parts.token.reveal(), intents: INTENTS, properties }];
  }

  /** …/events/gateway-events#resume */
  #resume({ id, seq }: Session): readonly [op: number, data: object] {
    return [RESUME, { token: this.#parts.token.reveal(), session_id: id, seq }];
  }

  #say(op: number, data: unknown): void {
    this.#line?.send(JSON.stringify({ op, d: data }));
  }
}

function endOf(ended: LineEnd | undefined): GatewayEnd {
  const { code, why } = ended ?? { code: 1_006, why: 'silence' };
  if (FORGOTTEN.includes(code)) return { kind: 'forgotten' };
  const said = code >= 4_000 ? String(code) : why;
  return broken(`Discord's gateway broke off: ${said}`, CURES[code]);
}

function broken(why: string, cure?: string): GatewayEnd {
  return { kind: 'broken', trouble: { why, cure } };
}
