/**
 * One connection to the socket: reads requests, answers each when it is done, in whatever order
 * that is. Nothing a peer sends ends more than its own connection.
 */
import type { Socket } from 'node:net';
import type { Asker } from '../actions/asker.ts';
import type { Speaker } from '../actions/chat-port.ts';
import { AppError } from '../core/app-error.ts';
import type { Log } from '../core/log.ts';
import { OWNER } from '../policy/people.ts';
import { usageOfAction } from './action-usage.ts';
import { CliError } from './errors.ts';
import { LineSplitter } from './line-splitter.ts';
import { parseAction } from './parse-action.ts';
import type { ControlPorts } from './ports.ts';
import { problemOf } from './problem.ts';
import {
  MAX_REPLY_BYTES,
  MAX_REQUEST_BYTES,
  formatMessage,
  parseMessage,
  requestSchema,
  type Request,
  type Response,
} from './protocol.ts';

const MAX_PENDING = 16;

/** One conversation for every terminal of the owner: news that nobody heard waits for the next one. */
const SPEAKER: Speaker = { person: OWNER.id, role: OWNER.role, via: 'cli', chat: 'cli:owner' };

export interface ControlSessionParts {
  readonly socket: Socket;
  readonly ports: ControlPorts;
  readonly log: Log;
}

export class ControlSession {
  readonly #socket: Socket;
  readonly #ports: ControlPorts;
  readonly #log: Log;
  readonly #splitter = new LineSplitter(MAX_REQUEST_BYTES);
  #unsubscribe: (() => void) | undefined;
  #pending = 0;

  constructor({ socket, ports, log }: ControlSessionParts) {
    this.#socket = socket;
    this.#ports = ports;
    this.#log = log;
  }

  listen(): void {
    this.#socket.on('data', (chunk: Uint8Array) => {
      this.#receive(chunk);
    });
    this.#socket.on('error', (error) => {
      this.#log.debug({ error: error.message }, 'control connection failed');
    });
    this.#socket.once('close', () => this.#unsubscribe?.());
  }

  #receive(chunk: Uint8Array): void {
    try {
      for (const line of this.#splitter.push(chunk)) void this.#answer(line);
    } catch (error) {
      this.#send({ id: null, error: problemOf(error) });
      this.#socket.destroySoon();
    }
  }

  async #answer(line: Uint8Array): Promise<void> {
    let id: number | null = null;
    this.#pending += 1;
    try {
      const request = parseMessage(line, requestSchema);
      id = request.id;
      if (this.#pending > MAX_PENDING)
        throw new CliError('CLI_TOO_MANY_REQUESTS', 'too many requests wait for an answer');
      this.#send({ id, result: await this.#perform(request) });
    } catch (error) {
      if (!(error instanceof AppError)) this.#log.error({ error }, 'control request failed');
      this.#send({ id, error: problemOf(error) });
    } finally {
      this.#pending -= 1;
    }
  }

  async #perform(request: Request): Promise<unknown> {
    const { actions, chat } = this.#ports;
    switch (request.method) {
      case 'command':
        return this.#run(request.id, request.params.argv);
      case 'chat':
        return chat.handle({
          id: request.params.message,
          text: request.params.text,
          speaker: SPEAKER,
        });
      case 'subscribe':
        this.#unsubscribe ??= chat.subscribe(SPEAKER.chat, (note) => {
          this.#send({ id: request.id, note });
        });
        return true;
      case 'usage':
        return actions.list().map((action) => usageOfAction(action, chat.language));
    }
  }

  async #run(id: number, argv: readonly string[]): Promise<object> {
    const { actions, chat, elsewhere } = this.#ports;
    const { action, args } = parseAction(argv, actions.list(), elsewhere);
    const asker: Asker = {
      ...SPEAKER,
      language: chat.language,
      words: argv.join(' '),
      onProgress: (note) => {
        this.#send({ id, note });
      },
    };
    const result = await actions.run(action.name, args, asker);
    return { action: action.name, kind: action.kind, result };
  }

  #send(response: Response): void {
    if (!this.#socket.writable) return;
    if (this.#socket.writableLength > MAX_REPLY_BYTES) this.#socket.destroy();
    else this.#socket.write(formatMessage(response));
  }
}
