/**
 * A mail server that people and the site hand their mail to: the npm package `smtp-server`, of others, puts what
 * it takes into the mailboxes of a dovecot. It vouches for whoever logged in and writes as themselves, and says
 * so as a mail server does (RFC 8601).
 */
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { SendMishap } from '../contracts/channel.contract.ts';
import { freePort } from '../hil/rig/free-port.ts';
import type { Dovecot } from './dovecot.ts';

export const OFFICE = 'mx.site.test';

type Reply = (error?: Error | null) => void;

export class MailOffice {
  readonly port: number;
  readonly #dovecot: Dovecot;
  readonly #server: SMTPServer;
  /** What goes wrong with the next mails of this account. */
  readonly #mishaps = new Map<string, (SendMishap | 'refused')[]>();

  private constructor(dovecot: Dovecot, port: number) {
    this.port = port;
    this.#dovecot = dovecot;
    this.#server = new SMTPServer({
      ...{ name: OFFICE, allowInsecureAuth: true, disabledCommands: ['STARTTLS'], logger: false },
      disableReverseLookup: true,
      onAuth: ({ username = '', password }, _session, reply) => {
        if (this.#dovecot.hasPassword(username, password ?? '')) reply(null, { user: username });
        else reply(new Error('another password'));
      },
      onData: (stream, session, reply) => {
        void buffer(stream).then((mail) => this.#take(mail, session, reply));
      },
    });
    // A connection that somebody else broke.
    this.#server.on('error', () => undefined);
  }

  static async create(dovecot: Dovecot): Promise<MailOffice> {
    return new MailOffice(dovecot, await freePort());
  }

  async start(): Promise<void> {
    await once(this.#server.listen(this.port, '127.0.0.1'), 'listening');
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(resolve);
    });
  }

  fail(user: string, mishaps: readonly SendMishap[]): void {
    this.#mishaps.set(user, [...(this.#mishaps.get(user) ?? []), ...mishaps]);
  }

  /** For good, as a server does that takes the words for spam. */
  refuseNext(user: string): void {
    this.#mishaps.set(user, [...(this.#mishaps.get(user) ?? []), 'refused']);
  }

  async #take(mail: Buffer, session: SMTPServerSession, reply: Reply): Promise<void> {
    const { mailFrom } = session.envelope;
    const from = mailFrom === false ? '' : mailFrom.address;
    switch (this.#mishaps.get(from)?.shift()) {
      case 'too fast':
        reply(withStatus(450));
        return;
      case 'server error':
        reply(withStatus(451));
        return;
      case 'refused':
        reply(withStatus(554));
        return;
      case 'not the platform':
        this.#socketOf(session)?.end('HTTP/1.1 502 Bad Gateway\r\n\r\n<html></html>\r\n');
        return;
      case 'answer lost':
        await this.#deliver(mail, session, from);
        this.#socketOf(session)?.destroy();
        return;
      case undefined:
        await this.#deliver(mail, session, from);
        reply();
    }
  }

  async #deliver(mail: Buffer, session: SMTPServerSession, from: string): Promise<void> {
    const spf = session.user === from ? 'pass' : 'fail';
    const results = `Authentication-Results: ${OFFICE};\r\n spf=${spf} smtp.mailfrom=${from}\r\n`;
    const head = Buffer.from(`Return-Path: <${from}>\r\n${results}`);
    for (const { address } of session.envelope.rcptTo)
      await this.#dovecot.deliver(address, Buffer.concat([head, mail]));
  }

  #socketOf({ id }: SMTPServerSession): Duplex | undefined {
    return [...this.#server.connections].find(({ session }) => session.id === id)?._socket;
  }
}

/** RFC 5321 §4.2.3 */
function withStatus(responseCode: number): Error {
  return Object.assign(new Error('not now'), { responseCode });
}
