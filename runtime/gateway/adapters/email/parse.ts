/**
 * A mail as the core knows it: what a person wrote to this account, as far as the trusted server vouches that
 * it was them. What a program sent is passed over: an answer to it could go round for ever (RFC 3834 §2).
 */
import { foldAscii } from '../../../core/fold-ascii.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { isVouched } from './authentication.ts';
import { htmlText } from './html-text.ts';
import {
  hasMailWithin,
  headersOf,
  textPartOf,
  type Mail,
  type MailHeaders,
  type MailPart,
} from './mail.ts';
import { ownWords } from './own-words.ts';

export interface Reading {
  /** The address of this account, in small letters. */
  readonly own: string;
  readonly trustedServer: string;
}

export type Judged =
  | { readonly kind: 'person'; readonly user: string; readonly part: MailPart | undefined }
  /** @param why fit for a log line: nothing of the mail is in it */
  | { readonly kind: 'passed over'; readonly why: string };

/** Plain addresses alone (RFC 5321 §2.4): one that needs quotes is nobody's who writes to a machine. */
const ADDRESS = /^[^\s@<>"(),:;[\]\\]{1,64}@([a-z0-9.-]{1,255})$/;

export function judge(mail: Mail, { own, trustedServer }: Reading): Judged {
  const headers = headersOf(mail);
  const passedOver = (why: string): Judged => ({ kind: 'passed over', why });
  if (isOfProgram(headers, mail)) return passedOver('a program sent it');
  const senders = mail.envelope?.from ?? [];
  const user = foldAscii(senders[0]?.address ?? '');
  const domain = ADDRESS.exec(user)?.[1];
  // With two of them one could be vouched for and the other one shown.
  const isClear = senders.length === 1 && headers.get('from')?.length === 1;
  if (domain === undefined || !isClear) return passedOver('it does not name one sender');
  if (user === own) return passedOver('it is from this account itself');
  const results = headers.get('authentication-results') ?? [];
  if (!isVouched(domain, results, trustedServer))
    return passedOver('nobody vouches for the sender');
  return { kind: 'person', user, part: textPartOf(mail.bodyStructure) };
}

/**
 * RFC 3834 §2, RFC 2076 §3.9, RFC 2919 §3, RFC 5321 §4.5.5, RFC 3462; and what older programs say instead. Of a
 * header that is there twice each one counts: a person’s mail has none of them.
 */
function isOfProgram(headers: MailHeaders, { bodyStructure }: Mail): boolean {
  const says = (name: string, what: RegExp): boolean =>
    headers.get(name)?.some((value) => what.test(value)) === true;
  return (
    says('auto-submitted', /^(?!no(?:[^\w-]|$))[a-z]/i) ||
    says('precedence', /^(bulk|list|junk|auto_reply)\b/i) ||
    says('x-auto-response-suppress', /\b(all|autoreply)\b/i) ||
    PROGRAMS.some((name) => headers.has(name)) ||
    says('return-path', /^<>$/) ||
    bodyStructure?.type === 'multipart/report'
  );
}

/** Whatever stands in them. */
const PROGRAMS = ['list-id', 'x-autoreply', 'x-autorespond'];

export interface Opened {
  readonly mail: Mail;
  /** UIDVALIDITY and UID. */
  readonly id: string;
  readonly user: string;
  readonly part: MailPart | undefined;
  /** Of that part, decoded. */
  readonly body: string;
  readonly now: number;
}

export function parseMail({ mail, id, user, part, body, now }: Opened): ArrivedMessage {
  const plain = part?.type === 'text/html' ? htmlText(body) : body;
  const { text, isPassedOn } = ownWords(plain);
  const isForwarded =
    isPassedOn ||
    /^(fwd?|wg|转发|轉寄)\s*[:：]/i.test(mail.envelope?.subject?.trim() ?? '') ||
    hasMailWithin(mail.bodyStructure) ||
    (text === '' && plain.trim() !== '');
  const kind = isForwarded ? 'forwarded' : text === '' ? 'other' : 'text';
  return { id, chat: user, user, at: writtenAt(mail, now), kind, text };
}

/**
 * The sender's clock says one time and the server another: the older counts, and what is old is asked for. Both
 * know seconds alone; it was written before that second was over.
 */
function writtenAt({ envelope, internalDate }: Mail, now: number): number {
  const times = [envelope?.date, internalDate].map((time) =>
    time === undefined ? NaN : new Date(time).getTime() + 999,
  );
  return Math.min(now, ...times.filter((time) => !Number.isNaN(time)));
}
