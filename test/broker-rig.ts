/** A real broker on a free port of loopback, with real accounts in a store of its own; closed whatever happens. */
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import type { Clock } from '../runtime/core/clock.ts';
import type { MetricDeclaration } from '../runtime/core/metric.ts';
import { silentLog } from '../runtime/core/log.ts';
import { Accounts } from '../runtime/mesh/broker/accounts.ts';
import type { ForeignWrite } from '../runtime/mesh/broker/broker-gate.ts';
import { Broker } from '../runtime/mesh/broker/broker.ts';
import { joinPassword } from '../runtime/mesh/join-token.ts';
import { withState } from './open-state.ts';
import { inTempDirectory } from './temp-directory.ts';

export const SITE = 'greenhouse';

export interface BrokerRig {
  readonly broker: Broker;
  readonly accounts: Accounts;
  readonly port: number;
  readonly writes: ForeignWrite[];
  /** Kind of trouble, as often as it was counted. */
  readonly troubles: string[];
  /** A client by name and password, under an id of its own choice. */
  readonly connect: (
    username: string,
    password: string,
    options?: IClientOptions,
  ) => Promise<MqttClient>;
  /** A board with its next password. */
  readonly join: (node: string, options?: IClientOptions) => Promise<MqttClient>;
}

export function withBroker(clock: Clock, use: (rig: BrokerRig) => Promise<void>): Promise<void> {
  return inTempDirectory((directory) =>
    withState(directory, clock, async ({ store }) => {
      const accounts = new Accounts({ site: SITE, store, clock });
      const writes: ForeignWrite[] = [];
      const troubles: string[] = [];
      const listen = { host: '127.0.0.1', port: 0, allowPlain: false };
      const metrics = {
        increment: (_metric: MetricDeclaration, labels?: Readonly<Record<string, string>>) =>
          void troubles.push(labels?.['kind'] ?? ''),
        set: () => undefined,
        observe: () => undefined,
      };
      const foreignWrite = (write: ForeignWrite): Promise<void> => {
        writes.push(write);
        return Promise.resolve();
      };
      const log = silentLog;
      const broker = new Broker({
        ...{ listen, site: SITE, accounts, foreignWrite, clock, log, metrics },
      });
      await broker.start(new AbortController().signal);
      const clients = new Clients(accounts, broker.port ?? 0);
      const rig = { broker, accounts, writes, troubles, port: broker.port ?? 0 };
      try {
        await use({
          ...rig,
          connect: (username, password, options) => clients.connect(username, password, options),
          join: (node, options) => clients.join(node, options),
        });
      } finally {
        await clients.end();
        await broker.stop();
      }
    }),
  );
}

class Clients {
  readonly #accounts: Accounts;
  readonly #port: number;
  readonly #open: MqttClient[] = [];
  readonly #secrets = new Map<string, string>();
  #counter = 0;

  constructor(accounts: Accounts, port: number) {
    this.#accounts = accounts;
    this.#port = port;
  }

  async connect(
    username: string,
    password: string,
    options: IClientOptions = {},
  ): Promise<MqttClient> {
    const login = { username, password, clientId: username, protocolVersion: 4 } as const;
    const url = `mqtt://127.0.0.1:${this.#port}`;
    const client = await connectAsync(url, { ...login, reconnectPeriod: 0, ...options }, false);
    client.on('error', () => undefined);
    this.#open.push(client);
    return client;
  }

  async join(node: string, options?: IClientOptions): Promise<MqttClient> {
    const secret = this.#secrets.get(node) ?? (await this.#accounts.admitNode(node));
    this.#secrets.set(node, secret);
    this.#counter += 1;
    return this.connect(node, joinPassword({ site: SITE, node, secret }, this.#counter), options);
  }

  async end(): Promise<void> {
    await Promise.all(this.#open.map((client) => client.endAsync(true)));
  }
}
