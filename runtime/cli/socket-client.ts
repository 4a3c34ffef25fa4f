/** The client's end of the socket: one connection, any number of requests on it. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { errorCode } from '../core/app-error.ts';
import type { z } from '../core/schema.ts';
import { CliError } from './errors.ts';
import { LineSplitter } from './line-splitter.ts';
import { NodeError } from './problem.ts';
import {
  MAX_REPLY_BYTES,
  MAX_REQUEST_BYTES,
  formatMessage,
  parseMessage,
  responseSchema,
  type Request,
  type RequestBody,
  type Response,
} from './protocol.ts';

type NoteListener = (note: unknown) => void;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** @throws CliError CLI_NOT_REACHABLE, CLI_NO_ACCESS */
export async function connectToNode(path: string): Promise<SocketClient> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
  } catch (cause) {
    throw errorCode(cause) === 'EACCES'
      ? new CliError('CLI_NO_ACCESS', `you may not open ${path}`, { cause })
      : new CliError('CLI_NOT_REACHABLE', `no node answers on ${path}`, { cause });
  }
  const client = new SocketClient(socket);
  client.listen();
  return client;
}

/** For `catch`, where something can be done without a node as well. */
export function undefinedWhenUnreachable(error: unknown): undefined {
  if (errorCode(error) !== 'CLI_NOT_REACHABLE') throw error;
}

export class SocketClient {
  readonly #socket: Socket;
  readonly #splitter = new LineSplitter(MAX_REPLY_BYTES);
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<number, NoteListener>();
  #nextId = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  listen(): void {
    this.#socket.on('data', (chunk: Uint8Array) => {
      this.#receive(chunk);
    });
    this.#socket.on('error', (error) => {
      this.#fail(lost(error));
    });
    this.#socket.on('close', () => {
      this.#fail(lost());
    });
  }

  /** Notes come before the result. @throws NodeError, CliError */
  async call<Result>(
    request: RequestBody,
    schema: z.ZodType<Result>,
    onNote?: NoteListener,
  ): Promise<Result> {
    const id = this.#takeId();
    if (onNote !== undefined) this.#listeners.set(id, onNote);
    try {
      return parseResult(await this.#ask({ id, ...request }), schema);
    } finally {
      this.#listeners.delete(id);
    }
  }

  /** Hears progress and later news of the chat until the connection ends. */
  async subscribe(onNote: NoteListener): Promise<void> {
    const id = this.#takeId();
    this.#listeners.set(id, onNote);
    await this.#ask({ id, method: 'subscribe' });
  }

  /** Settles when the connection has ended, from whichever side. */
  async ended(): Promise<void> {
    if (!this.#socket.closed) await once(this.#socket, 'close');
  }

  close(): void {
    this.#socket.destroy();
  }

  #takeId(): number {
    this.#nextId += 1;
    return this.#nextId;
  }

  #ask(request: Request): Promise<unknown> {
    const message = formatMessage(request);
    if (Buffer.byteLength(message) > MAX_REQUEST_BYTES)
      throw new CliError('CLI_LINE_TOO_LONG', 'this is too long for one message');
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { resolve, reject });
      if (this.#socket.destroyed) this.#fail(lost());
      else this.#socket.write(message);
    });
  }

  #receive(chunk: Uint8Array): void {
    try {
      for (const line of this.#splitter.push(chunk))
        this.#dispatch(parseMessage(line, responseSchema));
    } catch (error) {
      this.#fail(error);
      this.close();
    }
  }

  #dispatch(response: Response): void {
    const { id, error } = response;
    if (id === null) throw error === undefined ? unreadable() : new NodeError(error);
    if ('note' in response) {
      this.#listeners.get(id)?.(response.note);
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(response.result);
    else waiting?.reject(new NodeError(error));
  }

  #fail(error: unknown): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

function parseResult<Result>(result: unknown, schema: z.ZodType<Result>): Result {
  const parsed = schema.safeParse(result);
  if (parsed.success) return parsed.data;
  throw unreadable(parsed.error);
}

function unreadable(cause?: unknown): CliError {
  return new CliError('CLI_BAD_MESSAGE', 'the node answered in an unknown form', { cause });
}

function lost(cause?: unknown): CliError {
  return new CliError('CLI_CONNECTION_LOST', 'the connection to the node ended before its answer', {
    cause,
  });
}
