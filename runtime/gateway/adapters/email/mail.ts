/** A mail as IMAP tells it (RFC 3501 §7.4.2), and the headers that decide whether a person wrote it. */
export interface Mail {
  readonly envelope?:
    | {
        readonly date?: Date | string | undefined;
        readonly subject?: string | undefined;
        readonly messageId?: string | undefined;
        readonly from?: readonly { readonly address?: string | undefined }[] | undefined;
      }
    | undefined;
  readonly internalDate?: Date | string | undefined;
  readonly bodyStructure?: MailPart | undefined;
  /** The lines of `HEADERS`, as they came. */
  readonly headers?: Buffer | undefined;
}

export interface MailPart {
  readonly part?: string | undefined;
  /** In small letters: `text/plain` */
  readonly type: string;
  readonly disposition?: string | undefined;
  readonly childNodes?: readonly MailPart[] | undefined;
}

export const HEADERS = [
  'From',
  'Authentication-Results',
  'Auto-Submitted',
  'Precedence',
  'List-Id',
  'Return-Path',
  'X-Auto-Response-Suppress',
  'X-Autoreply',
  'X-Autorespond',
] as const;

export type MailHeaders = ReadonlyMap<string, readonly string[]>;

/** By name in small letters, the topmost first, unfolded (RFC 5322 §2.2.3). */
export function headersOf({ headers }: Mail): MailHeaders {
  const unfolded = (headers?.toString('utf8') ?? '').replaceAll(/\r?\n(?=[ \t])/g, '');
  const found = new Map<string, string[]>();
  for (const line of unfolded.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const before = found.get(name);
    const value = line.slice(colon + 1).trim();
    if (before === undefined) found.set(name, [value]);
    else before.push(value);
  }
  return found;
}

/** The text that is read, the plain one first; never what is attached. */
export function textPartOf(root: MailPart | undefined): MailPart | undefined {
  const texts = leavesOf(root).filter(({ disposition }) => disposition !== 'attachment');
  return (
    texts.find(({ type }) => type === 'text/plain') ??
    texts.find(({ type }) => type === 'text/html')
  );
}

/** Somebody else's mail within this one is one leaf: what it holds is not said here. */
function leavesOf(node: MailPart | undefined): readonly MailPart[] {
  if (node === undefined) return [];
  if (node.childNodes === undefined || node.type === 'message/rfc822') return [node];
  return node.childNodes.flatMap(leavesOf);
}

export function hasMailWithin(root: MailPart | undefined): boolean {
  return leavesOf(root).some(({ type }) => type === 'message/rfc822');
}
