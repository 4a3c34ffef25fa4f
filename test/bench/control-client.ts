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

interface Response {
  readonly id: number | null;
  readonly result?: ChatAnswer;
  readonly error?: { readonly code: string; readonly message: string };
}

export class ControlClient {
  readonly #socket: Socket;
  readonly #lines: AsyncIterator<string>;
  #requests = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  }

  static async connect(dataDirectory: string): Promise<ControlClient> {
    const socket = createConnection(join(dataDirectory, 'boardtalk.sock'));
    await once(socket, 'connect');
    return new ControlClient(socket);
  }

  async chat(text: string): Promise<ChatAnswer> {
    this.#requests += 1;
    const id = this.#requests;
    const params = { message: `bench-${process.pid}-${Date.now()}-${id}`, text };
    this.#socket.write(`${JSON.stringify({ id, method: 'chat', params })}\n`);
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
