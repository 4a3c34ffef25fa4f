/**
 * A Markdown template with mustache in it, as a tree. mustache only reads it here: what it writes knows
 * no bounds, turns an unknown name into nothing, and escapes HTML.
 */
import mustache, { type TemplateSpans } from 'mustache';
import { errorMessage } from '../../core/app-error.ts';

export type ReportNode =
  | { readonly kind: 'text'; readonly text: string }
  | (Named & { readonly kind: 'value'; readonly isRaw: boolean })
  | (Named & {
      readonly kind: 'section';
      /** Shown where there is nothing. */
      readonly isInverted: boolean;
      readonly nodes: readonly ReportNode[];
    });

export interface Named {
  /** `rows`, `fetch_data.count`, or `.` for what a section is about. */
  readonly name: string;
  /** From 1. */
  readonly line: number;
}

export interface ReportMistake {
  readonly line: number;
  readonly message: string;
  readonly hint?: string | undefined;
}

const MOST_DEPTH = 10;

/** The tree, and what is wrong with the template beside its names. */
export interface ParsedReport {
  readonly nodes: readonly ReportNode[];
  readonly mistakes: readonly ReportMistake[];
}

export function parseReport(template: string): ParsedReport {
  const mistakes: ReportMistake[] = [];
  const lineAt = linesOf(template);
  try {
    const nodes = nodesOf(mustache.parse(template), { lineAt, mistakes, depth: 0 });
    return { nodes, mistakes };
  } catch (error) {
    const message = errorMessage(error);
    const [, index = '0'] = / at (\d+)$/.exec(message) ?? [];
    return { nodes: [], mistakes: [{ line: lineAt(Number(index)), message: said(message) }] };
  } finally {
    // It would keep every version of every template for good.
    mustache.clearCache();
  }
}

function said(message: string): string {
  const words = message.replace(/ at \d+$/, '');
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** Which line a place in the text lies in. */
function linesOf(text: string): (index: number) => number {
  const lines = new Uint32Array(text.length + 1);
  let line = 1;
  for (let index = 0; index <= text.length; index += 1) {
    lines[index] = line;
    if (text[index] === '\n') line += 1;
  }
  return (index) => lines[index] ?? line;
}

interface Reading {
  readonly depth: number;
  readonly lineAt: (index: number) => number;
  readonly mistakes: ReportMistake[];
}

function nodesOf(spans: TemplateSpans, reading: Reading): readonly ReportNode[] {
  return spans.flatMap((span) => nodeOf(span, reading) ?? []);
}

function nodeOf(span: TemplateSpans[number], reading: Reading): ReportNode | undefined {
  const [kind, text, start, , inner] = span;
  const place = { name: text, line: reading.lineAt(start) };
  switch (kind) {
    case 'text':
      return { kind, text };
    case 'name':
    case '&':
      return { kind: 'value', ...place, isRaw: kind === '&' };
    case '#':
    case '^': {
      if (reading.depth === MOST_DEPTH)
        reading.mistakes.push({ line: place.line, message: 'too many sections within sections' });
      if (reading.depth >= MOST_DEPTH) return undefined;
      const deeper = { ...reading, depth: reading.depth + 1 };
      const nodes = Array.isArray(inner) ? nodesOf(inner, deeper) : [];
      return { kind: 'section', ...place, isInverted: kind === '^', nodes };
    }
    case '!':
      return undefined;
    case '>':
      reading.mistakes.push({ line: place.line, message: 'a template includes no other' });
      return undefined;
    case '=':
      reading.mistakes.push({ line: place.line, message: 'braces stay braces' });
      return undefined;
  }
}
