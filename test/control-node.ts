/** A control socket on fake ports in a folder of its own, and a peer that sends whatever it likes. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { ControlSocket } from '../runtime/cli/control-socket.ts';
import { LineSplitter } from '../runtime/cli/line-splitter.ts';
import { parseMessage, responseSchema, type Response } from '../runtime/cli/protocol.ts';
import { silentLog } from '../runtime/core/log.ts';
import { FakeControlPorts } from './fake-control-ports.ts';
import { inTempDirectory } from './temp-directory.ts';

export interface ControlNode {
  readonly directory: string;
  readonly path: string;
  readonly ports: FakeControlPorts;
  readonly socket: ControlSocket;
}

export async function withControlNode(use: (node: ControlNode) => Promise<void>): Promise<void> {
  await inTempDirectory(async (directory) => {
    const ports = new FakeControlPorts();
    const path = join(directory, 'boardtalk.sock');
    const socket = new ControlSocket({ path, ports, log: silentLog });
    await socket.start(new AbortController().signal);
    try {
      await use({ directory, path, ports, socket });
    } finally {
      await socket.stop();
    }
  });
}

/** Sends bytes and collects answers until the other side ends, or has said `count` things. */
export async function exchange(
  path: string,
  chunks: readonly (string | Uint8Array)[],
  count: number,
): Promise<Response[]> {
  const socket = connect(path);
  await once(socket, 'connect');
  for (const chunk of chunks) socket.write(chunk);
  const responses = await collect(socket, count);
  socket.destroy();
  return responses;
}

export function request(id: number, method: string, params?: object): string {
  return `${JSON.stringify({ id, method, params })}\n`;
}

async function collect(socket: Socket, count: number): Promise<Response[]> {
  const splitter = new LineSplitter(1_000_000);
  const responses: Response[] = [];
  for await (const chunk of socket) {
    if (!(chunk instanceof Uint8Array)) throw new Error('not bytes');
    for (const line of splitter.push(chunk)) responses.push(parseMessage(line, responseSchema));
    if (responses.length >= count) break;
  }
  return responses;
}
