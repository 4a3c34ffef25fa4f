/** IRC for the facts that every messenger has to hold, on a real ngircd. */
import { Secret } from '../../runtime/config/secret.ts';
import { systemClock as clock } from '../../runtime/core/clock.ts';
import { IrcAdapter } from '../../runtime/gateway/adapters/irc/irc-adapter.ts';
import type { ChannelBench, Letter } from '../contracts/channel.contract.ts';
import { Gate } from './gate.ts';
import { IrcPerson } from './irc-person.ts';
import { Ngircd } from './ngircd.ts';

const PASSWORD = 'a-secret-that-no-log-may-show';

const GROUP = '#ops';
const OUTSIDE = '#others';

const nameOf = (user: number): string => `u${String(user)}`;

/** A server with people at their clients. */
export class IrcTown {
  readonly server: Ngircd;
  readonly #people = new Map<number, IrcPerson>();

  private constructor(server: Ngircd) {
    this.server = server;
  }

  static async create(): Promise<IrcTown> {
    return new IrcTown(await Ngircd.create());
  }

  async start(users: readonly number[]): Promise<void> {
    await this.server.start(PASSWORD);
    for (const user of users) {
      const person = new IrcPerson(this.server.port, nameOf(user), PASSWORD);
      await person.start();
      for (const channel of [GROUP, OUTSIDE]) person.join(channel);
      this.#people.set(user, person);
    }
  }

  async stop(): Promise<void> {
    for (const person of this.#people.values()) person.stop();
    await this.server.stop();
  }

  person(user: number): IrcPerson {
    const person = this.#people.get(user);
    if (person === undefined) throw new Error(`nobody is ${String(user)}`);
    return person;
  }
}

export const verified =
  'ngircd 26 of Debian 12, a real server, with irc-framework 4.14.0 at the other end';

let boards = 0;

/** The site has a nick of its own in each: nothing is left from the bench before. */
export function ircBench(town: IrcTown, reader: number): ChannelBench {
  boards += 1;
  const nick = `board${String(boards)}`;
  const gate = new Gate(town.server.port);
  let password = PASSWORD;
  return {
    ...{ type: 'irc', account: `${nick}@127.0.0.1`, secret: PASSWORD, idOf: nameOf },
    verified,
    hasOnlyText: true,
    tellsWhen: false,
    group: GROUP,
    seenInGroup: () => town.person(reader).textsIn(GROUP, nick),
    open: () => gate.open(),
    close: () => gate.close(),
    adapter: () =>
      new IrcAdapter({
        endpoint: `irc://127.0.0.1:${String(gate.port)}`,
        ...{ nick, account: undefined, channels: [GROUP, OUTSIDE], trustsNicks: true, clock },
        get password() {
          return new Secret(password);
        },
      }),
    write: (user, text, { kind } = {}) => {
      const channel = CHANNELS[kind ?? ''];
      const isNamed = kind === 'addressed' || kind === 'elsewhere';
      town.person(user).write(nick, isNamed ? `${nick}: ${text}` : text, channel);
    },
    press: noButtons,
    pressOf: noButtons,
    seen: (user) => town.person(user).textsFrom(nick),
    held: () => 0,
    setRevoked: (isRevoked) => {
      password = isRevoked ? 'another' : PASSWORD;
      if (isRevoked) gate.slam();
    },
  };
}

/** Where a letter is written, by its kind. */
const CHANNELS: Readonly<Partial<Record<NonNullable<Letter['kind']> | '', string>>> = {
  addressed: GROUP,
  overheard: GROUP,
  elsewhere: OUTSIDE,
};

function noButtons(): never {
  throw new Error('there are no buttons');
}
