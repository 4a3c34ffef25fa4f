/** `/api/events/NAME` as a tunnel brings it: a real server, real requests. */
import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { FakeWebPorts } from '../../test/fake-web-ports.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { silentLog } from '../core/log.ts';
import type { MessengerRequest } from './ports.ts';
import { WebServer } from './web-server.ts';

const test = suite('posts of messengers');

interface Post {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

type Use = (post: (what: Post) => Promise<string>, seen: MessengerRequest[]) => Promise<void>;

function withServer(use: Use): Promise<void> {
  return inTempDirectory(async (pageDirectory) => {
    await writeFile(join(pageDirectory, 'index.html'), '<!doctype html>');
    const seen: MessengerRequest[] = [];
    const messengers: FakeWebPorts['messengers'] = {
      receive: (name, heard) => {
        if (name !== 'phones') return Promise.resolve(undefined);
        seen.push(heard);
        if (heard.body.toString() === 'forged') return Promise.resolve({ status: 401 });
        return Promise.resolve({ status: 200, body: heard.query.get('challenge') ?? 'ok' });
      },
    };
    const ports = Object.assign(new FakeWebPorts(), { messengers });
    const address = { host: '127.0.0.1', port: 0 };
    const clock = new FakeClock();
    const server = new WebServer({ ports, address, pageDirectory, log: silentLog, clock });
    await server.start(new AbortController().signal);
    await use((what) => send(server.url ?? '', what), seen).finally(() => server.stop());
  });
}

/** @returns status and body */
function send(base: string, { path, method = 'POST', headers, body }: Post): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, base), { method, headers }, (response) => {
      text(response).then((said) => {
        resolve(`${String(response.statusCode)} ${said}`);
      }, reject);
    });
    sent.on('error', reject).end(body);
  });
}

const TUNNEL = { host: 'site.example.org', 'content-type': 'application/json' };

test('brings the bytes as they came, whatever the tunnel calls this site', () =>
  withServer(async (post, seen) => {
    const body = '{"a":  1}';
    const path = '/api/events/phones?challenge=42';
    assert.is(await post({ path, headers: { ...TUNNEL, 'x-signature': 'abc' }, body }), '200 42');
    assert.is(await post({ path, method: 'GET', headers: TUNNEL }), '200 42');
    assert.is(seen[0]?.body.toString(), body);
    assert.is(seen[0]?.headers['x-signature'], 'abc');
    const form = { ...TUNNEL, 'content-type': 'application/x-www-form-urlencoded' };
    await post({ path: '/api/events/phones', headers: form, body: 'Body=hello+there' });
    assert.is(seen[2]?.body.toString(), 'Body=hello+there');
  }));

test('opens nothing else to the tunnel', () =>
  withServer(async (post, seen) => {
    for (const path of ['/', '/api/events', '/api/v1/things', '/api/events/phones/x', '/healthz'])
      assert.match(await post({ path, method: 'GET', headers: TUNNEL }), /^403/, path);
    assert.match(await post({ path: '/api/events/other', headers: TUNNEL, body: '{}' }), /^404/);
    assert.is(seen.length, 0);
  }));

test('hears the platform among any number of forged posts', () =>
  withServer(async (post) => {
    const forged = { path: '/api/events/phones', headers: TUNNEL, body: 'forged' };
    for (let sent = 0; sent < 500; sent += 1) assert.match(await post(forged), /^401/);
    assert.is(await post({ ...forged, body: '{}' }), '200 ok');
  }));

test('reads no more than 64 KiB', () =>
  withServer(async (post, seen) => {
    const body = 'x'.repeat(70_000);
    assert.match(await post({ path: '/api/events/phones', headers: TUNNEL, body }), /^413/);
    assert.is(seen.length, 0);
  }));

test.run();
