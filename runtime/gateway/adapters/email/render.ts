/** What is sent (RFC 5322): plain text with its file, as the answer to the last mail of that person, and marked as a program's (RFC 3834 §5). */
import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Attachment } from 'nodemailer/lib/mailer';
import type { FileOut, Outgoing } from '../../channels/channel-adapter.ts';
import type { Mail } from './mail.ts';

/** The last mail of a person. */
export interface Answered {
  readonly subject: string;
  readonly messageId: string | undefined;
}

const MOST_SUBJECT = 60;

/** Of somebody else's subject: it is kept for each person, and comes back with each answer. */
const MOST_REPEATED = 200;

/** RFC 5322 §3.6.4 */
const MESSAGE_ID = /^<[^<>\s]{1,250}>$/;

/** What an answer to this mail takes over of it. */
export function answeredBy({ envelope }: Mail): Answered {
  const { subject = '', messageId = '' } = envelope ?? {};
  return {
    subject: subject.slice(0, MOST_REPEATED),
    messageId: MESSAGE_ID.test(messageId) ? messageId : undefined,
  };
}

export interface Letter {
  readonly from: string;
  readonly key: string;
  readonly answered: Answered | undefined;
}

export async function renderMail(message: Outgoing, letter: Letter): Promise<Buffer> {
  const { from, key, answered } = letter;
  const composer = new MailComposer({
    ...{ from, to: message.chat, text: message.text },
    messageId: messageIdOf(key, from),
    subject: answered === undefined ? firstLineOf(message.text) : replyTo(answered.subject),
    ...(answered?.messageId !== undefined && {
      inReplyTo: answered.messageId,
      references: answered.messageId,
    }),
    headers: { 'Auto-Submitted': answered === undefined ? 'auto-generated' : 'auto-replied' },
    attachments: message.file === undefined ? [] : [attachmentOf(message.file)],
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  return composer.compile().build();
}

/** A picture is seen below the text, a table is kept (RFC 2183 §2.1, §2.2). */
function attachmentOf({ name, type, base64 }: FileOut): Attachment {
  return {
    filename: name,
    content: Buffer.from(base64, 'base64'),
    contentType: type,
    contentDisposition: type === 'text/csv' ? 'attachment' : 'inline',
  };
}

/** The same for the same message, also after a restart: a client shows one of two with it. */
function messageIdOf(key: string, from: string): string {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 32);
  return `<${hash}@${from.split('@')[1] ?? ''}>`;
}

function replyTo(subject: string): string {
  return /^re\s*[:：]/i.test(subject) ? subject : `Re: ${subject}`;
}

function firstLineOf(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length > MOST_SUBJECT ? `${line.slice(0, MOST_SUBJECT)}…` : line;
}
