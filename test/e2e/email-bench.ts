/** Email for the facts that every messenger has to hold: a real IMAP server, and an SMTP server of others. */
import { Secret } from '../../runtime/config/secret.ts';
import { systemClock as clock } from '../../runtime/core/clock.ts';
import { silentLog } from '../../runtime/core/log.ts';
import { EmailAdapter } from '../../runtime/gateway/adapters/email/email-adapter.ts';
import type { ChannelBench, Letter } from '../contracts/channel.contract.ts';
import { Dovecot } from './dovecot.ts';
import { Gate } from './gate.ts';
import { MailOffice, OFFICE } from './mail-office.ts';
import { MailPerson } from './mail-person.ts';

const PASSWORD = 'a-secret-that-no-log-may-show';

const addressOf = (user: number): string => `u${String(user)}@people.test`;

export class MailTown {
  readonly dovecot: Dovecot;
  readonly office: MailOffice;
  readonly #people = new Map<number, MailPerson>();

  private constructor(dovecot: Dovecot, office: MailOffice) {
    this.dovecot = dovecot;
    this.office = office;
  }

  static async create(): Promise<MailTown> {
    const dovecot = await Dovecot.create();
    return new MailTown(dovecot, await MailOffice.create(dovecot));
  }

  async start(users: readonly number[]): Promise<void> {
    await this.dovecot.start();
    await this.office.start();
    const [imapPort, smtpPort] = [this.dovecot.port, this.office.port];
    for (const user of users) {
      const account = { address: addressOf(user), password: PASSWORD, imapPort, smtpPort };
      await this.dovecot.setPassword(account.address, PASSWORD);
      const person = new MailPerson(account);
      await person.start();
      this.#people.set(user, person);
    }
  }

  async stop(): Promise<void> {
    for (const person of this.#people.values()) await person.stop();
    await this.office.stop();
    await this.dovecot.stop();
  }

  person(user: number): MailPerson {
    const person = this.#people.get(user);
    if (person === undefined) throw new Error(`nobody is ${String(user)}`);
    return person;
  }
}

export const verified =
  'dovecot 2.3 of Debian 12, a real IMAP server; for SMTP the npm package smtp-server 3.21.6';

let accounts = 0;

/** The site has an account of its own in each: nothing is left from the bench before. */
export function emailBench(town: MailTown): ChannelBench {
  accounts += 1;
  const address = `board${String(accounts)}@site.test`;
  const imap = new Gate(town.dovecot.port);
  const smtp = new Gate(town.office.port);
  let writing = Promise.resolve();
  return {
    ...{ type: 'email', account: address, secret: PASSWORD },
    verified,
    idOf: addressOf,
    open: async () => {
      await town.dovecot.setPassword(address, PASSWORD);
      await Promise.all([imap.open(), smtp.open()]);
    },
    close: async () => {
      await Promise.all([imap.close(), smtp.close()]);
    },
    adapter: () =>
      new EmailAdapter({
        ...{ address, user: address, password: new Secret(PASSWORD), trustedServer: OFFICE },
        imap: `imap://127.0.0.1:${String(imap.port)}`,
        smtp: `smtp://127.0.0.1:${String(smtp.port)}`,
        ...{ clock, log: silentLog },
      }),
    write: (user, text, letter = {}) => {
      writing = writing.then(() => town.person(user).write(address, text, extrasOf(letter)));
    },
    press: () => {
      throw new Error('there are no buttons');
    },
    pressOf: () => {
      throw new Error('there are no buttons');
    },
    seen: (user) => town.person(user).textsFrom(address),
    files: (user) => town.person(user).filesFrom(address),
    held: () => 0,
    failSending: (...mishaps) => {
      town.office.fail(address, mishaps);
    },
    setRevoked: (isRevoked) => {
      const password = isRevoked ? 'another' : PASSWORD;
      void town.dovecot.setPassword(address, password).then(() => {
        if (isRevoked) imap.slam();
      });
    },
  };
}

function extrasOf({ agoS = 0, kind }: Letter): Parameters<MailPerson['write']>[2] {
  const content = Buffer.from('iVBORw0KGgo=', 'base64');
  return {
    date: new Date(Date.now() - agoS * 1_000),
    ...(kind === 'from a bot' && { headers: { 'Auto-Submitted': 'auto-generated' } }),
    ...(kind === 'forwarded' && { subject: 'Fwd: what she said' }),
    ...(kind === 'picture' && { attachments: [{ filename: 'x.png', content }] }),
  };
}
