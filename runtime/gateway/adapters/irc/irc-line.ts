/**
 * One line of IRC, read and written (modern.ircdocs.horse, "Message format"; IRCv3 message tags). Names are
 * compared in small letters.
 */
import { foldAscii } from '../../../core/fold-ascii.ts';

export interface IrcLine {
  readonly tags: ReadonlyMap<string, string>;
  /** Nick of whoever it comes from; of the server: its name. */
  readonly from: string;
  /** `PRIVMSG`, or a numeric: `001`. */
  readonly command: string;
  readonly params: readonly string[];
}

const LINE =
  /^(?:@(?<tags>\S+) +)?(?::(?<prefix>\S+) +)?(?<command>[A-Za-z]+|\d{3})(?<rest> .*)?$/s;

/** undefined: it is none. */
export function readLine(line: string): IrcLine | undefined {
  const { tags = '', prefix = '', command, rest = '' } = LINE.exec(line)?.groups ?? {};
  if (command === undefined) return undefined;
  const [middle = '', ...trailing] = rest.split(' :');
  const params = middle.split(' ').filter((part) => part !== '');
  return {
    tags: readTags(tags),
    from: foldAscii(prefix.split('!')[0] ?? ''),
    command: command.toUpperCase(),
    params: trailing.length === 0 ? params : [...params, trailing.join(' :')],
  };
}

/** Of PRIVMSG, what may stand in one line: 512 bytes with the line's end and the longest prefix a server puts before it. */
export const MOST_LINE = 350;

/** What ends a line, or a string in the server, is left out: nobody gets a second command in. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\0]+/g, ' ');
}

/** Bold, colours and the like (modern.ircdocs.horse/formatting). */
export function withoutFormatting(text: string): string {
  return text.replaceAll(COLOUR, '').replaceAll(/\p{Cc}/gu, '');
}

/** Of the table (\x03 and at most two digits) or in hexadecimals (\x04 and six); behind the comma that of the ground. */
const COLOUR = new RegExp(
  `${String.fromCodePoint(3)}(\\d{1,2}(,\\d{1,2})?)?|${String.fromCodePoint(4)}([\\da-f]{6}(,[\\da-f]{6})?)?`,
  'gi',
);

/** IRCv3 message tags, "Escaping values". */
const ESCAPED: Readonly<Record<string, string>> = { ':': ';', s: ' ', r: '\r', n: '\n' };

function readTags(tags: string): ReadonlyMap<string, string> {
  return new Map(
    tags.split(';').map((tag) => {
      const [key = '', value = ''] = tag.split(/=(.*)/s);
      return [key, value.replaceAll(/\\(.)/gs, (_all, sign: string) => ESCAPED[sign] ?? sign)];
    }),
  );
}
