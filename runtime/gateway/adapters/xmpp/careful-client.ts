/**
 * `@xmpp/client` 0.14 without three of its faults: bytes after the end of a stream ended the process, a letter
 * cut by the seam of two packets was damaged, and a TLS line could not be cut.
 */
import { StringDecoder } from 'node:string_decoder';
import { client as makeClient, type Client, type ClientOptions } from '@xmpp/client';

export function makeCarefulClient(options: ClientOptions): Client {
  const client = makeClient(options);
  const letters = new StringDecoder('utf8');
  client._onData = (bytes) => {
    client.parser?.write(letters.write(bytes));
  };
  return client;
}

/** At once, without a goodbye. */
export function cutLine({ socket }: Client): void {
  const line = socket !== null && 'destroy' in socket ? socket : socket?.socket;
  line?.destroy();
}
