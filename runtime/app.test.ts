import { resolve } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../test/temp-directory.ts';
import { runNode } from './app.ts';

test('ends in order when it is stopped before it has started', () =>
  inTempDirectory(async (dataDirectory) => {
    const options = {
      configDirectory: resolve('provisioning/site'),
      dataDirectory,
      role: 'gateway',
      onReady: () => assert.unreachable(),
      onClaimCode: () => undefined,
    } as const;
    assert.equal(await runNode(options, AbortSignal.abort()), []);
  }));

test.run();
