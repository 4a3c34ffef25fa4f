/**
 * An expression as a tree. The grammar, loosest first:
 *
 *   choice  := or ('if' or ['else' choice])?
 *   or      := and ('or' and)*            and := not ('and' not)*      not := 'not' not | compare
 *   compare := sum (('=='|'!='|'<'|'<='|'>'|'>='|'in'|'not in') sum | 'is' ['not'] test)*
 *   sum     := term (('+'|'-'|'~') term)* term := sign (('*'|'/'|'//'|'%') sign)*
 *   sign    := ('-'|'+') sign | filtered  filtered := place ('|' name ['(' choice, … ')'])*
 *   place   := atom ('.' name | '[' choice ']')*
 *   atom    := number | text | name | '(' choice ')' | '[' choice, … ']' | '{' choice ':' choice, … '}'
 */
import { NotUnderstood, tokenize, type Token } from './tokens.ts';

export type Expression =
  | { readonly kind: 'constant'; readonly value: string | number | boolean | null }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'item'; readonly of: Expression; readonly key: Expression }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'unary'; readonly operator: string; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'test'; readonly test: string; readonly of: Expression }
  | {
      readonly kind: 'filter';
      readonly name: string;
      readonly of: Expression;
      readonly args: readonly Expression[];
    }
  | {
      readonly kind: 'choice';
      readonly when: Expression;
      readonly then: Expression;
      readonly otherwise: Expression | undefined;
    };

export const FILTERS = ['float', 'int', 'round', 'default', 'lower', 'upper', 'abs', 'string'];
export const TESTS = ['defined', 'none', 'number', 'string'];
const NAMES = ['value', 'value_json'];
const CONSTANTS: Readonly<Record<string, boolean | null>> = {
  ...{ true: true, True: true, false: false, False: false, none: null, None: null },
};
const MAX_DEPTH = 24;

/** @param others names beside `value` and `value_json`. @throws NotUnderstood */
export function parseExpression(text: string, others: readonly string[] = []): Expression {
  const parser = new Parser(tokenize(text), [...NAMES, ...others]);
  const expression = parser.choice();
  parser.end();
  return expression;
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #names: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], names: readonly string[]) {
    this.#tokens = tokens;
    this.#names = names;
  }

  end(): void {
    if (this.#next.kind !== 'end') throw this.#unexpected();
  }

  choice(): Expression {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new NotUnderstood('it is nested too deep');
    const then = this.#or();
    this.#depth -= 1;
    if (!this.#take('if')) return then;
    const when = this.#or();
    const otherwise = this.#take('else') ? this.choice() : undefined;
    return { kind: 'choice', when, then, otherwise };
  }

  get #next(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  #or(): Expression {
    return this.#chain(['or'], () => this.#and());
  }

  #and(): Expression {
    return this.#chain(['and'], () => this.#not());
  }

  #not(): Expression {
    return this.#take('not')
      ? { kind: 'unary', operator: 'not', of: this.#not() }
      : this.#compare();
  }

  #compare(): Expression {
    let left = this.#sum();
    for (;;) {
      const operator = this.#takeOne(['==', '!=', '<=', '>=', '<', '>', 'in', 'is', 'not']);
      if (operator === undefined) return left;
      if (operator === 'is') left = this.#test(left);
      else if (operator !== 'not') left = { kind: 'binary', operator, left, right: this.#sum() };
      else {
        this.#expect('in');
        const of: Expression = { kind: 'binary', operator: 'in', left, right: this.#sum() };
        left = { kind: 'unary', operator: 'not', of };
      }
    }
  }

  #test(of: Expression): Expression {
    const isNot = this.#take('not');
    const name = this.#name();
    if (!TESTS.includes(name)) throw new NotUnderstood(`there is no "is ${name}" here`);
    const test: Expression = { kind: 'test', test: name, of };
    return isNot ? { kind: 'unary', operator: 'not', of: test } : test;
  }

  #sum(): Expression {
    return this.#chain(['+', '-', '~'], () => this.#term());
  }

  #term(): Expression {
    return this.#chain(['*', '/', '//', '%'], () => this.#sign());
  }

  #sign(): Expression {
    const operator = this.#takeOne(['-', '+']);
    if (operator === undefined) return this.#filtered();
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new NotUnderstood('it is nested too deep');
    const of = this.#sign();
    this.#depth -= 1;
    return { kind: 'unary', operator, of };
  }

  #filtered(): Expression {
    let of = this.#place();
    while (this.#take('|')) {
      const name = this.#name();
      if (!FILTERS.includes(name)) throw new NotUnderstood(`there is no filter "${name}" here`);
      const args = this.#take('(') ? this.#listUntil(')') : [];
      of = { kind: 'filter', name, of, args };
    }
    return of;
  }

  #place(): Expression {
    let of = this.#atom();
    for (;;) {
      if (this.#take('.'))
        of = { kind: 'item', of, key: { kind: 'constant', value: this.#name() } };
      else if (this.#take('[')) {
        const key = this.choice();
        this.#expect(']');
        of = { kind: 'item', of, key };
      } else return of;
    }
  }

  #atom(): Expression {
    const token = this.#next;
    this.#at += 1;
    switch (token.kind) {
      case 'number':
        return { kind: 'constant', value: token.value };
      case 'text':
        return { kind: 'constant', value: token.text };
      case 'name':
        return nameOf(token.text, this.#names);
      case 'operator':
        if (token.text === '(') return this.#inside();
        if (token.text === '[') return { kind: 'list', items: this.#listUntil(']') };
        if (token.text === '{') return { kind: 'map', entries: this.#entries() };
        break;
      case 'end':
    }
    this.#at -= 1;
    throw this.#unexpected();
  }

  #inside(): Expression {
    const expression = this.choice();
    this.#expect(')');
    return expression;
  }

  #listUntil(end: string): readonly Expression[] {
    const items: Expression[] = [];
    while (!this.#take(end)) {
      if (items.length > 0) this.#expect(',');
      items.push(this.choice());
    }
    return items;
  }

  #entries(): readonly (readonly [Expression, Expression])[] {
    const entries: [Expression, Expression][] = [];
    while (!this.#take('}')) {
      if (entries.length > 0) this.#expect(',');
      if (this.#take('}')) break;
      const key = this.choice();
      this.#expect(':');
      entries.push([key, this.choice()]);
    }
    return entries;
  }

  #chain(operators: readonly string[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = this.#takeOne(operators);
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: operand() };
    }
  }

  #name(): string {
    const token = this.#next;
    if (token.kind !== 'name') throw this.#unexpected();
    this.#at += 1;
    return token.text;
  }

  #takeOne(texts: readonly string[]): string | undefined {
    return texts.find((text) => this.#take(text));
  }

  #take(text: string): boolean {
    const token = this.#next;
    if (token.kind !== 'name' && token.kind !== 'operator') return false;
    if (token.text !== text) return false;
    this.#at += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#unexpected();
  }

  #unexpected(): NotUnderstood {
    const token = this.#next;
    const text = token.kind === 'number' ? String(token.value) : token.text;
    return new NotUnderstood(text === '' ? 'it ends too early' : `at "${text.slice(0, 20)}"`);
  }
}

function nameOf(text: string, names: readonly string[]): Expression {
  if (Object.hasOwn(CONSTANTS, text)) return { kind: 'constant', value: CONSTANTS[text] ?? null };
  if (!names.includes(text)) throw new NotUnderstood(`nothing is called "${text}" here`);
  return { kind: 'name', name: text };
}
