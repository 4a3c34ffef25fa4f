/** What an expression comes to. Pure; looks at own fields of JSON only, and never calls anything. */
import type { Expression } from './expression.ts';

/** JSON, or undefined, which is Jinja's own: a name or a field that is not there. */
export type Result = unknown;

export type Scope = Readonly<Record<string, Result>>;

/** A thing was done to a value that cannot be done to it: the message says nothing, and is no answer. */
export class NoValue extends Error {}

export function evaluate(expression: Expression, scope: Scope): Result {
  switch (expression.kind) {
    case 'constant':
      return expression.value;
    case 'name':
      return scope[expression.name];
    case 'item':
      return itemOf(evaluate(expression.of, scope), evaluate(expression.key, scope));
    case 'list':
      return expression.items.map((item) => evaluate(item, scope) ?? null);
    case 'map':
      return Object.fromEntries(
        expression.entries.map(([key, value]) => [
          show(evaluate(key, scope)),
          evaluate(value, scope) ?? null,
        ]),
      );
    case 'unary':
      return unary(expression.operator, evaluate(expression.of, scope));
    case 'binary':
      return binary(expression, scope);
    case 'test':
      return test(expression.test, evaluate(expression.of, scope));
    case 'filter': {
      const args = expression.args.map((arg) => evaluate(arg, scope));
      return filter(expression.name, evaluate(expression.of, scope), args);
    }
    case 'choice': {
      if (isTrue(evaluate(expression.when, scope))) return evaluate(expression.then, scope);
      return expression.otherwise && evaluate(expression.otherwise, scope);
    }
  }
}

/** As Jinja does: nothing, zero, and what is empty are false. */
export function isTrue(value: Result): boolean {
  if (isList(value)) return value.length > 0;
  return isMap(value) ? Object.keys(value).length > 0 : Boolean(value);
}

/** As Python prints it: `True`, `None`; what is not there is nothing. */
export function show(value: Result): string {
  if (value === undefined) return '';
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

function itemOf(of: Result, key: Result): Result {
  if (of === undefined) throw new NoValue('a field of what is not there');
  if (isList(of)) return typeof key === 'number' ? of.at(key) : undefined;
  return isMap(of) && Object.hasOwn(of, show(key)) ? of[show(key)] : undefined;
}

function isMap(value: Result): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !isList(value);
}

function isList(value: Result): value is readonly unknown[] {
  return Array.isArray(value);
}

function unary(operator: string, of: Result): Result {
  if (operator === 'not') return !isTrue(of);
  const number = numberOf(of);
  return operator === '-' ? -number : number;
}

function binary(
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  scope: Scope,
): Result {
  const one = evaluate(left, scope);
  if (operator === 'and') return isTrue(one) ? evaluate(right, scope) : one;
  if (operator === 'or') return isTrue(one) ? one : evaluate(right, scope);
  const other = evaluate(right, scope);
  switch (operator) {
    case '==':
      return isSame(one, other);
    case '!=':
      return !isSame(one, other);
    case 'in':
      return isIn(one, other);
    case '~':
      return show(one) + show(other);
    case '+':
      return typeof one === 'string' && typeof other === 'string'
        ? one + other
        : numberOf(one) + numberOf(other);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(operator, one, other);
    default:
      return arithmetic(operator, numberOf(one), numberOf(other));
  }
}

function isSame(one: Result, other: Result): boolean {
  if (typeof one === 'object' || typeof other === 'object')
    return JSON.stringify(one) === JSON.stringify(other);
  // As in Python: True is 1.
  if (typeof one === 'boolean' && typeof other === 'number') return Number(one) === other;
  if (typeof one === 'number' && typeof other === 'boolean') return one === Number(other);
  return one === other;
}

function isIn(one: Result, other: Result): boolean {
  if (isList(other)) return other.some((item) => isSame(item, one));
  if (typeof other === 'string') return typeof one === 'string' && other.includes(one);
  return isMap(other) && Object.hasOwn(other, show(one));
}

function compare(operator: '<' | '<=' | '>' | '>=', one: Result, other: Result): boolean {
  const areTexts = typeof one === 'string' && typeof other === 'string';
  const [a, b] = areTexts ? [one, other] : [numberOf(one), numberOf(other)];
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

function arithmetic(operator: string, one: number, other: number): number {
  if (operator === '-') return one - other;
  if (operator === '*') return one * other;
  if (other === 0) throw new NoValue('a division by zero');
  if (operator === '/') return one / other;
  const floor = Math.floor(one / other);
  return operator === '//' ? floor : one - floor * other;
}

/** Text is no number until a filter says so. */
function numberOf(value: Result): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  throw new NoValue(`no number: ${show(value)}`);
}

function test(name: string, of: Result): boolean {
  switch (name) {
    case 'defined':
      return of !== undefined;
    case 'none':
      return of === null;
    case 'number':
      return typeof of === 'number';
    default:
      return typeof of === 'string';
  }
}

function filter(name: string, of: Result, args: readonly Result[]): Result {
  const [first, second] = args;
  switch (name) {
    case 'default':
      return of === undefined || (second === true && !isTrue(of)) ? first : of;
    case 'float':
      return parseNumber(of) ?? fallback(of, args);
    case 'int': {
      const number = parseNumber(of);
      return number === undefined ? fallback(of, args) : Math.trunc(number);
    }
    case 'round':
      return round(numberOf(of), typeof first === 'number' ? first : 0, second);
    case 'abs':
      return Math.abs(numberOf(of));
    case 'lower':
      return show(of).toLowerCase();
    case 'upper':
      return show(of).toUpperCase();
    default:
      return show(of);
  }
}

function parseNumber(value: Result): number | undefined {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value))
    return undefined;
  return Number(value);
}

/** Without a default a value that is no number is no answer; Home Assistant refuses it, too. */
function fallback(of: Result, [first]: readonly Result[]): Result {
  if (first !== undefined) return first;
  throw new NoValue(`no number: ${show(of)}`);
}

function round(value: number, digits: number, how: Result): number {
  const factor = 10 ** Math.min(Math.max(Math.trunc(digits), -9), 9);
  if (how === 'floor') return Math.floor(value * factor) / factor;
  if (how === 'ceil') return Math.ceil(value * factor) / factor;
  return Math.round(value * factor) / factor;
}
