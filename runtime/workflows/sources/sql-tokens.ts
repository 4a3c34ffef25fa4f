/** SQL as a row of words and signs, without its comments: enough to see what kind of question it is. */
export interface SqlToken {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'value' | 'sign';
  /** Words in small letters. */
  readonly text: string;
}

/** Whose SQL it is: they quote differently, and mean different things by `:`, `?`, `$` and `@`. */
export type SqlDialect = 'sqlite' | 'postgres';

type Kinds = readonly (readonly [SqlToken['kind'], RegExp])[];

const BLANK = /\s+|--[^\n]*|\/\*[^]*?(?:\*\/|$)/y;

const KINDS: Readonly<Record<SqlDialect, Kinds>> = {
  sqlite: [
    ['text', /'(?:[^']|'')*'/y],
    ['name', /"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]/y],
    ['word', /[\p{L}_][\p{L}\p{N}_$]*/uy],
    ['number', /\d+(?:\.\d*)?|\.\d+/y],
    ['value', /[:@$]\w+|\?\d*/y],
    ['sign', /<=|>=|==|<>|!=|\|\||[^]/y],
  ],
  // https://www.postgresql.org/docs/current/sql-syntax-lexical.html: E'it\'s', $$text$$, now()::date.
  postgres: [
    [
      'text',
      /e'(?:[^'\\]|''|\\[^])*'|'(?:[^']|'')*'|\$((?:[\p{L}_][\p{L}\p{N}_]*)?)\$[^]*?\$\1\$/iuy,
    ],
    ['name', /"(?:[^"]|"")*"/y],
    ['word', /[\p{L}_][\p{L}\p{N}_$]*/uy],
    ['number', /\d+(?:\.\d*)?|\.\d+/y],
    ['sign', /::|:=/y],
    ['value', /:[a-z_]\w*|\$\d+/iy],
    ['sign', /<=|>=|<>|!=|\|\||[^]/y],
  ],
};

export function tokensOf(query: string, dialect: SqlDialect = 'sqlite'): readonly SqlToken[] {
  return piecesOf(query, dialect).flatMap(({ kind, text }) =>
    kind === 'blank' ? [] : [{ kind, text: kind === 'word' ? text.toLowerCase() : text }],
  );
}

/** For PostgreSQL, which knows values only by number: `:day` becomes `$1`, the first of `names`. */
export function numberValues(query: string): {
  readonly text: string;
  readonly names: readonly string[];
} {
  const pieces = piecesOf(query, 'postgres');
  const named = pieces.flatMap(({ kind, text }) => (kind === 'value' ? [text.slice(1)] : []));
  const names = [...new Set(named)];
  const texts = pieces.map(({ kind, text }) =>
    kind === 'value' ? `$${String(names.indexOf(text.slice(1)) + 1)}` : text,
  );
  return { text: texts.join(''), names };
}

interface Piece {
  readonly kind: SqlToken['kind'] | 'blank';
  readonly text: string;
}

/** All of it, as it stands there. */
function piecesOf(query: string, dialect: SqlDialect): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < query.length) {
    const piece = pieceAt([['blank', BLANK], ...KINDS[dialect]], query, at);
    at += piece.text.length;
    pieces.push(piece);
  }
  return pieces;
}

function pieceAt(
  kinds: readonly (readonly [Piece['kind'], RegExp])[],
  query: string,
  at: number,
): Piece {
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = at;
    const text = pattern.exec(query)?.[0];
    if (text !== undefined) return { kind, text };
  }
  return { kind: 'sign', text: query.charAt(at) };
}
