/**
 * One page's WebSocket: takes what the person says to the conversation, brings back replies, notes
 * and readings. Knows who speaks only through the session token, and asks for it again each time.
 */
import type { WebSocket } from '@fastify/websocket';
import type { ChatMessage, Speaker } from '../actions/chat-port.ts';
import { AppError, errorCode, errorMessage } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Refusal } from '../core/refusal.ts';
import { TokenBucket } from '../core/token-bucket.ts';
import { refuseWeb } from './errors.ts';
import type { WebPorts } from './ports.ts';
import { clientMessageSchema, type ClientMessage, type ServerMessage } from './protocol.ts';

/** Nobody types faster; a page that reconnects may send what it has left at once. */
const MESSAGE_RATE = { burst: 20, refillMs: 100 };
/** A page that reads this much slower than we write is cut off; it comes back to a fresh snapshot. A reply with its four largest tables has room. */
const MAX_UNSENT_BYTES = 6 * 1024 * 1024;
/** RFC 6455 §7.4.1. */
const POLICY_VIOLATION = 1008;

export interface ChatSocketDependencies {
  readonly socket: WebSocket;
  readonly token: string;
  readonly ports: Pick<WebPorts, 'site' | 'chat' | 'live' | 'access'>;
  readonly clock: Clock;
  readonly log: Log;
}

export class ChatSocket {
  readonly #given: ChatSocketDependencies;
  readonly #bucket: TokenBucket;
  #subscriptions: readonly (() => void)[] = [];
  #isAlive = true;

  constructor(given: ChatSocketDependencies) {
    this.#given = given;
    this.#bucket = new TokenBucket(given.clock, MESSAGE_RATE);
  }

  open(speaker: Speaker): void {
    const { socket, ports } = this.#given;
    socket.on('message', (data, isBinary) => {
      this.#receive(isBinary || !Buffer.isBuffer(data) ? undefined : data.toString('utf8'));
    });
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    socket.on('close', () => {
      this.#unsubscribe();
    });
    this.#send(this.#hello(speaker));
    this.#subscriptions = [
      ports.live.onChange((change) => {
        this.#tell({ type: 'live', change });
      }),
      ports.chat.subscribe(speaker.chat, (note) => {
        this.#tell({ type: 'note', note });
      }),
    ];
  }

  /** Called at a steady pace: a peer that did not answer the last ping is gone, one without a session has to go. */
  beat(): void {
    const { socket, clock } = this.#given;
    if (!this.#isAlive) socket.terminate();
    else if (this.#speaker() !== undefined) {
      this.#isAlive = false;
      socket.ping();
      this.#send({ type: 'tick', now: clock.now() });
    }
  }

  #hello(speaker: Speaker): ServerMessage {
    const { ports, clock } = this.#given;
    return {
      type: 'hello',
      speaker: { person: speaker.person, role: speaker.role },
      title: ports.site.title,
      now: clock.now(),
      things: ports.live.snapshot(),
    };
  }

  #receive(text: string | undefined): void {
    if (this.#given.socket.readyState !== this.#given.socket.OPEN) return;
    if (!this.#bucket.take()) {
      this.#cutOff(refuseWeb('WEB_TOO_FAST', 'too many messages in one second'));
      return;
    }
    const speaker = this.#speaker();
    if (speaker === undefined) return;
    const message = parse(text);
    if (message === undefined)
      this.#send({
        type: 'error',
        error: refuseWeb('WEB_BAD_REQUEST', 'this is not a message of the page'),
      });
    else void this.#answer(message, speaker);
  }

  async #answer(message: ClientMessage, speaker: Speaker): Promise<void> {
    const { ports, log } = this.#given;
    const { id } = message;
    try {
      const reply = await ports.chat.handle(chatMessage(message, speaker));
      this.#send({ type: 'reply', id, reply });
    } catch (error) {
      log.error({ messageId: id, error: errorMessage(error) }, 'chat message failed');
      this.#send({ type: 'error', id, error: describe(error) });
    }
  }

  /** Cuts the connection off when the session has ended meanwhile. */
  #speaker(): Speaker | undefined {
    const { ports, token } = this.#given;
    const speaker = ports.access.session(token);
    if (speaker === undefined) this.#cutOff(refuseWeb('WEB_NO_SESSION', 'this session has ended'));
    return speaker;
  }

  /** At once, not at the end of the closing handshake: a peer decides how long that takes. */
  #cutOff(refusal: Refusal): void {
    this.#unsubscribe();
    this.#send({ type: 'error', error: refusal });
    this.#given.socket.close(POLICY_VIOLATION, refusal.code);
  }

  #unsubscribe(): void {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#subscriptions = [];
  }

  /** What nobody asked for just now: whose session has ended meanwhile hears nothing more. */
  #tell(message: ServerMessage): void {
    if (this.#speaker() !== undefined) this.#send(message);
  }

  #send(message: ServerMessage): void {
    const { socket } = this.#given;
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MAX_UNSENT_BYTES) socket.terminate();
    else socket.send(JSON.stringify(message));
  }
}

function parse(text: string | undefined): ClientMessage | undefined {
  try {
    return clientMessageSchema.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

function chatMessage(message: ClientMessage, speaker: Speaker): ChatMessage {
  const { id } = message;
  if (message.type === 'chat') return { id, text: message.text, speaker };
  const { token, answer } = message;
  return { id, text: answer, speaker, confirm: { token, answer } };
}

function describe(error: unknown): Refusal {
  if (error instanceof AppError)
    return { code: errorCode(error), message: error.message, hint: error.hint };
  return refuseWeb('WEB_INTERNAL', 'something broke while this was answered');
}
