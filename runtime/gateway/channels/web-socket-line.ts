/**
 * A WebSocket to a platform, as frames to be read one after the other. Whoever reads slowly is not drowned:
 * the platform is held back. Frames are bounded, redirects are not followed, and what went wrong is told
 * without any address.
 */
import WebSocket from 'ws';
import { codeOf } from './http-call.ts';

export interface LineOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly protocols?: readonly string[];
  readonly signal: AbortSignal;
  /** Of one frame; default 1 MB. */
  readonly mostBytes?: number;
  /** Default: 10 s. */
  readonly connectWithinMs?: number;
  /** Said when `signal` ends it, where the platform then keeps a session or not; default: 1000. */
  readonly endCode?: number;
}

export type Connected =
  | { readonly kind: 'open'; readonly line: WebSocketLine }
  /** @param status of HTTP, where the server would not upgrade */
  | { readonly kind: 'failed'; readonly code: string; readonly status?: number | undefined };

const MOST_BYTES = 1_000_000;
const CONNECT_WITHIN_MS = 10_000;

/** Read ahead; then the platform has to wait. */
const MOST_WAITING = 64;

/** After a polite end; then the connection is cut. */
const CLOSE_WITHIN_MS = 1_000;

export function connectLine(url: string, options: LineOptions): Promise<Connected> {
  const { headers, protocols, signal, mostBytes, connectWithinMs, endCode } = options;
  let socket: WebSocket;
  try {
    socket = new WebSocket(url, [...(protocols ?? [])], {
      ...(headers !== undefined && { headers }),
      maxPayload: mostBytes ?? MOST_BYTES,
      handshakeTimeout: connectWithinMs ?? CONNECT_WITHIN_MS,
      followRedirects: false,
      perMessageDeflate: false,
    });
  } catch {
    // An address with a fragment, or a token that fits in no header: `ws` throws, and says the address.
    return Promise.resolve({ kind: 'failed', code: 'no such address' });
  }
  // It listens from the first moment: a platform may speak with the handshake.
  const line = new WebSocketLine(socket, signal, endCode);
  return new Promise((resolve) => {
    let status: number | undefined;
    socket.once('unexpected-response', (request, response) => {
      status = response.statusCode;
      request.destroy();
      resolve({ kind: 'failed', code: `HTTP ${String(status)}`, status });
    });
    socket.once('open', () => {
      resolve({ kind: 'open', line });
    });
    socket.once('close', () => {
      resolve({ kind: 'failed', code: line.ended?.why ?? 'the connection broke off', status });
    });
  });
}

/** Why it ended. */
export interface LineEnd {
  /** RFC 6455 §7.4.1, and the platform's own from 4000 on; 1006: it was cut. */
  readonly code: number;
  /** What the platform said, or the network. Not to be trusted: it may say anything. */
  readonly why: string;
}

export type Frame = string | Buffer;

export class WebSocketLine {
  readonly #socket: WebSocket;
  readonly #frames: Frame[] = [];
  #wake = (): void => undefined;
  #ended: LineEnd | undefined;
  #error = '';

  constructor(socket: WebSocket, signal: AbortSignal, endCode = 1_000) {
    this.#socket = socket;
    const stop = (): void => {
      this.close(endCode);
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    socket.on('message', (data, isBinary) => {
      this.#take(data, isBinary);
    });
    socket.on('error', (error) => {
      this.#error = codeOf(error);
    });
    socket.once('close', (code, reason) => {
      signal.removeEventListener('abort', stop);
      const said = reason.toString().replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ');
      this.#ended = { code, why: said.slice(0, 200) || this.#error || 'closed' };
      this.#wake();
    });
  }

  /** undefined: it still stands. */
  get ended(): LineEnd | undefined {
    return this.#ended;
  }

  /** In order, until the end. One reader. */
  async *frames(): AsyncGenerator<Frame, LineEnd> {
    for (;;) {
      const frame = this.#frames.shift();
      if (this.#frames.length < MOST_WAITING && this.#socket.isPaused) this.#socket.resume();
      if (frame !== undefined) yield frame;
      else if (this.#ended !== undefined) return this.#ended;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }

  /** @returns false when it has ended: nothing was sent */
  send(frame: string | Uint8Array): boolean {
    if (this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(frame);
    return true;
  }

  /** RFC 6455 §5.5.2. `onPong` hears the answer. */
  ping(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
  }

  onPong(listener: () => void): void {
    this.#socket.on('pong', listener);
  }

  /** @param code 1000, or the platform's own */
  close(code = 1_000): void {
    this.#socket.close(code);
    const timer = setTimeout(() => {
      this.#socket.terminate();
    }, CLOSE_WITHIN_MS);
    timer.unref();
  }

  /** Whatever is in between is dead: no polite end. */
  cut(): void {
    this.#socket.terminate();
  }

  #take(data: WebSocket.RawData, isBinary: boolean): void {
    const bytes = Buffer.isBuffer(data)
      ? data
      : Array.isArray(data)
        ? Buffer.concat(data)
        : Buffer.from(data);
    this.#frames.push(isBinary ? bytes : bytes.toString('utf8'));
    if (this.#frames.length >= MOST_WAITING) this.#socket.pause();
    this.#wake();
  }
}
