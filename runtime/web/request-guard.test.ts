/** Which requests come from our own page: the table of headers that pass and that do not. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { guardRequest } from './request-guard.ts';

const HOST = '127.0.0.1:8787';
const OWN = 'http://127.0.0.1:8787';

function codeOf(method: string, headers: Record<string, string>): string | undefined {
  return guardRequest({ method, headers }, ['board.lan'])?.code;
}

test('lets loopback names and its own name read without an Origin, on any port', () => {
  for (const host of [HOST, 'localhost', 'LOCALHOST:80', '[::1]:8787', 'board.lan:9000'])
    assert.equal(codeOf('GET', { host }), undefined, host);
});

test('refuses every other Host, as DNS rebinding sends it', () => {
  for (const host of [
    '',
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost@evil.example',
    'localhost/evil',
    'localhost:8787:1',
    'localhost:8787 evil',
    '10.0.0.7:8787',
  ])
    assert.equal(codeOf('GET', { host }), 'WEB_FOREIGN_HOST', host);
  assert.equal(codeOf('GET', {}), 'WEB_FOREIGN_HOST');
});

test('lets a POST and an upgrade pass from the own origin', () => {
  assert.equal(codeOf('POST', { host: HOST, origin: OWN }), undefined);
  assert.equal(codeOf('GET', { host: HOST, origin: OWN, upgrade: 'websocket' }), undefined);
});

test('lets a program come to a hook without a signature, to be told what is missing, and no page', () => {
  const knock = (headers: Record<string, string>, url = '/api/hooks/door'): string | undefined =>
    guardRequest({ method: 'POST', url, headers: { host: HOST, ...headers } }, [])?.code;
  assert.equal(knock({}), undefined);
  assert.equal(knock({}, '/api/v1/actions?x=/api/hooks/'), 'WEB_FOREIGN_ORIGIN');
  assert.equal(knock({ origin: 'http://evil.example' }), 'WEB_FOREIGN_ORIGIN');
  assert.equal(knock({ upgrade: 'websocket' }), 'WEB_FOREIGN_ORIGIN');
  assert.equal(knock({ host: 'evil.example' }), 'WEB_FOREIGN_HOST');
});

test('refuses a POST and an upgrade from any other origin, and from none', () => {
  for (const headers of [
    {},
    { origin: 'null' },
    { origin: 'http://127.0.0.1:9000' },
    { origin: 'http://localhost:8787' },
    { origin: 'https://127.0.0.1:8787' },
    { origin: 'http://evil.example' },
    { origin: `${OWN}.evil.example` },
  ]) {
    assert.equal(codeOf('POST', { host: HOST, ...headers }), 'WEB_FOREIGN_ORIGIN');
    assert.equal(
      codeOf('GET', { host: HOST, upgrade: 'websocket', ...headers }),
      'WEB_FOREIGN_ORIGIN',
    );
  }
});

test.run();
