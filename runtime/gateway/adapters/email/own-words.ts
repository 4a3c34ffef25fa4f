/** What is new in a mail: without what it answers, the signature, and what was passed on. */

/** Of the clients in the languages of this project, and German. What is quoted follows on it. */
const ATTRIBUTIONS = [
  /^On .{1,300} wrote:$/,
  /^Am .{1,300} schrieb .{0,200}:$/,
  /^在.{1,300}写道[:：]$/,
  /^.{0,200}于.{1,200}写道[:：]$/,
] as const;

/** From here on it is all somebody else's. */
const ORIGINALS = [
  /^-{2,} ?(Original Message|Ursprüngliche Nachricht|原始邮件|Original) ?-{2,}$/i,
  /^(发件人|寄件者)\s*[:：]/,
  /^From: .*\S/,
  /^Von: .*\S/,
  /^_{20,}$/,
] as const;

const PASSED_ON =
  /^(-{2,} ?(Forwarded message|转发邮件信息|Weitergeleitete Nachricht) ?-{2,}|Begin forwarded message:)$/i;

export interface OwnWords {
  readonly text: string;
  /** Below it stands what somebody else wrote to somebody else. */
  readonly isPassedOn: boolean;
}

export function ownWords(body: string): OwnWords {
  const lines = body.split(/\r?\n/).map((line) => line.trimEnd());
  const own: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (PASSED_ON.test(line)) return { text: joined(own), isPassedOn: true };
    // RFC 3676 §4.3: the space behind the dashes is often lost.
    if (line === '--' || matches(ORIGINALS, line)) break;
    const length = attributionAt(lines, at);
    if (length > 0 && !isQuotedNext(lines, at + length)) break;
    if (length > 0) at += length - 1;
    else if (!line.startsWith('>')) own.push(line);
  }
  return { text: joined(own), isPassedOn: false };
}

/** In how many lines it says who wrote what follows; clients break it. 0: it does not. */
function attributionAt(lines: readonly string[], at: number): number {
  const tries = [1, 2, 3];
  const length = tries.find((count) =>
    matches(
      ATTRIBUTIONS,
      lines
        .slice(at, at + count)
        .join(' ')
        .trim(),
    ),
  );
  return length ?? 0;
}

function isQuotedNext(lines: readonly string[], from: number): boolean {
  const next = lines.slice(from, from + 3).find((line) => line !== '');
  return next?.startsWith('>') ?? false;
}

function matches(patterns: readonly RegExp[], line: string): boolean {
  return line.length <= 600 && patterns.some((pattern) => pattern.test(line));
}

function joined(lines: readonly string[]): string {
  return lines.join('\n').trim();
}
