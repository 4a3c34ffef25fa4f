/** How the gateway is found: it says by mDNS where its broker is, once that listens. */
import type { MqttAddress } from '../cli/ports.ts';
import { isLoopback } from '../core/loopback.ts';
import type { Service } from '../core/service.ts';
import { Discovery } from '../mesh/discovery/discovery.ts';
import { listInterfaces } from '../mesh/discovery/interfaces.ts';
import { loopbackInterfaces } from '../mesh/discovery/loopback.ts';
import type { Ground } from './ground.ts';
import { VERSION } from './version.ts';

export class Presence implements Service {
  readonly #ground: Ground;
  readonly #listen: MqttAddress;
  readonly #port: () => number | undefined;
  #discovery: Discovery | undefined;

  constructor(ground: Ground, listen: MqttAddress, port: () => number | undefined) {
    this.#ground = ground;
    this.#listen = listen;
    this.#port = port;
  }

  /** undefined before the start. Where no board can join, it only looks. */
  get discovery(): Discovery | undefined {
    return this.#discovery;
  }

  async start(signal: AbortSignal): Promise<void> {
    const port = this.#port();
    const { leadership, site, boardId: id, clock, log, metrics } = this.#ground;
    // What only this machine reaches is told to nobody else.
    const isAlone = isLoopback(this.#listen.host);
    this.#discovery = new Discovery({
      self: {
        id,
        role: 'gateway',
        version: VERSION,
        site: site.id,
        ...(port !== undefined && { port }),
      },
      lead: leadership,
      interfaces: () =>
        isAlone ? loopbackInterfaces() : [...listInterfaces(), ...loopbackInterfaces()],
      ...{ clock, log, metrics, random: Math.random },
    });
    const discovery = this.#discovery;
    leadership.announceBy(() => discovery.announceAnew());
    await discovery.start(signal);
  }

  async stop(): Promise<void> {
    await this.#discovery?.stop();
  }
}
