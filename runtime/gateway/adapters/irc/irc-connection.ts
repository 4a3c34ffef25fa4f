/** A connection to an IRC server: what it says, line by line, and what is said to it. */
import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { foldAscii } from '../../../core/fold-ascii.ts';
import { cutLines } from './cut-lines.ts';
import { readLine, type IrcLine } from './irc-line.ts';

const CONNECT_WITHIN_MS = 10_000;

/** In bytes; longer than any line with tags (IRCv3: 8,191 bytes and 512). */
const MOST_LINE = 9_000;

const PONG_WITHIN_MS = 10_000;

export class IrcConnection {
  readonly #socket: Socket;
  readonly #pongs = new Map<string, () => void>();
  /** What the server said against it, by whom is being written to: several are at once. */
  readonly #objections = new Map<string, string | undefined>();

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** @throws when the server is not reached */
  static async open(endpoint: string, signal: AbortSignal): Promise<IrcConnection> {
    const { protocol, hostname, port } = new URL(endpoint);
    const host = hostname.replace(/^\[|\]$/g, '');
    const isSecure = protocol === 'ircs:';
    const place = { host, port: Number(port || (isSecure ? 6697 : 6667)) };
    const socket = isSecure ? connectTls({ ...place, servername: host }) : connectPlain(place);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_WITHIN_MS)]);
    try {
      await once(socket, isSecure ? 'secureConnect' : 'connect', { signal: limit });
    } catch (error) {
      socket.on('error', () => undefined).destroy();
      throw error;
    }
    return new IrcConnection(socket);
  }

  /** Until it ends. PING is answered here, and a PONG is an answer to `confirm`. */
  async *lines(): AsyncGenerator<IrcLine> {
    for await (const text of cutLines(untilItEnds(this.#socket), MOST_LINE)) {
      const line = readLine(text);
      if (line === undefined) continue;
      if (line.command === 'PING') this.say(`PONG :${line.params[0] ?? ''}`);
      else if (line.command === 'PONG') this.#pongs.get(line.params.at(-1) ?? '')?.();
      else yield line;
    }
  }

  /** From now on an objection to what is written there is kept. */
  begin(target: string): void {
    this.#objections.set(foldAscii(target), undefined);
  }

  object(target: string, why: string): void {
    const key = foldAscii(target);
    if (this.#objections.has(key)) this.#objections.set(key, why);
  }

  /** @returns what the server objected to since `begin`; undefined: nothing */
  end(target: string): string | undefined {
    const key = foldAscii(target);
    const objection = this.#objections.get(key);
    this.#objections.delete(key);
    return objection;
  }

  say(line: string): void {
    if (!this.#socket.destroyed) this.#socket.write(`${line}\r\n`);
  }

  /** Resolves when the server has taken everything before: it takes lines in their order. @returns false: nobody knows */
  confirm(): Promise<boolean> {
    const token = crypto.randomUUID().slice(0, 8);
    return new Promise((resolve) => {
      const end = (isTaken: boolean): void => {
        clearTimeout(timer);
        this.#pongs.delete(token);
        this.#socket.off('close', cut);
        resolve(isTaken);
      };
      const cut = (): void => {
        end(false);
      };
      const timer = setTimeout(cut, PONG_WITHIN_MS);
      this.#pongs.set(token, () => {
        end(true);
      });
      this.#socket.once('close', cut);
      this.say(`PING ${token}`);
    });
  }

  close(): void {
    this.say('QUIT');
    this.#socket.destroySoon();
  }
}

/** That it broke off is the end of it, and no failure: whoever reads sees that nothing follows. */
async function* untilItEnds(socket: Socket): AsyncGenerator<Buffer, void> {
  try {
    for await (const piece of socket) if (Buffer.isBuffer(piece)) yield piece;
  } catch {
    // The socket is gone.
  }
}
