/** A person with a mail client, on servers that are real: writes, and sees what comes. */
import { buffer, text as textOf } from 'node:stream/consumers';
import { ImapFlow, type MessageStructureObject } from 'imapflow';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { SeenFile } from '../peers/form-parts.ts';

interface Seen {
  readonly from: string;
  readonly text: string;
  readonly files: readonly SeenFile[];
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

  filesFrom(address: string): readonly SeenFile[] {
    return this.#seen.flatMap(({ from, files }) => (from === address ? files : []));
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
    const mails = await this.#client.fetchAll(
      range,
      { uid: true, envelope: true, bodyStructure: true },
      { uid: true },
    );
    for (const { uid, envelope, bodyStructure } of mails.filter((mail) => mail.uid > this.#last)) {
      const { content } = await this.#client.download(String(uid), '1', { uid: true });
      const text = content === undefined ? '' : await textOf(content);
      const from = envelope?.from?.[0]?.address ?? '';
      const files = await this.#files(uid, bodyStructure?.childNodes ?? []);
      this.#seen.push({ from, text: text.trimEnd(), files });
      this.#last = uid;
    }
  }

  async #files(
    uid: number,
    parts: readonly MessageStructureObject[],
  ): Promise<readonly SeenFile[]> {
    const files: SeenFile[] = [];
    for (const { part, type, disposition, dispositionParameters } of parts) {
      if (part === undefined || disposition === undefined) continue;
      const { content } = await this.#client.download(String(uid), part, { uid: true });
      const bytes = content === undefined ? 0 : (await buffer(content)).length;
      files.push({ name: dispositionParameters?.['filename'] ?? '', type, bytes });
    }
    return files;
  }
}
