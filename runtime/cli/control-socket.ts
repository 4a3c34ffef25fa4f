/**
 * The door for whoever sits at the machine: a Unix socket in the data directory that only its user
 * may open, and root. Who opens it is the owner of the site; so the mode is right before the
 * first connection can be accepted. What is said over it is in `protocol.ts`.
 */
import { lstat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { errorCode } from '../core/app-error.ts';
import type { Log } from '../core/log.ts';
import type { Service } from '../core/service.ts';
import { ControlSession } from './control-session.ts';
import { CliError } from './errors.ts';
import type { ControlPorts } from './ports.ts';

/** unix(7): sun_path has 108 bytes, the last one for the terminating NUL. Longer ones are cut off silently. */
const MAX_PATH_BYTES = 107;
const MAX_CONNECTIONS = 32;

export interface ControlSocketParts {
  readonly path: string;
  readonly ports: ControlPorts;
  readonly log: Log;
}

export class ControlSocket implements Service {
  readonly #path: string;
  readonly #ports: ControlPorts;
  readonly #log: Log;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor({ path, ports, log }: ControlSocketParts) {
    this.#path = path;
    this.#ports = ports;
    this.#log = log;
  }

  /** @throws CliError CLI_SOCKET_BUSY, CLI_SOCKET_PATH_TOO_LONG */
  async start(signal: AbortSignal): Promise<void> {
    checkLength(this.#path);
    await removeStale(this.#path);
    signal.throwIfAborted();
    const server = createServer((socket) => {
      this.#accept(socket);
    });
    server.maxConnections = MAX_CONNECTIONS;
    this.#server = server;
    await listenPrivately(server, this.#path);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    new ControlSession({ socket, ports: this.#ports, log: this.#log }).listen();
  }
}

function checkLength(path: string): void {
  const length = Buffer.byteLength(path);
  if (length <= MAX_PATH_BYTES) return;
  throw new CliError(
    'CLI_SOCKET_PATH_TOO_LONG',
    `the path of the socket ${path} has ${String(length)} bytes; at most ${String(MAX_PATH_BYTES)} are possible`,
  );
}

/** The umask makes the socket 0600 in the moment it appears; `listen` binds before it returns. */
async function listenPrivately(server: Server, path: string): Promise<void> {
  const previous = process.umask(0o177);
  try {
    server.listen(path);
  } finally {
    process.umask(previous);
  }
  await once(server, 'listening');
}

/** A process that died leaves its socket behind. One that somebody answers on stays, and so does any other file. */
async function removeStale(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isSocket())
    throw new CliError('CLI_SOCKET_BUSY', `${path} exists and is not a socket`);
  if (await isAnswered(path))
    throw new CliError('CLI_SOCKET_BUSY', `another node answers on ${path}`);
  await unlink(path);
}

async function isAnswered(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    return errorCode(error) !== 'ECONNREFUSED';
  } finally {
    socket.destroy();
  }
}
