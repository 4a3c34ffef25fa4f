/** A server that takes connections and says nothing keeps no messenger from ending: a node that stops waits for each. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MessengerForm } from '../runtime/config/messenger-form.ts';
import {
  messengerForms,
  messengerTypes,
  type MessengerType,
} from '../runtime/config/messengers.ts';
import { PlatformOptions } from '../runtime/config/platform-options.ts';
import { Secret } from '../runtime/config/secret.ts';
import { systemClock as clock } from '../runtime/core/clock.ts';
import { silentLog as log } from '../runtime/core/log.ts';
import { messengerCatalog } from '../runtime/gateway/adapters/catalog.ts';
import type { ChannelAdapter } from '../runtime/gateway/channels/channel-adapter.ts';
import { exampleOptions, exampleToken } from './example-options.ts';

const test = suite('messengers at a silent server');

const server = createServer();
test.before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
test.after(() => {
  server.close();
});

async function adapterOf(type: MessengerType): Promise<ChannelAdapter> {
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' && address !== null ? String(address.port) : ''}`;
  const form: MessengerForm = messengerForms[type];
  const values = exampleOptions(type, host).map(
    ([key, { kind, value }]) => [key, kind === 'secret' ? new Secret('a-b-c') : value] as const,
  );
  const messenger = await messengerCatalog[type]();
  return messenger.open({
    ...{ token: new Secret(exampleToken(type)), options: new PlatformOptions(new Map(values)) },
    endpoint: `${form.endpoint?.protocols?.[1] ?? 'http:'}//${host}`,
    ...{ clock, log, fetch, random: Math.random },
  });
}

for (const type of messengerTypes)
  test(`${type} ends when it is told to`, async () => {
    const adapter = await adapterOf(type);
    const ending = new AbortController();
    const hearing = { cursor: undefined, alive: () => undefined, accept: () => Promise.resolve() };
    const connected = once(server, 'connection');
    const listening = adapter.listen(hearing, ending.signal);
    await connected;
    ending.abort();
    const end = await Promise.race([listening, sleep(6_000, 'goes on', { ref: false })]);
    assert.is.not(end, 'goes on');
  });

test.run();
