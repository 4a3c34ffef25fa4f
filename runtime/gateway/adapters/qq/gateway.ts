/**
 * One connection to QQ's gateway (bot.q.qq.com/wiki/develop/api-v2/dev-prepare/interface-framework/event-emit.html): says
 * who it is, or goes on where the session was, beats as it is told to, and hands on what happens.
 */
import { clearInterval, setInterval } from 'node:timers';
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { z } from '../../../core/schema.ts';
import type { Trouble } from '../../channels/channel-adapter.ts';
import { connectLine, type LineEnd, type WebSocketLine } from '../../channels/web-socket-line.ts';
import { NEW_KEYS } from './qq-api.ts';

export interface Session {
  readonly id: string;
  /** The last event that is on disk. */
  readonly seq: number;
}

export interface Following {
  readonly url: string;
  readonly token: string;
  /** Where it goes on; undefined: it begins. */
  readonly session: Session | undefined;
  /** QQ has answered. */
  readonly onAlive: () => void;
  /** The next event is read when it resolves. */
  readonly onEvent: (event: GatewayEvent) => Promise<void>;
}

export interface GatewayEvent {
  readonly name: string;
  readonly data: unknown;
  readonly seq: number;
}

/** How a connection ended. */
export type GatewayEnd =
  /** QQ wants to be connected to anew: that is no trouble. */
  | { readonly kind: 'again' }
  /** The session is gone: what came meanwhile is not told. */
  | { readonly kind: 'forgotten' }
  | { readonly kind: 'broken'; readonly trouble: Trouble; readonly isToken: boolean };

/** The page's table of opcodes. */
const [HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK] = [1, 2, 6, 7, 9, 10, 11];

/** GROUP_AND_C2C_EVENT. */
const INTENTS = 1 << 25;

/** Codes of the end (…/api-v2/openapi/error/error.html): the token, the session, the sequence. */
const [BAD_TOKEN, NO_SESSION, BAD_SEQ] = [4_004, 4_006, 4_007];

const CURES: Readonly<Record<number, string>> = {
  [BAD_TOKEN]: NEW_KEYS,
  4_013: 'The robot may not hear chats: see 功能配置 on q.qq.com.',
  4_014: 'The robot may not hear chats: see 功能配置 on q.qq.com.',
  4_914: 'The robot is offline, or only in the sandbox: see q.qq.com.',
  4_915: 'QQ has shut the robot out: see q.qq.com.',
};

const payloadSchema = z.object({
  op: z.number(),
  d: z.unknown().optional(),
  s: z.number().nullish(),
  t: z.string().nullish(),
});

const helloSchema = z.object({ heartbeat_interval: z.number().min(1_000).max(300_000) });

export async function follow(following: Following, signal: AbortSignal): Promise<GatewayEnd> {
  const connected = await connectLine(following.url, { signal });
  if (connected.kind === 'failed')
    return broken(`QQ's gateway cannot be opened: ${connected.code}`);
  const { line } = connected;
  const pulse = new Pulse(line, following.session?.seq ?? null);
  try {
    for await (const frame of line.frames()) {
      const end = await take(frame.toString(), { ...following, line, pulse });
      if (end !== undefined) return end;
    }
    return endOf(line.ended);
  } finally {
    pulse.stop();
    line.close();
  }
}

/** Beats with the last sequence; whoever did not answer the last beat only looks alive. */
class Pulse {
  readonly #line: WebSocketLine;
  seq: number | null;
  isAnswered = true;
  #timer: NodeJS.Timeout | undefined;

  constructor(line: WebSocketLine, seq: number | null) {
    this.#line = line;
    this.seq = seq;
  }

  start(everyMs: number): void {
    this.stop();
    this.#timer = setInterval(() => {
      if (!this.isAnswered) this.#line.cut();
      this.isAnswered = false;
      this.beat();
    }, everyMs);
  }

  beat(): void {
    this.#line.send(JSON.stringify({ op: HEARTBEAT, d: this.seq }));
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

async function take(
  frame: string,
  following: Following & { readonly line: WebSocketLine; readonly pulse: Pulse },
): Promise<GatewayEnd | undefined> {
  const payload = payloadSchema.safeParse(parseBoundedJson(frame)).data;
  if (payload === undefined) return undefined;
  const { line, pulse, onAlive, onEvent } = following;
  const { op, d: data, s: seq, t: name } = payload;
  switch (op) {
    case HELLO: {
      const hello = helloSchema.safeParse(data).data;
      if (hello === undefined) return broken('QQ did not say how often to beat');
      pulse.start(hello.heartbeat_interval);
      line.send(JSON.stringify(greetingOf(following)));
      return undefined;
    }
    case HEARTBEAT:
      pulse.beat();
      return undefined;
    case ACK:
      pulse.isAnswered = true;
      onAlive();
      return undefined;
    case RECONNECT:
      return { kind: 'again' };
    case INVALID:
      return { kind: 'forgotten' };
    default:
      if (typeof seq === 'number' && typeof name === 'string') {
        onAlive();
        await onEvent({ name, data, seq });
        pulse.seq = seq;
      }
      return undefined;
  }
}

function greetingOf({ token, session }: Following): object {
  const auth = `QQBot ${token}`;
  return session === undefined
    ? { op: IDENTIFY, d: { token: auth, intents: INTENTS, shard: [0, 1], properties: {} } }
    : { op: RESUME, d: { token: auth, session_id: session.id, seq: session.seq } };
}

/** From 4900 to 4913 something broke at QQ, and the session has to begin anew. */
function isForgotten(code: number): boolean {
  return code === NO_SESSION || code === BAD_SEQ || (code >= 4_900 && code <= 4_913);
}

function endOf(ended: LineEnd | undefined): GatewayEnd {
  const { code, why } = ended ?? { code: 1_006, why: 'silence' };
  if (isForgotten(code)) return { kind: 'forgotten' };
  const said = code >= 4_000 ? String(code) : why;
  return broken(`QQ's gateway broke off: ${said}`, code);
}

function broken(why: string, code = 0): GatewayEnd {
  return { kind: 'broken', trouble: { why, cure: CURES[code] }, isToken: code === BAD_TOKEN };
}
