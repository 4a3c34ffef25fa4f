/**
 * The web door: the page, its WebSocket, and the probes. Listens on loopback only; what a person
 * may do is not decided here, but behind `ports.ts`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { errorCode, errorMessage } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Service } from '../core/service.ts';
import { isLoopback } from '../core/loopback.ts';
import { addRoutes } from './api-routes.ts';
import { WebError } from './errors.ts';
import { addEvents } from './event-routes.ts';
import { createHttpApp, loadLibraries } from './http-app.ts';
import type { WebPorts } from './ports.ts';
import { addMessengers } from './messenger-routes.ts';
import { addHooks } from './hook-routes.ts';
import { addRest } from './rest-routes.ts';
import { SocketHub } from './socket-hub.ts';

export interface WebServerOptions {
  readonly ports: WebPorts;
  /** Port 0 takes any free one; `url` tells which. */
  readonly address: { readonly host: string; readonly port: number };
  /** The built page: `index.html` and what it loads. */
  readonly pageDirectory: string;
  readonly log: Log;
  readonly clock: Clock;
}

export class WebServer implements Service {
  readonly #options: WebServerOptions;
  readonly #hub: SocketHub;
  #app: FastifyInstance | undefined;

  constructor(options: WebServerOptions) {
    this.#options = options;
    this.#hub = new SocketHub(options);
  }

  /** Where a person finds the page; undefined while it does not listen. */
  get url(): string | undefined {
    const address = this.#app?.server.address();
    if (address === null || typeof address !== 'object') return undefined;
    const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    return `http://${host}:${String(address.port)}/`;
  }

  /** Begins what takes long and needs nothing of the node; `start` says what went wrong with it. */
  prepare(): void {
    loadLibraries().catch(() => undefined);
  }

  async start(signal: AbortSignal): Promise<void> {
    const { ports, address, pageDirectory, log, clock } = this.#options;
    this.#refuseToExpose();
    const app = await createHttpApp({ pageDirectory, ownNames: [address.host], clock, log });
    addRoutes(app, { ports, hub: this.#hub, clock });
    addRest(app, { ports, clock });
    await addEvents(app, { ports, clock });
    await addMessengers(app, { ports, clock, log });
    await addHooks(app, { ports, clock });
    try {
      signal.throwIfAborted();
      await app.listen(address);
    } catch (error) {
      await app.close();
      throw this.#explain(error);
    }
    this.#app = app;
    this.#hub.start();
    log.info({ url: this.url }, 'web door open');
  }

  async stop(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    this.#hub.stop();
    await app?.close();
  }

  #refuseToExpose(): void {
    const { address, pageDirectory } = this.#options;
    if (!isLoopback(address.host))
      throw new WebError(
        'WEB_NOT_LOOPBACK',
        `cannot listen on ${address.host}: without TLS the page is for this machine only (127.0.0.1, ::1, localhost)`,
      );
    if (!existsSync(join(pageDirectory, 'index.html')))
      throw new WebError('WEB_PAGE_MISSING', `there is no page in ${pageDirectory}`);
  }

  #explain(error: unknown): unknown {
    const where = `${this.#options.address.host}:${String(this.#options.address.port)}`;
    if (errorCode(error) === 'EADDRINUSE')
      return new WebError('WEB_PORT_BUSY', `${where} is taken by another program`, {
        cause: error,
      });
    if (errorCode(error).startsWith('E'))
      return new WebError(
        'WEB_CANNOT_LISTEN',
        `cannot listen on ${where}: ${errorMessage(error)}`,
        {
          cause: error,
        },
      );
    return error;
  }
}
