/** XMPP for the facts that every messenger has to hold, on a real prosody. */
import { xml } from '@xmpp/client';
import { Secret } from '../../runtime/config/secret.ts';
import { systemClock as clock } from '../../runtime/core/clock.ts';
import { silentLog } from '../../runtime/core/log.ts';
import { XmppAdapter } from '../../runtime/gateway/adapters/xmpp/xmpp-adapter.ts';
import type { ChannelBench, Letter } from '../contracts/channel.contract.ts';
import { Gate } from './gate.ts';
import { Prosody } from './prosody.ts';
import { XmppPerson } from './xmpp-person.ts';

const PASSWORD = 'a-secret-that-no-log-may-show';

const nameOf = (user: number): string => `u${String(user)}`;

/** A server with people at their clients. A login costs a second of this machine, so the people stay for all benches. */
export class XmppTown {
  readonly prosody: Prosody;
  readonly #people = new Map<number, XmppPerson>();

  private constructor(prosody: Prosody) {
    this.prosody = prosody;
  }

  static async create(): Promise<XmppTown> {
    return new XmppTown(await Prosody.create());
  }

  async start(users: readonly number[]): Promise<void> {
    await this.prosody.start();
    for (const user of users) {
      await this.prosody.setPassword(nameOf(user), PASSWORD);
      const person = new XmppPerson(this.prosody.port, nameOf(user), PASSWORD);
      await person.start();
      this.#people.set(user, person);
    }
  }

  async stop(): Promise<void> {
    for (const person of this.#people.values()) await person.stop();
    await this.prosody.stop();
  }

  person(user: number): XmppPerson {
    const person = this.#people.get(user);
    if (person === undefined) throw new Error(`nobody is ${String(user)}`);
    return person;
  }
}

export const verified = 'prosody 0.12 of Debian 12, a real server';

let accounts = 0;

/** The site has an account of its own in each: nothing is left from the bench before. */
export function xmppBench(town: XmppTown): ChannelBench {
  accounts += 1;
  const account = `board${String(accounts)}`;
  const address = `${account}@localhost`;
  const gate = new Gate(town.prosody.port);
  let writing = Promise.resolve();
  return {
    ...{ type: 'xmpp', account: address, secret: PASSWORD },
    verified,
    idOf: (user) => `${nameOf(user)}@localhost`,
    open: async () => {
      await town.prosody.setPassword(account, PASSWORD);
      await gate.open();
    },
    close: () => gate.close(),
    adapter: () =>
      new XmppAdapter({
        jid: address,
        password: new Secret(PASSWORD),
        endpoint: `xmpp://127.0.0.1:${String(gate.port)}`,
        ...{ clock, log: silentLog },
      }),
    write: (user, text, letter = {}) => {
      // There are no bots: whatever has an account is somebody.
      if (letter.kind === 'from a bot') return;
      const said = letter.kind === 'picture' ? 'https://files.example.org/x.png' : text;
      const write = (): Promise<void> =>
        town.person(user).write(address, said, ...extrasOf(letter));
      writing = writing.then(write);
    },
    press: () => {
      throw new Error('there are no buttons');
    },
    pressOf: () => {
      throw new Error('there are no buttons');
    },
    seen: (user) => town.person(user).textsFrom(address),
    held: () => 0,
    setRevoked: (isRevoked) => {
      void town.prosody.setPassword(account, isRevoked ? 'another' : PASSWORD);
      if (isRevoked) gate.slam();
    },
  };
}

function extrasOf({ agoS, kind }: Letter): ReturnType<typeof xml>[] {
  const stamp = new Date(Date.now() - (agoS ?? 0) * 1_000).toISOString();
  return [
    ...(agoS === undefined ? [] : [xml('delay', { xmlns: 'urn:xmpp:delay', stamp })]),
    ...(kind === 'forwarded' ? [xml('forwarded', { xmlns: 'urn:xmpp:forward:0' })] : []),
    ...(kind === 'picture' ? [xml('x', { xmlns: 'jabber:x:oob' })] : []),
  ];
}
