/**
 * Email over an account of the site's choice: IMAP brings what people write, SMTP takes what the site answers.
 * Anybody can write any name above a mail, so only what the trusted server vouches for is heard, and to read.
 */
import { errorMessage } from '../../../core/app-error.ts';
import type { Clock } from '../../../core/clock.ts';
import type { Log } from '../../../core/log.ts';
import { RecentMap } from '../../../core/recent-map.ts';
import type { Secret } from '../../../config/secret.ts';
import {
  FILE_TYPES,
  type ArrivedMessage,
  type ChannelAdapter,
  type Hearing,
  type Outgoing,
  type Sent,
  type Traits,
  type Trouble,
} from '../../channels/channel-adapter.ts';
import { codeOf, cureOfNetwork } from '../../channels/http-call.ts';
import { ImapInbox } from './imap-inbox.ts';
import type { Mail } from './mail.ts';
import { judge, parseMail } from './parse.ts';
import { answeredBy, renderMail, type Answered } from './render.ts';
import { SmtpLine } from './smtp-line.ts';

export interface EmailParts {
  /** Of the account, in small letters. */
  readonly address: string;
  readonly user: string;
  readonly password: Secret;
  /** `imaps://host:993` */
  readonly imap: string;
  /** `smtps://host:465` */
  readonly smtp: string;
  /** Whose `Authentication-Results` are believed: the authserv-id of RFC 8601 §2.5. */
  readonly trustedServer: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** At the first start of all: what stood in the inbox before is not for this site; an invitation may just have come. */
const LOOK_BACK_MS = 600_000;

/** One mail that breaks the connection each time does not stop all others. */
const MOST_TRIES = 3;

const MOST_PEOPLE = 500;

export class EmailAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'IMAP',
    /** No server is known that takes less than megabytes; a longer one nobody reads. */
    text: { most: 50_000, unit: 'bytes' },
    /** Providers stop an account at some hundred a day: this is for an hour in which much happens. */
    chatRate: { burst: 10, refillMs: 10_000 },
    accountRate: { burst: 20, refillMs: 5_000 },
    mostButtons: 0,
    files: FILE_TYPES,
    isIdempotent: false,
    isForgeable: true,
  };
  readonly #parts: EmailParts;
  readonly #smtp: SmtpLine;
  readonly #answered = new RecentMap<Answered>(MOST_PEOPLE);
  #passedOver = 0;
  /** The mail that could not be read, and how often. */
  #stumbled = { id: '', times: 0 };

  constructor(parts: EmailParts) {
    this.#parts = parts;
    this.account = parts.address;
    const { user, password, smtp } = parts;
    this.#smtp = new SmtpLine({ address: smtp, user, password });
  }

  /** An address is the chat with whoever has it. */
  chatOf(user: string): string {
    return user;
  }

  async probe(): Promise<Trouble | undefined> {
    const inbox = this.#inbox();
    try {
      await inbox.open();
    } catch (error) {
      return troubleOf(error);
    } finally {
      inbox.close();
    }
    return this.#smtp.probe();
  }

  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    if (this.#smtp.trouble !== undefined) return this.#smtp.trouble;
    const inbox = this.#inbox();
    const stop = (): void => {
      inbox.close();
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      signal.throwIfAborted();
      await inbox.open();
      hearing.alive();
      return await this.#follow(inbox, hearing);
    } catch (error) {
      return signal.aborted ? undefined : troubleOf(error);
    } finally {
      signal.removeEventListener('abort', stop);
      inbox.close();
    }
  }

  async send(message: Outgoing, key: string): Promise<Sent> {
    const { address } = this.#parts;
    const letter = { from: address, key, answered: this.#answered.get(message.chat) };
    const mail = await renderMail(message, letter);
    return this.#smtp.send({ from: address, to: message.chat }, mail);
  }

  /** @throws when the connection ends: there is no other end */
  async #follow(inbox: ImapInbox, hearing: Hearing): Promise<never> {
    let last = await this.#lastHeard(inbox, hearing);
    for (;;) {
      for (const uid of await inbox.after(last)) {
        const cursor = `${inbox.validity}:${String(uid)}`;
        const message = await this.#read(inbox, uid);
        await hearing.accept(message === undefined ? [] : [message], cursor);
        last = uid;
      }
      hearing.alive();
      await inbox.news();
    }
  }

  async #lastHeard(inbox: ImapInbox, hearing: Hearing): Promise<number> {
    const [validity, uid] = hearing.cursor?.split(':') ?? [];
    if (validity === inbox.validity) return Number(uid);
    // The first start, or the mailbox was made anew: old uids mean nothing in it (RFC 3501 §2.3.1.1).
    const [first] = await inbox.since(this.#parts.clock.now() - LOOK_BACK_MS);
    const last = first === undefined ? inbox.end : first - 1;
    await hearing.accept([], `${inbox.validity}:${String(last)}`);
    return last;
  }

  async #read(inbox: ImapInbox, uid: number): Promise<ArrivedMessage | undefined> {
    const id = `${inbox.validity}:${String(uid)}`;
    try {
      const mail = await inbox.mail(uid);
      return mail && (await this.#open(inbox, uid, mail));
    } catch (error) {
      const times = this.#stumbled.id === id ? this.#stumbled.times + 1 : 1;
      this.#stumbled = { id, times };
      if (times < MOST_TRIES) throw error;
      this.#passOver(uid, `it cannot be read: ${errorMessage(error)}`);
      return undefined;
    }
  }

  async #open(inbox: ImapInbox, uid: number, mail: Mail): Promise<ArrivedMessage | undefined> {
    const { address: own, trustedServer, clock } = this.#parts;
    const judged = judge(mail, { own, trustedServer });
    if (judged.kind === 'passed over') {
      this.#passOver(uid, judged.why);
      return undefined;
    }
    const { user, part } = judged;
    this.#answered.set(user, answeredBy(mail));
    const body = part === undefined ? '' : await inbox.text(uid, part.part ?? '1');
    const id = `${inbox.validity}:${String(uid)}`;
    return parseMail({ mail, id, user, part, body, now: clock.now() });
  }

  #passOver(uid: number, why: string): void {
    this.#passedOver += 1;
    const { log } = this.#parts;
    log.info({ account: this.account, uid, why, passedOver: this.#passedOver }, 'mail passed over');
  }

  #inbox(): ImapInbox {
    const { user, password, imap, clock } = this.#parts;
    return new ImapInbox({ address: imap, user, password }, clock);
  }
}

function troubleOf(error: unknown): Trouble {
  if (
    error instanceof Error &&
    'authenticationFailed' in error &&
    error.authenticationFailed === true
  )
    return {
      why: 'the mail server does not let this account in',
      cure: 'Put the right password of the account where auth_token points; some providers want one made for programs.',
    };
  const code = codeOf(error);
  return {
    why: `the mail server is not reached: ${code}`,
    cure: cureOfNetwork(code, 'the mail server'),
  };
}
