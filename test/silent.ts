import { createServer } from 'node:net';
import { once } from 'node:events';
import { messengerCatalog } from '../runtime/gateway/adapters/catalog.ts';
import { messengerTypes, messengerForms } from '../runtime/config/messengers.ts';
import { PlatformOptions } from '../runtime/config/platform-options.ts';
import { Secret } from '../runtime/config/secret.ts';
import { systemClock as clock } from '../runtime/core/clock.ts';
import { silentLog as log } from '../runtime/core/log.ts';
const server = createServer(() => undefined); server.listen(0, '127.0.0.1'); await once(server, 'listening');
const host = `127.0.0.1:${(server.address() as any).port}`;
for (const type of messengerTypes) {
  const form: any = messengerForms[type];
  const values = new Map<string, any>(Object.entries(form.options).map(([k, f]: any) => [k, f.kind === 'secret' ? new Secret('xapp-1-A1-x') : f.kind === 'list' ? [] : f.kind==='flag'? true : f.kind === 'number' ? 1 : k==='jid' ? 'a@b' : k==='smtp' ? `smtp://${host}` : '1001']));
  const adapter = (await messengerCatalog[type]()).open({ token: new Secret('5:x'), endpoint: form.endpoint ? `${form.endpoint.protocols?.[1] ?? 'http:'}//${host}` : undefined, options: new PlatformOptions(values), clock, log, fetch, random: Math.random } as any);
  const ac = new AbortController();
  const listening = adapter.listen({ cursor: undefined, alive() {}, accept: async () => undefined }, ac.signal).then((t) => `ended ${JSON.stringify(t)}`, (e) => `threw ${e}`);
  setTimeout(() => ac.abort(), 1500);
  const t0 = performance.now();
  console.log(type, await Promise.race([listening, new Promise((r) => setTimeout(() => r('HANGS'), 8000))]), Math.round(performance.now() - t0));
}
process.exit(0);
