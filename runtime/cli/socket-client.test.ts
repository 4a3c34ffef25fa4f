import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withControlNode } from '../../test/control-node.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { errorCode } from '../core/app-error.ts';
import { z } from '../core/schema.ts';
import { MAX_REQUEST_BYTES } from './protocol.ts';
import { connectToNode } from './socket-client.ts';

test('says that no node answers, and how to start one', () =>
  inTempDirectory(async (directory) => {
    const error: unknown = await connectToNode(join(directory, 'none.sock')).catch(
      (reason: unknown) => reason,
    );
    assert.is(errorCode(error), 'CLI_NOT_REACHABLE');
  }));

test('does not send what is too long for the node', () =>
  withControlNode(async ({ path }) => {
    const client = await connectToNode(path);
    const params = { message: 'm', text: 'x'.repeat(MAX_REQUEST_BYTES) };
    const sent = client.call({ method: 'chat', params }, z.unknown());
    assert.is(await sent.catch(errorCode), 'CLI_LINE_TOO_LONG');
    client.close();
  }));

test.run();
