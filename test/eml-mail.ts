/**
 * A mail in a file as an IMAP server tells of it (RFC 3501 §7.4.2): as much of RFC 5322 and RFC 2045 as the samples
 * have. That a real server tells the same of them is held in test/e2e/mail-samples.e2e.ts.
 */
import { HEADERS, type Mail, type MailPart } from '../runtime/gateway/adapters/email/mail.ts';

export interface Eml {
  readonly mail: Mail;
  /** Decoded. */
  readonly textOf: (part: MailPart) => string;
}

interface Entity {
  /** As they stand there, folded lines in one. */
  readonly headers: readonly string[];
  readonly body: string;
}

export function readEml(file: Buffer): Eml {
  const root = entityOf(file.toString('latin1'));
  const texts = new Map<MailPart, string>();
  const bodyStructure = partOf(root, undefined, texts);
  const kept = root.headers.filter((line) =>
    HEADERS.some((name) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`)),
  );
  const envelope = {
    date: new Date(valueOf(root, 'Date')),
    subject: decodedWords(valueOf(root, 'Subject')),
    messageId: valueOf(root, 'Message-ID'),
    from: addressesIn(valueOf(root, 'From')),
  };
  return {
    mail: { envelope, bodyStructure, headers: Buffer.from([...kept, '', ''].join('\r\n')) },
    textOf: (part) => texts.get(part) ?? '',
  };
}

function entityOf(text: string): Entity {
  const end = text.indexOf('\r\n\r\n');
  return { headers: text.slice(0, end).split(/\r\n(?![ \t])/), body: text.slice(end + 4) };
}

/** @param number of the part; undefined: of the mail itself */
function partOf(
  entity: Entity,
  number: string | undefined,
  texts: Map<MailPart, string>,
): MailPart {
  const contentType = valueOf(entity, 'Content-Type');
  const type = contentType.split(';')[0]?.toLowerCase() ?? '';
  const boundary = /boundary="([^"]+)"/.exec(contentType)?.[1];
  const children = boundary === undefined ? [] : entity.body.split(`--${boundary}`).slice(1, -1);
  const disposition = valueOf(entity, 'Content-Disposition').split(';')[0] ?? '';
  const part: MailPart = {
    ...{ type, part: number },
    ...(disposition !== '' && { disposition }),
    ...(boundary !== undefined && {
      childNodes: children.map((child, index) => {
        // The line ends before and behind belong to the boundary (RFC 2046 §5.1.1).
        const within = child.replace(/^\r\n|\r\n$/g, '');
        const place = String(index + 1);
        return partOf(entityOf(within), number === undefined ? place : `${number}.${place}`, texts);
      }),
    }),
  };
  texts.set(part, decoded(entity, /charset="?([\w-]+)/.exec(contentType)?.[1]));
  return part;
}

function decoded(entity: Entity, charset = 'us-ascii'): string {
  const encoding = valueOf(entity, 'Content-Transfer-Encoding').toLowerCase();
  const bytes =
    encoding === 'base64'
      ? Buffer.from(entity.body, 'base64')
      : Buffer.from(
          encoding === 'quoted-printable' ? unquoted(entity.body) : entity.body,
          'latin1',
        );
  return new TextDecoder(charset).decode(bytes);
}

/** RFC 2045 §6.7 */
function unquoted(text: string): string {
  return text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** RFC 2047, in UTF-8. */
function decodedWords(text: string): string {
  return text.replaceAll(/=\?utf-8\?([BQ])\?([^?]*)\?=/g, (_all, kind: string, word: string) =>
    Buffer.from(
      kind === 'B' ? word : unquoted(word),
      kind === 'B' ? 'base64' : 'latin1',
    ).toString(),
  );
}

function addressesIn(from: string): readonly { readonly address: string }[] {
  const plain = from.replaceAll(/"[^"]*"/g, '');
  return plain.split(',').map((one) => ({ address: (/<(.*)>/.exec(one)?.[1] ?? one).trim() }));
}

/** Empty: it is not there. */
function valueOf({ headers }: Entity, name: string): string {
  const line = headers.find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return (
    line
      ?.slice(name.length + 1)
      .replaceAll(/\r\n(?=[ \t])/g, '')
      .trim() ?? ''
  );
}
