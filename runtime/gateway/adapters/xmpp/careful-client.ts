/**
 * `@xmpp/client` 0.14 without four of its faults: bytes after the end of a stream ended the process, a letter
 * cut by the seam of two packets was damaged, a TLS line could not be cut, and stream management (XEP-0198)
 * begins to count a moment late, so that a busy server ended the stream for it. What was missed comes from the
 * archive, and what was sent is confirmed by a ping: it is not needed.
 */
import { StringDecoder } from 'node:string_decoder';
import { client as makeClient, type Client, type ClientOptions, type Element } from '@xmpp/client';

export function makeCarefulClient(options: ClientOptions): Client {
  const client = makeClient(options);
  const letters = new StringDecoder('utf8');
  client._onData = (bytes) => {
    client.parser?.write(letters.write(bytes));
  };
  client.prependListener('element', (element) => {
    if (element.is('features', STREAMS)) withoutManagement(element);
  });
  return client;
}

const STREAMS = 'http://etherx.jabber.org/streams';

/** As an offer of its own, or within those of SASL 2 and Bind 2. */
const MANAGEMENT = 'urn:xmpp:sm:3';

function withoutManagement(offer: Element): void {
  offer.children = offer.children.filter((child) => {
    if (typeof child === 'string') return true;
    withoutManagement(child);
    return child.attrs['xmlns'] !== MANAGEMENT && child.attrs['var'] !== MANAGEMENT;
  });
}

/** At once, without a goodbye. */
export function cutLine({ socket }: Client): void {
  const line = socket !== null && 'destroy' in socket ? socket : socket?.socket;
  line?.destroy();
}
