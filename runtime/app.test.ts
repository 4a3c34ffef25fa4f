import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../test/temp-directory.ts';
import { z } from './core/schema.ts';
import { runNode } from './app.ts';

test('ends in order when it is stopped before it has started', () =>
  inTempDirectory(async (dataDirectory) => {
    const options = {
      configDirectory: resolve('provisioning/site'),
      dataDirectory,
      role: 'gateway',
      onReady: () => assert.unreachable(),
      onClaimCode: () => undefined,
      onPresenceCode: () => undefined,
    } as const;
    assert.equal(await runNode(options, AbortSignal.abort()), []);
  }));

test('runs without other boards when another program has the port that nobody chose', () =>
  inTempDirectory(async (dataDirectory) => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = z.object({ port: z.number() }).parse(other.address());
    const stop = new AbortController();
    const options = {
      configDirectory: resolve('provisioning/two-boards'),
      dataDirectory,
      role: 'gateway',
      mqtt: { host: '127.0.0.1', port, isDefault: true, allowPlain: false },
      onReady: ({ mqtt }: { readonly mqtt?: string }) => {
        assert.is(mqtt, undefined);
        stop.abort();
      },
      onClaimCode: () => undefined,
      onPresenceCode: () => undefined,
    } as const;
    assert.equal(await runNode(options, stop.signal), []);
    assert.ok(stop.signal.aborted);
    other.close();
  }));

test.run();
