/** What `@xmpp/client` makes of bytes that no good server sends, and of the seams of packets. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pass } from 'node:timers/promises';
import type { Client, Element } from '@xmpp/client';
import { suite } from 'uvu';
import { cutLine, makeCarefulClient } from './careful-client.ts';

interface Context {
  server: Server;
  client: Client;
  line: Socket;
}

const HEADER =
  "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1' version='1.0'>";

const SEAM_MS = 30;

const test = suite<Context>('a careful XMPP client');

test.before.each(async (context) => {
  context.server = createServer().listen(0, '127.0.0.1');
  await once(context.server, 'listening');
  const { port } = context.server.address() as AddressInfo;
  context.client = makeCarefulClient({
    ...{ service: `xmpp://127.0.0.1:${String(port)}`, domain: 'localhost' },
    ...{ username: 'pump', password: 'secret' },
  });
  context.client.reconnect.stop();
  context.client.on('error', () => undefined);
  const comes = once(context.server, 'connection') as Promise<[Socket]>;
  context.client.start().catch(() => undefined);
  [context.line] = await comes;
  context.line.on('error', () => undefined).resume();
  await once(context.line, 'data');
  context.line.write(HEADER);
});

test.after.each(({ server, client, line }) => {
  cutLine(client);
  line.destroy();
  server.close();
});

test('lives on when bytes come after the end of the stream', async ({ line, client }) => {
  const ended = new Promise<void>((resolve) => {
    client.on('disconnect', resolve);
  });
  line.write('</stream:stream>');
  await pass(SEAM_MS);
  line.write('<message/>');
  await pass(SEAM_MS);
  line.end();
  await ended;
  assert.equal(client.parser, null);
});

test('lives on when what comes is no XML', async ({ line, client }) => {
  const fails = new Promise<Error>((resolve) => {
    client.on('error', resolve);
  });
  line.write('</nobody-opened-this>');
  assert.match((await fails).message, /\S/);
  line.write('<html>');
  await pass(SEAM_MS);
});

test('leaves the management of the stream alone, which it would begin to count late', async ({
  line,
  client,
}) => {
  let said = '';
  line.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const features = new Promise<Element>((resolve) => {
    client.on('nonza', resolve);
  });
  const within = "<inline><feature var='urn:xmpp:sm:3'/><feature var='urn:xmpp:mam:2'/></inline>";
  line.write(`<stream:features><sm xmlns='urn:xmpp:sm:3'/>${within}</stream:features>`);
  const told = (await features).toString();
  await pass(SEAM_MS);
  assert.ok(told.includes('urn:xmpp:mam:2') && !told.includes('urn:xmpp:sm:3'), told);
  assert.ok(!said.includes('enable'), said);
});

test('puts a letter together that two packets brought', async ({ line, client }) => {
  const stanza = new Promise<Element>((resolve) => {
    client.on('stanza', resolve);
  });
  const bytes = Buffer.from("<message from='a@b'><body>18 °C 水</body></message>");
  const within = bytes.indexOf(Buffer.from('°')) + 1;
  line.write(bytes.subarray(0, within));
  await pass(SEAM_MS);
  line.write(bytes.subarray(within));
  assert.equal((await stanza).getChildText('body'), '18 °C 水');
});

test.run();
