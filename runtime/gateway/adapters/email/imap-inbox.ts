/** The inbox of the account, read by uid (RFC 3501 §2.3.1.1) and never changed: nothing is marked, moved or deleted. */
import { text as textOf } from 'node:stream/consumers';
import { ImapFlow } from 'imapflow';
import type { Clock } from '../../../core/clock.ts';
import { hostOf, type MailServer } from './mail-server.ts';
import { HEADERS, type Mail } from './mail.ts';

const CONNECT_WITHIN_MS = 10_000;

/** Beyond the time between two questions: a line that is dead is known after a minute and a half. */
const SILENT_MS = 90_000;

/** IDLE (RFC 2177) tells at once; it is asked all the same, because an open line proves nothing. */
const ASK_EVERY_MS = 60_000;

/** Of a server that cannot tell. */
const POLL_EVERY_MS = 15_000;

/** Quotes of years hang on some mails; what is new stands above them. */
const MOST_BODY_BYTES = 262_144;

const DAY_MS = 86_400_000;

export class ImapInbox {
  readonly #client: ImapFlow;
  readonly #clock: Clock;
  #hasNews = false;
  #wake = (): void => undefined;

  constructor({ address, user, password }: MailServer, clock: Clock) {
    this.#clock = clock;
    this.#client = new ImapFlow({
      ...hostOf(address),
      auth: { user, pass: password.reveal() },
      // Without TLS from the first byte it is a server on this machine.
      doSTARTTLS: false,
      connectionTimeout: CONNECT_WITHIN_MS,
      greetingTimeout: CONNECT_WITHIN_MS,
      socketTimeout: SILENT_MS,
      disableAutoIdle: true,
      logger: false,
    });
    // Whatever is asked next fails with it.
    this.#client.on('error', () => undefined);
    for (const event of ['exists', 'close'])
      this.#client.on(event, () => {
        this.#stir();
      });
  }

  /** @throws when the server is not reached, or does not let this account in */
  async open(): Promise<void> {
    await this.#client.connect();
    await this.#client.mailboxOpen('INBOX', { readOnly: true });
  }

  /** Uids count as long as this is the same (RFC 3501 §2.3.1.1). */
  get validity(): string {
    return String(this.#mailbox.uidValidity);
  }

  /** The last uid that was given away before it was opened. */
  get end(): number {
    return this.#mailbox.uidNext - 1;
  }

  /** In order. */
  async after(uid: number): Promise<readonly number[]> {
    const found = await this.#search({ uid: `${String(uid + 1)}:*` });
    // `n:*` names the last one also when that is below n (RFC 3501 §6.4.8).
    return found.filter((one) => one > uid);
  }

  /** What the server took in since, in order. @param time epoch ms */
  async since(time: number): Promise<readonly number[]> {
    // SINCE knows days alone, of whatever zone the server lives in (RFC 3501 §6.4.4).
    const found = await this.#search({ since: new Date(time - DAY_MS) });
    if (found.length === 0) return [];
    const mails = await this.#client.fetchAll([...found], { internalDate: true }, { uid: true });
    const recent = mails.filter(({ internalDate = 0 }) => new Date(internalDate).getTime() >= time);
    return recent.map(({ uid }) => uid).sort((one, other) => one - other);
  }

  /** undefined: it was deleted meanwhile. */
  async mail(uid: number): Promise<Mail | undefined> {
    const query = { envelope: true, bodyStructure: true, internalDate: true };
    const found = await this.#client.fetchOne(
      String(uid),
      { ...query, headers: [...HEADERS] },
      { uid: true },
    );
    return found === false ? undefined : found;
  }

  /** Decoded (RFC 2045 §6, RFC 3676), ≤ 256 KB. */
  async text(uid: number, part: string): Promise<string> {
    const limit = { uid: true, maxBytes: MOST_BODY_BYTES };
    const found = await this.#client.download(String(uid), part, limit);
    return 'content' in found && found.content !== undefined ? textOf(found.content) : '';
  }

  /** Until something may have come, or a while is over. */
  async news(): Promise<void> {
    if (!this.#hasNews) {
      const canTell = this.#client.capabilities.has('IDLE');
      // It ends with the next question.
      if (canTell) this.#client.idle().catch(() => undefined);
      await new Promise<void>((resolve) => {
        const timer = this.#clock.after(canTell ? ASK_EVERY_MS : POLL_EVERY_MS, resolve);
        this.#wake = () => {
          timer.cancel();
          resolve();
        };
      });
    }
    this.#hasNews = false;
  }

  close(): void {
    this.#client.close();
    this.#stir();
  }

  get #mailbox(): { readonly uidValidity: bigint; readonly uidNext: number } {
    const { mailbox } = this.#client;
    if (mailbox === false) throw new Error('the inbox is not open');
    return mailbox;
  }

  async #search(query: { readonly uid: string } | { readonly since: Date }): Promise<number[]> {
    const found = await this.#client.search(query, { uid: true });
    if (!Array.isArray(found)) throw new Error('the server did not answer the search');
    return found.sort((one, other) => one - other);
  }

  #stir(): void {
    this.#hasNews = true;
    this.#wake();
  }
}
