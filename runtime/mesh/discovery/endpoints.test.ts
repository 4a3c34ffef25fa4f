/** Gateways named by hand. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { parseEndpoints } from './endpoints.ts';

test('reads one or several, with or without mqtt://, names, IPv4 and IPv6', () => {
  assert.deepEqual(parseEndpoints('10.0.0.1:1883'), [{ host: '10.0.0.1', port: 1883 }]);
  assert.deepEqual(parseEndpoints('mqtt://gateway.local:1884, [fd00::1]:1883'), [
    { host: 'gateway.local', port: 1884 },
    { host: 'fd00::1', port: 1883 },
  ]);
});

for (const text of [
  '',
  'gateway',
  ':1883',
  'gateway:0',
  'gateway:65536',
  'http://a:1',
  'a:1,',
  'a b:1',
  '[x]:1',
])
  test(`refuses "${text}" and says what is allowed`, () => {
    assert.throws(() => parseEndpoints(text), {
      code: 'DISCOVERY_BAD_ENDPOINT',
      hint: /HOST:PORT/,
    });
  });

test.run();
