/** The broker of the site (MQTT 3.1.1): skeleton. */
import type { Role } from '../../actions/asker.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Metrics } from '../../core/metric.ts';
import type { Value } from '../../core/reading.ts';
import type { Service } from '../../core/service.ts';
import type { Accounts } from './accounts.ts';

/** Where it listens. Off loopback only with `allowPlain`: there is no TLS yet. Port 0 takes any free one. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
  readonly allowPlain: boolean;
}

/** A foreign client published to `bt/1/<site>/set/<thing>/<property>`; policy decides about it as `client:<name>`. */
export interface ForeignWrite {
  readonly client: string;
  readonly role: Role;
  readonly thing: string;
  readonly property: string;
  readonly value: Value;
}

export interface BrokerParts {
  readonly listen: BrokerAddress;
  readonly site: string;
  readonly accounts: Accounts;
  readonly foreignWrite: (write: ForeignWrite) => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface BrokerMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** Who published it; undefined: this process. */
  readonly client: string | undefined;
}

export interface BrokerConnection {
  readonly client: string;
  readonly kind: 'node' | 'foreign';
  readonly state: 'connected' | 'disconnected' | 'taken-over';
}

export interface PublishOptions {
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

export class Broker implements Service {
  readonly #parts: BrokerParts;

  constructor(parts: BrokerParts) {
    this.#parts = parts;
  }

  /** undefined while it does not listen. */
  get port(): number | undefined {
    return this.#parts.listen.port;
  }

  /** @throws MeshError `MESH_PORT_BUSY`, `MESH_CANNOT_LISTEN`, `MESH_NOT_LOOPBACK` */
  start(_signal: AbortSignal): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  /** In the name of this process: nothing is forbidden to it. Resolves when the broker has taken it. */
  publish(_topic: string, _payload: Uint8Array, _options: PublishOptions): Promise<void> {
    return Promise.resolve();
  }

  /** Hears what clients publish, and what this process does, from now on. May be called before `start`. Returns how to stop. */
  subscribe(_filter: string, _listener: (message: BrokerMessage) => void): () => void {
    return () => undefined;
  }

  onConnection(_listener: (connection: BrokerConnection) => void): () => void {
    return () => undefined;
  }

  /** Ends a client's connection, as after its credentials were revoked. */
  disconnect(_client: string): void {
    return;
  }
}
