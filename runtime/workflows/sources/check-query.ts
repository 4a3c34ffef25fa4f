/**
 * Is this a question, and only one? Said here in words, before anything runs; that nothing is written
 * is seen to again where the query runs, by the database itself.
 */
import { tokensOf, type SqlDialect } from './sql-tokens.ts';

const QUESTIONS = new Set(['select', 'with', 'values']);

/** What a workflow puts into a query, by the names that stand in it as `:name`. */
export type QueryValues = Readonly<Record<string, string | number | boolean | null>>;

export interface QueryMistake {
  readonly message: string;
  readonly hint: string;
}

export function checkQuery(
  query: string,
  values: Readonly<Record<string, unknown>> = {},
  dialect: SqlDialect = 'sqlite',
): QueryMistake | undefined {
  const tokens = tokensOf(query, dialect);
  const [first] = tokens;
  if (first === undefined) return { message: 'the query is empty', hint: 'write SELECT …' };
  if (!QUESTIONS.has(first.text))
    return {
      message: `a query only reads, and ${first.text.toUpperCase()} does not`,
      hint: 'begin it with SELECT or WITH',
    };
  const end = tokens.findIndex(({ text }) => text === ';');
  if (end >= 0 && end < tokens.length - 1)
    return { message: 'there is more than one statement', hint: 'give each a step of its own' };
  const named = tokens.filter(({ kind }) => kind === 'value').map(({ text }) => text);
  const unknown = named.find((text) => !Object.hasOwn(values, text.slice(1)) || text[0] !== ':');
  if (unknown !== undefined)
    return {
      message: `nothing is given for ${unknown}`,
      hint: 'write it as :name, and give it under "values"',
    };
  const unused = Object.keys(values).find((name) => !named.includes(`:${name}`));
  if (unused !== undefined)
    return { message: `the query has no :${unused}`, hint: 'take it out of "values"' };
  return undefined;
}
