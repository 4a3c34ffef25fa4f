/**
 * DDP over a WebSocket (developer.rocket.chat/docs/realtime-api): logs in, asks for the messages of all rooms of
 * the bot, answers the pings of the server and sends its own. What it says is told as one of a few words.
 */
import type { Secret } from '../../../config/secret.ts';
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { z } from '../../../core/schema.ts';
import type { WebSocketLine } from '../../channels/web-socket-line.ts';

export type Told =
  /** It is heard from now on. */
  | { readonly kind: 'ready' }
  /** @param room whether the bot is in it, and its type, where the server says so */
  | { readonly kind: 'message'; readonly message: unknown; readonly room: Room }
  | { readonly kind: 'pong' }
  | { readonly kind: 'not let in'; readonly why: string }
  | { readonly kind: 'nothing' };

export type Room = Readonly<z.infer<typeof roomSchema>>;

const frameSchema = z.object({
  msg: z.string().optional(),
  id: z.string().optional(),
  error: z.object({ reason: z.string().optional() }).optional(),
  subs: z.array(z.string()).optional(),
  collection: z.string().optional(),
  fields: z
    .object({ args: z.array(z.unknown()) })
    .optional()
    .catch(undefined),
});

const roomSchema = z.object({
  roomParticipant: z.boolean().optional(),
  roomType: z.string().optional(),
});

const LOGIN = 'login';
const SUBSCRIPTION = 'messages';
const STREAM = 'stream-room-messages';

export class DdpLine {
  readonly #line: WebSocketLine;
  readonly #token: Secret;

  constructor(line: WebSocketLine, token: Secret) {
    this.#line = line;
    this.#token = token;
    this.#say({ msg: 'connect', version: '1', support: ['1'] });
  }

  ping(): void {
    this.#say({ msg: 'ping' });
  }

  take(text: string): Told {
    const frame = frameSchema.safeParse(parseBoundedJson(text)).data;
    switch (frame?.msg) {
      case 'connected':
        this.#call(LOGIN, [{ resume: this.#token.reveal() }]);
        return { kind: 'nothing' };
      case 'result':
        if (frame.id === LOGIN && frame.error !== undefined)
          return { kind: 'not let in', why: frame.error.reason ?? 'the token is not valid' };
        if (frame.id === LOGIN) this.#subscribe();
        return { kind: 'nothing' };
      case 'ready':
        return { kind: frame.subs?.includes(SUBSCRIPTION) === true ? 'ready' : 'nothing' };
      case 'nosub':
      case 'failed':
        return { kind: 'not let in', why: frame.error?.reason ?? 'the stream is not given' };
      case 'ping':
        this.#say({ msg: 'pong', ...(frame.id !== undefined && { id: frame.id }) });
        return { kind: 'pong' };
      case 'pong':
        return { kind: 'pong' };
      case 'changed': {
        const [message, room] = frame.collection === STREAM ? (frame.fields?.args ?? []) : [];
        if (message === undefined) return { kind: 'nothing' };
        return { kind: 'message', message, room: roomSchema.safeParse(room).data ?? {} };
      }
      default:
        return { kind: 'nothing' };
    }
  }

  /** …/apidocs/stream-room-messages-realtime; `__my_messages__`: of all rooms that the account is in. */
  #subscribe(): void {
    const params = ['__my_messages__', false];
    this.#say({ msg: 'sub', id: SUBSCRIPTION, name: STREAM, params });
  }

  #call(method: string, params: readonly unknown[]): void {
    this.#say({ msg: 'method', method, id: method, params });
  }

  #say(frame: object): void {
    this.#line.send(JSON.stringify(frame));
  }
}
