/**
 * The part of Jinja that ESPHome, Tasmota and Zigbee2MQTT write into `value_template` and
 * `command_template`: text, `{{ expression }}` and `{% if %}…{% elif %}…{% else %}…{% endif %}`.
 * A template is parsed once into a tree and only ever looked at: no code is made of it. Whatever is
 * not in the subset is refused whole, because half a template is a made-up value.
 */
import { evaluate, isTrue, NoValue, show, type Scope } from './evaluate.ts';
import { parseExpression, type Expression } from './expression.ts';
import { NotUnderstood } from './tokens.ts';

export interface Template {
  /** undefined: this message says nothing about it. @param others what it may name besides */
  render(
    value: unknown,
    json: unknown,
    others?: Readonly<Record<string, unknown>>,
  ): string | undefined;
}

type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output'; readonly expression: Expression }
  | { readonly kind: 'cases'; readonly cases: readonly Case[] };

interface Case {
  /** Absent: the `else`. */
  readonly when?: Expression;
  readonly then: readonly Piece[];
}

/** `{{ … }}`, `{% … %}`, `{# … #}`; a dash eats the space beside it. */
const MARK = /\s*\{\{-|\{\{|\s*\{%-|\{%|\s*\{#-|\{#/g;
const ENDS: Readonly<Record<string, RegExp>> = {
  '{{': /-\}\}\s*|\}\}/g,
  '{%': /-%\}\s*|%\}/g,
  '{#': /-#\}\s*|#\}/g,
};
const MAX_BLOCKS = 16;

type Part =
  | { readonly kind: 'text' | 'output'; readonly text: string }
  | { readonly kind: 'tag'; readonly tag: string; readonly text: string };

/** @param others names that it may use beside `value` and `value_json`. @throws NotUnderstood */
export function parseTemplate(text: string, others: readonly string[] = []): Template {
  const parts = split(text);
  const reader = { parts, others, at: 0 };
  const pieces = readPieces(reader, 0);
  if (reader.at < parts.length) throw new NotUnderstood('a block ends that never began');
  return {
    render: (value, json, given = {}) => {
      const scope: Scope = { ...given, value, value_json: json };
      try {
        return renderPieces(pieces, scope);
      } catch (error) {
        if (error instanceof NoValue) return undefined;
        throw error;
      }
    },
  };
}

function split(text: string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (;;) {
    MARK.lastIndex = at;
    const open = MARK.exec(text);
    if (open === null) return [...parts, ...textPart(text.slice(at))];
    parts.push(...textPart(text.slice(at, open.index)));
    const mark = open[0].trim().slice(0, 2);
    const end = ENDS[mark];
    const from = open.index + open[0].length;
    if (end !== undefined) end.lastIndex = from;
    const close = end?.exec(text);
    if (close === null || close === undefined) throw new NotUnderstood(`"${mark}" is not closed`);
    parts.push(...partOf(mark, text.slice(from, close.index).trim()));
    at = close.index + close[0].length;
  }
}

function textPart(text: string): readonly Part[] {
  return text === '' ? [] : [{ kind: 'text', text }];
}

function partOf(mark: string, inner: string): readonly Part[] {
  if (mark === '{#') return [];
  if (mark === '{{') return [{ kind: 'output', text: inner }];
  const [, tag = '', text = ''] = /^(\w+)\s*(.*)$/s.exec(inner) ?? [];
  return [{ kind: 'tag', tag, text }];
}

interface Reader {
  readonly parts: readonly Part[];
  readonly others: readonly string[];
  at: number;
}

function readPieces(reader: Reader, depth: number): readonly Piece[] {
  if (depth > MAX_BLOCKS) throw new NotUnderstood('it is nested too deep');
  const pieces: Piece[] = [];
  for (;;) {
    const part = reader.parts[reader.at];
    if (part === undefined) return pieces;
    if (part.kind === 'tag' && part.tag !== 'if') return pieces;
    reader.at += 1;
    if (part.kind === 'text') pieces.push({ kind: 'text', text: part.text });
    else if (part.kind === 'output')
      pieces.push({ kind: 'output', expression: parseExpression(part.text, reader.others) });
    else pieces.push({ kind: 'cases', cases: readCases(reader, part.text, depth) });
  }
}

function readCases(reader: Reader, first: string, depth: number): readonly Case[] {
  const { others } = reader;
  const when = parseExpression(first, others);
  const cases: Case[] = [{ when, then: readPieces(reader, depth + 1) }];
  for (;;) {
    const part = reader.parts[reader.at];
    reader.at += 1;
    if (part?.kind !== 'tag') throw new NotUnderstood('an if has no endif');
    if (part.tag === 'endif') return cases;
    if (part.tag === 'elif')
      cases.push({
        when: parseExpression(part.text, others),
        then: readPieces(reader, depth + 1),
      });
    else if (part.tag === 'else') cases.push({ then: readPieces(reader, depth + 1) });
    else throw new NotUnderstood(`there is no "{% ${part.tag} %}" here`);
  }
}

function renderPieces(pieces: readonly Piece[], scope: Scope): string {
  return pieces
    .map((piece) => {
      switch (piece.kind) {
        case 'text':
          return piece.text;
        case 'output':
          return show(evaluate(piece.expression, scope));
        case 'cases': {
          const found = piece.cases.find(
            ({ when }) => when === undefined || isTrue(evaluate(when, scope)),
          );
          return found === undefined ? '' : renderPieces(found.then, scope);
        }
      }
    })
    .join('');
}
