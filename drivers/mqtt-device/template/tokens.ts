/** The words of an expression between `{{` and `}}`, as Jinja writes them. Nothing here is ever run. */

export type Token =
  | { readonly kind: 'name' | 'operator'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'end'; readonly text: '' };

/** Whatever is not in the subset. The message is never shown alone: the template stands beside it. */
export class NotUnderstood extends Error {}

const PATTERN =
  /\s*(?:(?<number>\d+(?:\.\d+)?)|(?<name>[A-Za-z_]\w*)|"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^'\\]|\\.)*)'|(?<operator>==|!=|<=|>=|\/\/|[-+*/%~<>|.,:()[\]{}]))/y;

export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    PATTERN.lastIndex = at;
    const groups = PATTERN.exec(text)?.groups;
    if (groups === undefined) throw new NotUnderstood(`at "${text.slice(at, at + 20).trim()}"`);
    tokens.push(tokenOf(groups));
    at = PATTERN.lastIndex;
  }
  return [...tokens, { kind: 'end', text: '' }];
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>): Token {
  const { number, name, double, single, operator = '' } = groups;
  if (number !== undefined) return { kind: 'number', value: Number(number) };
  if (name !== undefined) return { kind: 'name', text: name };
  const quoted = double ?? single;
  if (quoted !== undefined) return { kind: 'text', text: quoted.replaceAll(/\\(.)/g, unescape) };
  return { kind: 'operator', text: operator };
}

function unescape(_whole: string, character: string): string {
  if (character === 'n') return '\n';
  return character === 't' ? '\t' : character;
}
