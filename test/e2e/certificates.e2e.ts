/**
 * A server whose certificate is over, of another host, or of nobody known is no messenger: nothing is said to it,
 * and whoever looks is told why. In a process that trusts an authority made for these tests.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer, type Server } from 'node:tls';
import { once } from 'node:events';
import { suite } from 'uvu';
import type { MessengerForm } from '../../runtime/config/messenger-form.ts';
import {
  messengerForms,
  messengerTypes,
  type MessengerType,
} from '../../runtime/config/messengers.ts';
import { PlatformOptions } from '../../runtime/config/platform-options.ts';
import { Secret } from '../../runtime/config/secret.ts';
import { systemClock as clock } from '../../runtime/core/clock.ts';
import { silentLog as log } from '../../runtime/core/log.ts';
import { messengerCatalog } from '../../runtime/gateway/adapters/catalog.ts';
import type { ChannelAdapter, Trouble } from '../../runtime/gateway/channels/channel-adapter.ts';
import { exampleOptions, exampleToken } from '../example-options.ts';
import { run } from './private-network.ts';

const INSIDE = 'BOARDTALK_TEST_AUTHORITY';
const HERE = 'IP:127.0.0.1,DNS:localhost';
const WITHIN_MS = 20_000;

/** What is wrong with each. */
const FALSE = {
  'is over': { host: HERE, days: '-1', authority: 'known' },
  'is of another host': { host: 'DNS:other.example', days: '2', authority: 'known' },
  'is of nobody known': { host: HERE, days: '2', authority: 'unknown' },
} as const;
const RIGHT = { host: HERE, days: '2', authority: 'known' } as const;

interface Certificate {
  readonly host: string;
  readonly days: string;
  readonly authority: 'known' | 'unknown';
}

const test = suite('a messenger whose certificate');

function makeAuthority(directory: string, name: string): void {
  const [key, certificate] = [join(directory, `${name}.key`), join(directory, `${name}.pem`)];
  const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate];
  run('openssl', 'req', '-x509', ...made, '-subj', `/CN=${name}`, '-days', '2');
}

/** A server that takes what is said to it, and says nothing. */
class Listener {
  readonly #server: Server;
  #bytes = 0;
  #handshakes = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on('tlsClientError', () => undefined);
    server.on('secureConnection', (socket) => {
      this.#handshakes += 1;
      socket.on('error', () => undefined);
      socket.on('data', (said: Buffer) => (this.#bytes += said.length));
    });
  }

  static async open(directory: string, { host, days, authority }: Certificate): Promise<Listener> {
    const of = (name: string): string => join(directory, name);
    const request = ['-newkey', 'rsa:2048', '-nodes', '-keyout', of('key'), '-out', of('request')];
    run('openssl', 'req', ...request, '-subj', '/CN=messenger');
    writeFileSync(of('names'), `subjectAltName=${host}\n`);
    const signed = ['-CA', of(`${authority}.pem`), '-CAkey', of(`${authority}.key`)];
    const more = ['-CAcreateserial', '-days', days, '-extfile', of('names'), '-out', of('pem')];
    run('openssl', 'x509', '-req', '-in', of('request'), ...signed, ...more);
    const server = createServer({ key: readFileSync(of('key')), cert: readFileSync(of('pem')) });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Listener(server);
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** What was said to it since this was last asked. */
  take(): { readonly bytes: number; readonly handshakes: number } {
    const taken = { bytes: this.#bytes, handshakes: this.#handshakes };
    [this.#bytes, this.#handshakes] = [0, 0];
    return taken;
  }

  close(): void {
    this.#server.close();
  }
}

async function adapterOf(type: MessengerType, port: number): Promise<ChannelAdapter> {
  const host = `127.0.0.1:${String(port)}`;
  const form: MessengerForm = messengerForms[type];
  const values = exampleOptions(type, host).map(
    ([key, { kind, value }]) => [key, kind === 'secret' ? new Secret('a-b-c') : value] as const,
  );
  const messenger = await messengerCatalog[type]();
  return messenger.open({
    ...{ token: new Secret(exampleToken(type)), options: new PlatformOptions(new Map(values)) },
    endpoint: `${form.endpoint?.protocols?.[0] ?? 'https:'}//${host}`,
    ...{ clock, log, fetch, random: Math.random },
  });
}

/** What it says of its server, when it has looked. */
async function troubleOf(adapter: ChannelAdapter): Promise<Trouble | undefined> {
  const ending = new AbortController();
  const hearing = { cursor: undefined, alive: () => undefined, accept: () => Promise.resolve() };
  const looking = adapter.probe?.(ending.signal) ?? adapter.listen(hearing, ending.signal);
  const trouble = await Promise.race([looking, sleep(WITHIN_MS, undefined, { ref: false })]);
  ending.abort();
  return trouble;
}

function factsOf(directory: string): void {
  for (const [what, certificate] of Object.entries(FALSE))
    test(`${what} is told nothing, and why is said`, async () => {
      const listener = await Listener.open(directory, certificate);
      for (const type of messengerTypes) {
        const trouble = await troubleOf(await adapterOf(type, listener.port));
        const said = `${type}: ${JSON.stringify(trouble)}`;
        assert.equal(listener.take().bytes, 0, `${said}: something was said to it`);
        assert.match(trouble?.cure ?? '', /clock/, said);
      }
      listener.close();
    });

  test('is right is spoken to', async () => {
    const listener = await Listener.open(directory, RIGHT);
    const silent: string[] = [];
    for (const type of messengerTypes) {
      const looking = troubleOf(await adapterOf(type, listener.port));
      await Promise.race([looking, sleep(1_500, undefined, { ref: false })]);
      // A connection of the one before may still be open.
      const { bytes, handshakes } = listener.take();
      if (bytes + handshakes === 0) silent.push(type);
    }
    assert.deepEqual(silent, []);
    listener.close();
  });
}

/** The authority is trusted from the start of a process only: the facts run in one of their own. */
function runInside(): void {
  const directory = mkdtempSync(join(tmpdir(), 'boardtalk-authority-'));
  for (const name of ['known', 'unknown']) makeAuthority(directory, name);
  const trust = { NODE_EXTRA_CA_CERTS: join(directory, 'known.pem'), [INSIDE]: directory };
  const options = { stdio: 'inherit', env: { ...process.env, ...trust } } as const;
  const command = ['--import', 'tsx', import.meta.filename];
  process.exitCode = spawnSync(process.execPath, command, options).status ?? 1;
  rmSync(directory, { recursive: true });
}

const inside = process.env[INSIDE];
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (inside !== undefined) factsOf(inside);
else if (hasOpenssl) runInside();
else test.skip('is false (SKIPPED: needs openssl)', () => undefined);
if (inside !== undefined || !hasOpenssl) test.run();
