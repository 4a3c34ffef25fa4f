/**
 * The page's line to the board: opens the WebSocket, opens it again with growing pauses when it is
 * lost, and sends what was not answered once more under the same id.
 *
 *   connecting --hello--> live --lost--> offline --pause over--> connecting
 *        '--- nobody is signed in ---> stopped
 */
import type { ClientMessage, ServerMessage } from '../protocol.ts';
import { fetchSession } from './board-api.ts';

export type ConnectionState =
  | { readonly kind: 'connecting' | 'live' | 'stopped' }
  /** `retryAt`: by `performance.now()`. */
  | { readonly kind: 'offline'; readonly retryAt: number };

export interface ConnectionListener {
  onState(state: ConnectionState): void;
  onMessage(message: ServerMessage): void;
  /** The session is over, here or on the board. */
  onSignedOut(): void;
  /** It was not answered before the line broke, and is too old to be sent again. */
  onGivenUp(id: string): void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** The board ticks every 20 s; after three missed ones the line is dead, whatever TCP says. */
const SILENCE_MS = 60_000;
/** "Pump on" must not come true long after it was said: older messages are given up instead of sent again. */
const RESEND_WITHIN_MS = 60_000;

interface Pending {
  readonly message: ClientMessage;
  readonly since: number;
}

export class Connection {
  readonly #listener: ConnectionListener;
  readonly #pending = new Map<string, Pending>();
  #state: ConnectionState = { kind: 'stopped' };
  #socket: WebSocket | undefined;
  #failures = 0;
  #retry = 0;
  #silence = 0;

  constructor(listener: ConnectionListener) {
    this.#listener = listener;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Also: try again now. */
  open(): void {
    if (this.#state.kind === 'connecting' || this.#state.kind === 'live') return;
    clearTimeout(this.#retry);
    this.#setState({ kind: 'connecting' });
    void this.#connect();
  }

  close(): void {
    clearTimeout(this.#retry);
    this.#pending.clear();
    this.#setState({ kind: 'stopped' });
    this.#socket?.close();
  }

  send(message: ClientMessage): void {
    this.#pending.set(message.id, { message, since: performance.now() });
    if (this.#state.kind === 'live') this.#socket?.send(JSON.stringify(message));
  }

  async #connect(): Promise<void> {
    const session = await fetchSession();
    if (this.#state.kind !== 'connecting') return;
    if (session === undefined) this.#pause();
    else if (!session.signedIn) this.#signedOut();
    else this.#openSocket();
  }

  #openSocket(): void {
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws`);
    this.#socket = socket;
    this.#watchSilence(socket);
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      this.#watchSilence(socket);
      const message = parse(event.data);
      if (message !== undefined) this.#receive(message);
    });
    socket.addEventListener('close', () => {
      clearTimeout(this.#silence);
      if (this.#socket === socket && this.#state.kind !== 'stopped') this.#pause();
    });
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'hello') {
      this.#failures = 0;
      this.#setState({ kind: 'live' });
    }
    if (message.type === 'reply' || message.type === 'error')
      this.#pending.delete(message.id ?? '');
    this.#listener.onMessage(message);
    if (message.type === 'hello') this.#sendAgain();
    if (message.type === 'error' && message.error.code === 'WEB_NO_SESSION') this.#signedOut();
  }

  #sendAgain(): void {
    for (const [id, { message, since }] of this.#pending) {
      if (performance.now() - since < RESEND_WITHIN_MS) {
        this.#socket?.send(JSON.stringify(message));
      } else {
        this.#pending.delete(id);
        this.#listener.onGivenUp(id);
      }
    }
  }

  #pause(): void {
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures);
    // Spread, so that all pages of a site do not come back in the same instant.
    const pauseMs = longest * (0.75 + Math.random() / 4);
    this.#failures += 1;
    this.#setState({ kind: 'offline', retryAt: performance.now() + pauseMs });
    this.#retry = setTimeout(() => {
      this.open();
    }, pauseMs);
  }

  #watchSilence(socket: WebSocket): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      socket.close();
    }, SILENCE_MS);
  }

  #signedOut(): void {
    this.close();
    this.#listener.onSignedOut();
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.#listener.onState(state);
  }
}

/** Our own server of the same build wrote it: the outline is enough. */
function parse(data: unknown): ServerMessage | undefined {
  const message: unknown = JSON.parse(String(data));
  return isServerMessage(message) ? message : undefined;
}

function isServerMessage(message: unknown): message is ServerMessage {
  return typeof message === 'object' && message !== null && 'type' in message;
}
