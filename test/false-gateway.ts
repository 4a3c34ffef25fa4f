/**
 * A broker that lets everybody in and says by mDNS that it is a site's gateway, for tests on hosts
 * of a private network: what anybody on the network can set up. It has not the site's key. Prints
 * one JSON value a line: each time it is announced, and the client id of each node that comes.
 *
 *   false-gateway.ts '{"id":"greenhouse","site":"farm","port":1883}'
 */
import { createServer } from 'node:net';
import { setTimeout as pass } from 'node:timers/promises';
import { Aedes } from 'aedes';
import { systemClock } from '../runtime/core/clock.ts';
import { silentLog } from '../runtime/core/log.ts';
import { z } from '../runtime/core/schema.ts';
import { Discovery } from '../runtime/mesh/discovery/discovery.ts';
import { noMetrics } from './no-metrics.ts';

const SAYS_EVERY_MS = 1_000;

const claimSchema = z.strictObject({ id: z.string(), site: z.string(), port: z.number() });
const claim = claimSchema.parse(JSON.parse(process.argv[2] ?? '{}'));

function say(what: object): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

const aedes = new Aedes();
await aedes.listen();
aedes.on('client', ({ id }) => say({ came: id }));
const server = createServer((socket) => {
  aedes.handle(socket);
});
server.listen(claim.port, '0.0.0.0');
/** Louder than the true one: it is always the newest, and each time it takes back what it said before. */
for (;;) {
  const discovery = new Discovery({
    self: { ...claim, role: 'gateway', version: '0.1.0' },
    ...{ clock: systemClock, random: Math.random, log: silentLog, metrics: noMetrics },
  });
  await discovery.start(new AbortController().signal);
  say({ announced: true });
  await pass(SAYS_EVERY_MS);
  await discovery.stop();
}
