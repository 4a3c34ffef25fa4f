/** A person with an XMPP client, on a server that is real: writes, and sees what is written and corrected. */
import { xml, type Client, type Element } from '@xmpp/client';
import { makeCarefulClient } from '../../runtime/gateway/adapters/xmpp/careful-client.ts';

export interface Seen {
  readonly from: string;
  readonly id: string;
  readonly text: string;
}

export class XmppPerson {
  readonly #client: Client;
  #seen: Seen[] = [];
  /** Who showed that they write. */
  readonly typing: string[] = [];

  constructor(port: number, user: string, password: string) {
    const service = `xmpp://127.0.0.1:${String(port)}`;
    this.#client = makeCarefulClient({
      ...{ service, domain: 'localhost', username: user, password },
    });
    this.#client.reconnect.stop();
    this.#client.on('error', () => undefined);
    this.#client.on('stanza', (stanza) => {
      this.#take(stanza);
    });
  }

  async start(): Promise<void> {
    await this.#client.start();
    await this.#client.send(xml('presence'));
  }

  async stop(): Promise<void> {
    await this.#client.stop();
  }

  textsFrom(address: string): readonly string[] {
    return this.#seen.filter(({ from }) => from === address).map(({ text }) => text);
  }

  /** @param more beside the body */
  async write(to: string, text: string, ...more: readonly Element[]): Promise<void> {
    const attrs = { to, type: 'chat', id: crypto.randomUUID() };
    await this.#client.send(xml('message', attrs, xml('body', {}, text), ...more));
  }

  #take(stanza: Element): void {
    if (!stanza.is('message')) return;
    const from = (stanza.attrs['from'] ?? '').split('/')[0] ?? '';
    if (stanza.getChild('composing') !== undefined) this.typing.push(from);
    const text = stanza.getChildText('body');
    if (text === null) return;
    const seen = { from, id: stanza.attrs['id'] ?? '', text };
    const corrected = stanza.getChild('replace', 'urn:xmpp:message-correct:0')?.attrs['id'];
    const isNew = corrected === undefined;
    this.#seen = isNew
      ? [...this.#seen, seen]
      : this.#seen.map((one) => (one.id === corrected ? { ...one, text } : one));
  }
}
