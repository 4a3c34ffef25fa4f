/** A person with a mail client, on servers that are real: writes, and sees what comes. */
import { text as textOf } from 'node:stream/consumers';
import { ImapFlow } from 'imapflow';
import { createTransport, type SendMailOptions } from 'nodemailer';

interface Seen {
  readonly from: string;
  readonly text: string;
}

export interface MailAccount {
  readonly address: string;
  readonly password: string;
  readonly imapPort: number;
  readonly smtpPort: number;
}

export class MailPerson {
  readonly #account: MailAccount;
  readonly #client: ImapFlow;
  readonly #seen: Seen[] = [];
  #reading = Promise.resolve();
  #last = 0;

  constructor(account: MailAccount) {
    this.#account = account;
    const { address, password, imapPort } = account;
    this.#client = new ImapFlow({
      ...{ host: '127.0.0.1', port: imapPort, secure: false, doSTARTTLS: false, logger: false },
      auth: { user: address, pass: password },
      autoIdleDelay: 1,
    });
    this.#client.on('error', () => undefined);
    this.#client.on('exists', () => {
      this.#reading = this.#reading.then(() => this.#read());
    });
  }

  async start(): Promise<void> {
    await this.#client.connect();
    await this.#client.mailboxOpen('INBOX');
  }

  async stop(): Promise<void> {
    await this.#reading;
    await this.#client.logout();
  }

  textsFrom(address: string): readonly string[] {
    return this.#seen.filter(({ from }) => from === address).map(({ text }) => text);
  }

  /** @param more beside the text */
  async write(to: string, text: string, more: SendMailOptions = {}): Promise<void> {
    const { address, password, smtpPort } = this.#account;
    const transport = createTransport({
      ...{ host: '127.0.0.1', port: smtpPort, secure: false, ignoreTLS: true },
      auth: { user: address, pass: password },
    });
    await transport.sendMail({ from: address, to, subject: 'To the board', text, ...more });
    transport.close();
  }

  async #read(): Promise<void> {
    const range = `${String(this.#last + 1)}:*`;
    const mails = await this.#client.fetchAll(range, { uid: true, envelope: true }, { uid: true });
    for (const { uid, envelope } of mails.filter((mail) => mail.uid > this.#last)) {
      const { content } = await this.#client.download(String(uid), '1', { uid: true });
      const text = content === undefined ? '' : await textOf(content);
      this.#seen.push({ from: envelope?.from?.[0]?.address ?? '', text: text.trimEnd() });
      this.#last = uid;
    }
  }
}
