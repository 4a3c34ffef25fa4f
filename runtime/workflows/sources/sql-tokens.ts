/** SQL as a row of words and signs, without its comments: enough to see what kind of question it is. */
export interface SqlToken {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'value' | 'sign';
  /** Words in small letters. */
  readonly text: string;
}

const BLANK = /\s+|--[^\n]*|\/\*[^]*?(?:\*\/|$)/y;

const KINDS: readonly (readonly [SqlToken['kind'], RegExp])[] = [
  ['text', /'(?:[^']|'')*'/y],
  ['name', /"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]/y],
  ['word', /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ['number', /\d+(?:\.\d*)?|\.\d+/y],
  ['value', /[:@$]\w+|\?\d*/y],
  ['sign', /<=|>=|==|<>|!=|\|\||[^]/y],
];

export function tokensOf(query: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < query.length) {
    const blank = matchAt(BLANK, query, at);
    const [kind, text] = blank === undefined ? tokenAt(query, at) : [undefined, blank];
    at += text.length;
    if (kind !== undefined)
      tokens.push({ kind, text: kind === 'word' ? text.toLowerCase() : text });
  }
  return tokens;
}

function tokenAt(query: string, at: number): readonly [SqlToken['kind'], string] {
  for (const [kind, pattern] of KINDS) {
    const text = matchAt(pattern, query, at);
    if (text !== undefined) return [kind, text];
  }
  return ['sign', query.charAt(at)];
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
