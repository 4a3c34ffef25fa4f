/** One mail over one connection (RFC 5321), and what is certain of it afterwards. */
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Sent, Trouble } from '../../channels/channel-adapter.ts';
import { codeOf, cureOfNetwork } from '../../channels/http-call.ts';
import { hostOf, isSafe, type MailServer } from './mail-server.ts';

const WITHIN_MS = 10_000;

const PASSWORD_CURE = 'Put the right password of the account where auth_token points.';

const IN_THE_CLEAR: Trouble = {
  why: 'the password would go to the mail server unencrypted',
  cure: 'Write options.smtp as smtps://host:465; smtp:// is for a server on this machine.',
};

/** @param to one address */
export interface Envelope {
  readonly from: string;
  readonly to: string;
}

export class SmtpLine {
  readonly #server: MailServer;

  constructor(server: MailServer) {
    this.#server = server;
  }

  /** What can be said without asking it. */
  get trouble(): Trouble | undefined {
    return isSafe(this.#server.address) ? undefined : IN_THE_CLEAR;
  }

  /** Whether it lets this account in. */
  async probe(): Promise<Trouble | undefined> {
    const sent = await this.#within(() => Promise.resolve());
    return sent.kind === 'later' ? sent : undefined;
  }

  async send(envelope: Envelope, mail: Buffer): Promise<Sent> {
    let isUnderWay = false;
    // It is read when the server has said that it takes it (354), and not before.
    function* bytes(): Generator<Buffer> {
      isUnderWay = true;
      yield mail;
    }
    const give = (connection: SMTPConnection): Promise<void> =>
      settled((done) => {
        connection.send(envelope, Readable.from(bytes()), done);
      });
    return this.#within(give, () => isUnderWay);
  }

  async #within(
    act: (connection: SMTPConnection) => Promise<void>,
    mayHaveArrived = (): boolean => false,
  ): Promise<Sent> {
    if (this.trouble !== undefined) return { kind: 'later', ...this.trouble };
    const { address, user, password } = this.#server;
    const connection = new SMTPConnection({
      ...hostOf(address),
      // Without TLS from the first byte it is a server on this machine.
      ignoreTLS: true,
      connectionTimeout: WITHIN_MS,
      greetingTimeout: WITHIN_MS,
      socketTimeout: WITHIN_MS,
    });
    const broken = new Promise<never>((_resolve, reject) => connection.on('error', reject));
    const acted = async (): Promise<void> => {
      await settled((done) => {
        connection.connect(done);
      });
      await settled((done) => {
        connection.login({ user, pass: password.reveal() }, done);
      });
      await act(connection);
    };
    try {
      await Promise.race([acted(), broken]);
      connection.quit();
      return { kind: 'sent' };
    } catch (error) {
      connection.close();
      return outcomeOf(error, mayHaveArrived());
    }
  }
}

function settled(start: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/** RFC 5321 §4.2.1: 4yz may be tried again, 5yz not. */
function outcomeOf(error: unknown, mayHaveArrived: boolean): Sent {
  const status = statusOf(error);
  const why = `the mail server says ${String(status)}`;
  const code = codeOf(error);
  if (code === 'EAUTH') return { kind: 'later', why, cure: PASSWORD_CURE };
  if (status >= 500) return { kind: 'refused', why };
  if (status >= 400) return { kind: 'later', why };
  if (mayHaveArrived)
    return { kind: 'unknown', why: 'the connection broke off before the server had confirmed it' };
  return {
    kind: 'later',
    why: `the mail server is not reached: ${code}`,
    cure: cureOfNetwork(code, 'the mail server'),
  };
}

/** 0: it gave no answer, or none that a mail server gives. */
function statusOf(error: unknown): number {
  const hasStatus = error instanceof Error && 'responseCode' in error;
  const status = hasStatus ? Number(error.responseCode) : 0;
  return status >= 400 && status < 600 ? status : 0;
}
