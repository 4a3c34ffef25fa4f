/** The file of the socket: whose it is, and whose place it takes. */
import { once } from 'node:events';
import { rename, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withControlNode } from '../../test/control-node.ts';
import { FakeControlPorts } from '../../test/fake-control-ports.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { errorCode } from '../core/app-error.ts';
import { silentLog } from '../core/log.ts';
import { z } from '../core/schema.ts';
import { ControlSocket } from './control-socket.ts';
import { connectToNode } from './socket-client.ts';

const never = new AbortController().signal;

function socketAt(path: string): ControlSocket {
  return new ControlSocket({ path, ports: new FakeControlPorts(), log: silentLog });
}

async function startError(path: string): Promise<string> {
  return socketAt(path)
    .start(never)
    .then(() => 'no error', errorCode);
}

test('belongs to its user alone', () =>
  withControlNode(async ({ path }) => {
    const { mode } = await stat(path);
    assert.is(mode & 0o777, 0o600);
  }));

test('leaves the mode of other files as it was', () =>
  inTempDirectory(async (directory) => {
    const modeOf = async (name: string): Promise<number> => {
      await writeFile(join(directory, name), '');
      return (await stat(join(directory, name))).mode;
    };
    const before = await modeOf('before');
    const socket = socketAt(join(directory, 'boardtalk.sock'));
    await socket.start(never);
    assert.is(await modeOf('after'), before);
    await socket.stop();
  }));

test('is gone after the stop, which may come twice', () =>
  withControlNode(async ({ path, socket }) => {
    await socket.stop();
    await socket.stop();
    assert.is(await stat(path).catch(errorCode), 'ENOENT');
  }));

test('of a process that died is taken over', () =>
  inTempDirectory(async (directory) => {
    const path = join(directory, 'boardtalk.sock');
    // Closing removes the name that was bound; under another one it stays, as after a kill.
    const dead = createServer().listen(join(directory, 'dead.sock'));
    await once(dead, 'listening');
    await rename(join(directory, 'dead.sock'), path);
    dead.close();
    await once(dead, 'close');
    assert.ok((await stat(path)).isSocket());
    const socket = socketAt(path);
    await socket.start(never);
    const client = await connectToNode(path);
    client.close();
    await socket.stop();
  }));

test('of a living process is left alone', () =>
  withControlNode(async ({ path, socket }) => {
    assert.is(await startError(path), 'CLI_SOCKET_BUSY');
    const client = await connectToNode(path);
    assert.ok(Array.isArray(await client.call({ method: 'usage' }, z.array(z.unknown()))));
    client.close();
    await socket.stop();
  }));

test('is never made of something else', () =>
  inTempDirectory(async (directory) => {
    const path = join(directory, 'boardtalk.sock');
    await writeFile(path, 'precious');
    assert.is(await startError(path), 'CLI_SOCKET_BUSY');
    assert.is((await stat(path)).size, 8);
    const link = join(directory, 'link.sock');
    await symlink(path, link);
    assert.is(await startError(link), 'CLI_SOCKET_BUSY');
  }));

test('with a path too long for the kernel is refused, and one byte less is taken', () =>
  inTempDirectory(async (directory) => {
    const pathOf = (length: number): string =>
      join(directory, 'x'.repeat(length - directory.length - 1));
    assert.is(await startError(pathOf(108)), 'CLI_SOCKET_PATH_TOO_LONG');
    const longest = socketAt(pathOf(107));
    await longest.start(never);
    await longest.stop();
  }));

test('is not made when the start was called off', () =>
  inTempDirectory(async (directory) => {
    const path = join(directory, 'boardtalk.sock');
    const started = socketAt(path).start(AbortSignal.abort());
    assert.is(
      await started.then(
        () => 'started',
        () => 'called off',
      ),
      'called off',
    );
    assert.is(await stat(path).catch(errorCode), 'ENOENT');
  }));

test.run();
