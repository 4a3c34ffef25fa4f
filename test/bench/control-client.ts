/** Talks to a node over its socket as the terminal does, on one connection that stays open, so that a measurement holds no process start. */
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** As much of `boardtalk chat --json` as a measurement looks at. */
export interface ChatAnswer {
  readonly reply: string;
  readonly receipts: readonly {
    readonly requested: unknown;
    readonly measured: unknown;
    readonly evidence: string;
  }[];
}

interface CommandAnswer {
  readonly result: { readonly ok: boolean; readonly data?: unknown };
}

interface Response {
  readonly id: number | null;
  readonly result?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

export class ControlClient {
  readonly #socket: Socket;
  readonly #lines: AsyncIterator<string>;
  #requests = 0;

  constructor(socket: Socket) {
    // A node that is killed ends the connection; whoever waits for an answer hears of it.
    this.#socket = socket.on('error', () => undefined);
    this.#lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  }

  static async connect(dataDirectory: string): Promise<ControlClient> {
    const socket = createConnection(join(dataDirectory, 'boardtalk.sock'));
    await once(socket, 'connect');
    return new ControlClient(socket);
  }

  async chat(text: string): Promise<ChatAnswer> {
    const message = `bench-${process.pid}-${Date.now()}-${this.#requests}`;
    return (await this.#ask('chat', { message, text })) as ChatAnswer;
  }

  /** What the action gives that a command line of `boardtalk` names. Refused is an error. */
  async command(...argv: readonly string[]): Promise<unknown> {
    const { result } = (await this.#ask('command', { argv })) as CommandAnswer;
    if (!result.ok) throw new Error(`refused: ${argv.join(' ')}: ${JSON.stringify(result)}`);
    return result.data;
  }

  async #ask(method: string, params: object): Promise<unknown> {
    this.#requests += 1;
    const id = this.#requests;
    this.#socket.write(`${JSON.stringify({ id, method, params })}\n`);
    for (;;) {
      const line = await this.#lines.next();
      if (line.done === true) throw new Error('the node ended the connection');
      const { id: answered, result, error } = JSON.parse(line.value) as Response;
      if (error !== undefined) throw new Error(`${error.code}: ${error.message}`);
      if (answered === id && result !== undefined) return result;
    }
  }

  close(): void {
    this.#socket.destroy();
  }
}
