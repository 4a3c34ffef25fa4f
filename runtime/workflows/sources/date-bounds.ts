/**
 * Which days can a query about `metrics` see? Found only where that is beyond doubt: one plain SELECT
 * from `metrics`, whose WHERE is a row of conditions joined by AND, one of which compares `date` with
 * something that can be computed beforehand. Everything else may see all days.
 */
import { tokensOf, type SqlToken } from './sql-tokens.ts';

/** Expressions of SQL; the days lie between the least and the greatest of each side, both included. */
export interface DateBounds {
  readonly first: readonly string[];
  readonly last: readonly string[];
}

/** What makes a statement more than one plain question to one table. */
const BEYOND = new Set([
  'union',
  'intersect',
  'except',
  'with',
  'values',
  'join',
  'case',
  'window',
]);
const AFTER_WHERE = new Set(['group', 'order', 'limit', 'having', ';']);
const CONSTANTS = new Set(['current_date', 'current_timestamp']);
const FUNCTIONS = new Set(['date', 'datetime', 'strftime']);
const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

type Tokens = readonly SqlToken[];

/** One pair for each condition that bounds the days: they must lie within all of them. */
export function dateBoundsOf(query: string): readonly DateBounds[] {
  const tokens = tokensOf(query);
  const where = tokens.findIndex(isWord('where'));
  if (where < 0 || !isPlain(tokens, where)) return [];
  const rest = tokens.slice(where + 1);
  const end = rest.findIndex(
    ({ text }, index) => AFTER_WHERE.has(text) && depthAt(rest, index) === 0,
  );
  const conditions = splitAtAnd(end < 0 ? rest : rest.slice(0, end));
  return conditions?.flatMap((condition) => boundsOf(condition) ?? []) ?? [];
}

/** `SELECT … FROM metrics [AS m] WHERE`, and no other table anywhere. */
function isPlain(tokens: Tokens, where: number): boolean {
  const froms = tokens.filter(isWord('from')).length;
  const selects = tokens.filter(isWord('select')).length;
  const from = tokens.findIndex(isWord('from'));
  const table = tokens.slice(from + 1, where).filter(({ text }) => text !== 'as');
  const [name, alias] = table;
  return (
    froms === 1 &&
    selects === 1 &&
    table.length <= 2 &&
    name?.text === 'metrics' &&
    (alias === undefined || alias.kind === 'word') &&
    !tokens.some(({ kind, text }) => kind === 'word' && BEYOND.has(text))
  );
}

/** Undefined where any of them could be true by itself. */
function splitAtAnd(tokens: Tokens): readonly Tokens[] | undefined {
  const parts: SqlToken[][] = [[]];
  let betweens = 0;
  for (const [index, token] of tokens.entries()) {
    const isTop = token.kind === 'word' && depthAt(tokens, index) === 0;
    if (isTop && token.text === 'or') return undefined;
    if (isTop && token.text === 'between') betweens += 1;
    const isAnd = isTop && token.text === 'and';
    if (isAnd && betweens === 0) parts.push([]);
    else parts.at(-1)?.push(token);
    if (isAnd && betweens > 0) betweens -= 1;
  }
  return parts;
}

function boundsOf(condition: Tokens): DateBounds | undefined {
  const column = columnAt(condition);
  if (column > 0) return compare(condition.slice(column));
  const place = condition.findIndex((_, index) => columnAt(condition.slice(index)) > 0);
  const sign = condition[place - 1];
  if (
    place < 2 ||
    sign === undefined ||
    columnAt(condition.slice(place)) !== condition.length - place
  )
    return undefined;
  const text = FLIPPED[sign.text] ?? sign.text;
  return compare([{ ...sign, text }, ...condition.slice(0, place - 1)]);
}

/** How many tokens name the column there: `date` or `m.date`. */
function columnAt([one, dot, other]: Tokens): number {
  if (one?.kind === 'word' && dot?.text === '.')
    return other !== undefined && isWord('date')(other) ? 3 : 0;
  return one !== undefined && isWord('date')(one) && dot?.text !== '(' ? 1 : 0;
}

function compare([sign, ...right]: Tokens): DateBounds | undefined {
  const values = sign === undefined ? undefined : valuesAfter(sign.text, right);
  if (sign === undefined || values === undefined || values.some((value) => !isConstant(value)))
    return undefined;
  const all = values.map((value) => value.map(({ text }) => text).join(' '));
  switch (sign.text) {
    case '<':
    case '<=':
      return { first: [], last: all };
    case '>':
    case '>=':
      return { first: all, last: [] };
    default:
      return { first: all, last: all };
  }
}

function valuesAfter(sign: string, right: Tokens): readonly Tokens[] | undefined {
  switch (sign) {
    case '=':
    case '==':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return [right];
    case 'between': {
      const and = right.findIndex(
        (token, index) => isWord('and')(token) && depthAt(right, index) === 0,
      );
      return and < 0 ? undefined : [right.slice(0, and), right.slice(and + 1)];
    }
    case 'in':
      return right[0]?.text === '(' && right.at(-1)?.text === ')'
        ? splitAtComma(right.slice(1, -1))
        : undefined;
    default:
      return undefined;
  }
}

function splitAtComma(tokens: Tokens): readonly Tokens[] {
  const parts: SqlToken[][] = [[]];
  for (const [index, token] of tokens.entries())
    if (token.text === ',' && depthAt(tokens, index) === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  return parts;
}

/** A text, a moment, or what a function of dates makes of such. */
function isConstant(tokens: Tokens): boolean {
  const [one] = tokens;
  if (one === undefined) return false;
  if (tokens.length === 1)
    return (
      one.kind === 'text' ||
      one.kind === 'value' ||
      (one.kind === 'word' && CONSTANTS.has(one.text))
    );
  const isCall = one.kind === 'word' && FUNCTIONS.has(one.text) && tokens[1]?.text === '(';
  if (!isCall || tokens.at(-1)?.text !== ')') return false;
  return splitAtComma(tokens.slice(2, -1)).every(isConstant);
}

/** How many brackets are open before a token. */
function depthAt(tokens: Tokens, index: number): number {
  let depth = 0;
  for (const { kind, text } of tokens.slice(0, index))
    if (kind === 'sign') depth += text === '(' ? 1 : text === ')' ? -1 : 0;
  return depth;
}

function isWord(word: string): (token: SqlToken) => boolean {
  return ({ kind, text }) => kind === 'word' && text === word;
}
