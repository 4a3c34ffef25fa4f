/** One stream to the server: its messages to be read one after the other, and what is asked of the server. */
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { xml, type Client, type Element } from '@xmpp/client';
import type { Secret } from '../../../config/secret.ts';
import { ArchiveReader, type ArchivePage } from './archive-reader.ts';
import { cutLine, makeCarefulClient } from './careful-client.ts';

export interface StreamParts {
  /** Bare. */
  readonly jid: string;
  readonly password: Secret;
  /** `xmpps://host:port` */
  readonly endpoint: string;
}

const CONNECT_WITHIN_MS = 10_000;

/** With TLS, and a login that takes a small board some seconds. */
const OPEN_WITHIN_MS = 30_000;

const CLOSE_WITHIN_MS = 1_000;

/** XEP-0199: a line that is dead is known after a minute and a quarter. */
const PING_EVERY_MS = 60_000;
const PING_WITHIN_MS = 15_000;

/** Of those that were not taken on: beyond that the stream ends, and the archive tells the rest. */
const MOST_WAITING = 500;

export class XmppStream {
  readonly #client: Client;
  readonly #archive: ArchiveReader;
  readonly #messages: Element[] = [];
  #wake = (): void => undefined;
  #isOver = false;
  #tellOver = (): void => undefined;
  readonly #over = new Promise<void>((resolve) => {
    this.#tellOver = resolve;
  });
  #failure: unknown;
  #pinging: NodeJS.Timeout | undefined;

  constructor({ jid, password, endpoint }: StreamParts) {
    const [username = '', domain = ''] = jid.split('@');
    this.#client = makeCarefulClient({
      ...{ service: endpoint, domain, username, password: password.reveal() },
      timeout: CONNECT_WITHIN_MS,
    });
    this.#archive = new ArchiveReader(this.#client, jid);
    // Who comes again, and when, is decided by the channel.
    this.#client.reconnect.stop();
    this.#client.on('stanza', (stanza) => {
      this.#take(stanza);
    });
    this.#client.on('error', (error) => {
      this.#failure ??= error;
    });
    for (const event of ['disconnect', 'offline'] as const)
      this.#client.on(event, () => {
        this.#end();
      });
  }

  /** @throws when the server is not reached, or does not let this account in */
  async open(onAlive: () => void): Promise<void> {
    // A server that takes the connection and says nothing would be waited for without end.
    const limit = setTimeout(() => {
      this.#failure ??= new Error('the server says nothing');
      this.#end();
    }, OPEN_WITHIN_MS);
    const starting = this.#client.start();
    starting.catch(() => undefined);
    await Promise.race([starting, this.#over]).finally(() => {
      clearTimeout(limit);
    });
    if (this.#isOver) throw asError(this.#failure);
    onAlive();
    this.#pinging = setInterval(() => {
      this.ping().then(onAlive, () => this.close());
    }, PING_EVERY_MS);
  }

  /** From now on the server brings messages. */
  announce(): Promise<void> {
    return this.#client.send(xml('presence'));
  }

  /** @throws when the server has no archive, or does not know the id any more */
  archiveAfter(id: string, now: number): Promise<ArchivePage> {
    return this.#archive.after(id, now);
  }

  /** In order, until the stream ends. @returns why it ended */
  async *messages(): AsyncGenerator<Element, unknown> {
    for (;;) {
      const message = this.#messages.shift();
      if (message !== undefined) yield message;
      else if (this.#isOver) return this.#failure;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }

  /** @throws when the stream is broken: it may have been sent all the same */
  send(stanza: Element): Promise<void> {
    return this.#client.send(stanza);
  }

  /** A server takes the stanzas of a stream in their order: its answer says that it has all before (RFC 6120 §10.1). */
  async ping(): Promise<void> {
    const iq = xml('iq', { type: 'get' }, xml('ping', { xmlns: 'urn:xmpp:ping' }));
    await this.#client.iqCaller.request(iq, PING_WITHIN_MS);
  }

  async close(): Promise<void> {
    this.#end();
    // A polite end needs an answer; who gives none is left.
    const politely = this.#client.stop().catch(() => undefined);
    await Promise.race([politely, setTimeoutAsync(CLOSE_WITHIN_MS, undefined, { ref: false })]);
    cutLine(this.#client);
  }

  #take(stanza: Element): void {
    if (this.#archive.take(stanza) || !stanza.is('message')) return;
    this.#messages.push(stanza);
    this.#wake();
    if (this.#messages.length > MOST_WAITING) void this.close();
  }

  #end(): void {
    clearInterval(this.#pinging);
    this.#isOver = true;
    this.#tellOver();
    this.#wake();
  }
}

function asError(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error('the stream ended');
}
