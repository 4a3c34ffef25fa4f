/** MQTT for the facts that every messenger has to hold, on a real mosquitto. */
import { Secret } from '../../runtime/config/secret.ts';
import { systemClock as clock } from '../../runtime/core/clock.ts';
import { MqttAdapter } from '../../runtime/gateway/adapters/mqtt/mqtt-adapter.ts';
import { Topics } from '../../runtime/gateway/adapters/mqtt/topics.ts';
import type { ChannelBench, Letter } from '../contracts/channel.contract.ts';
import { Gate } from './gate.ts';
import { MosquittoBroker } from './mosquitto-broker.ts';
import { MqttPerson } from './mqtt-person.ts';

const PASSWORD = 'a-secret-that-no-log-may-show';

export const nameOf = (user: number): string => `u${String(user)}`;

/** More than there are facts. */
const SITES = Array.from({ length: 60 }, (_one, index) => `site${String(index + 1)}`);

/** A broker with people at it. */
export class MqttTown {
  readonly broker: MosquittoBroker;
  readonly #people = new Map<number, MqttPerson>();

  private constructor(broker: MosquittoBroker) {
    this.broker = broker;
  }

  static async create(): Promise<MqttTown> {
    return new MqttTown(await MosquittoBroker.create());
  }

  async start(users: readonly number[]): Promise<void> {
    await this.broker.start(PASSWORD, users.map(nameOf), SITES);
    for (const user of users)
      this.#people.set(user, await MqttPerson.start(this.broker.port, nameOf(user), PASSWORD));
  }

  async stop(): Promise<void> {
    for (const person of this.#people.values()) await person.stop();
    await this.broker.stop();
  }

  person(user: number): MqttPerson {
    const person = this.#people.get(user);
    if (person === undefined) throw new Error(`nobody is ${String(user)}`);
    return person;
  }
}

export const verified =
  'mosquitto 2.0.11 of Debian 12, a real server, with mqtt.js at the other end as well';

let sites = 0;

/** A bench, and the way to the broker that it breaks. */
export interface MqttBench extends ChannelBench {
  readonly site: string;
  readonly gate: Gate;
}

/** The site has a user and a prefix of its own in each: nothing is left from the bench before. */
export function mqttBench(town: MqttTown): MqttBench {
  sites += 1;
  const site = `site${String(sites)}`;
  const gate = new Gate(town.broker.port);
  let password = PASSWORD;
  let written = 0;
  let again = (): void => undefined;
  return {
    ...{ type: 'mqtt', account: `${site}@127.0.0.1`, secret: PASSWORD, idOf: nameOf },
    ...{ verified, site, gate, tellsForwarded: false },
    open: () => gate.open(),
    close: () => gate.close(),
    adapter: () =>
      new MqttAdapter({
        endpoint: `mqtt://127.0.0.1:${String(gate.port)}`,
        ...{ user: site, topics: new Topics(site, site), aclIsSet: true, clock },
        get password() {
          return new Secret(password);
        },
      }),
    write: (user, text, letter = {}) => {
      // There are no bots: whoever may publish there is the person.
      if (letter.kind === 'from a bot') return;
      written += 1;
      const payload = payloadOf(String(written), text, letter);
      again = () => {
        town.person(user).write(`${site}/in/${nameOf(user)}`, payload);
      };
      again();
    },
    press: noButtons,
    pressOf: noButtons,
    seen: (user) => town.person(user).textsOn(`${site}/out/${nameOf(user)}`),
    repeat: () => {
      again();
    },
    held: () => 0,
    setRevoked: (isRevoked) => {
      password = isRevoked ? 'another' : PASSWORD;
      if (isRevoked) gate.slam();
    },
  };
}

function payloadOf(id: string, text: string, { kind, agoS = 0 }: Letter): string | Buffer {
  if (kind === 'picture') return Buffer.from('ffd8ffe0', 'hex');
  return JSON.stringify({ id, text, at: Date.now() - agoS * 1_000 });
}

function noButtons(): never {
  throw new Error('there are no buttons');
}
