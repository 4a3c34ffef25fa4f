/**
 * Fills a template. Bounded in what it writes and in what it does, so that sections within sections
 * about long lists end soon. A value stays on its line, and nothing is escaped: Markdown is no HTML.
 */
import { isMap } from '../../config/form/value-at.ts';
import type { ReportMistake, ReportNode } from './parse-report.ts';
import { unknownName } from './report-names.ts';

export interface WrittenReport {
  readonly text: string;
  readonly isCut: boolean;
}

const MOST_BYTES = 64_000;
const MOST_NODES = 300_000;
const CUT = '\n\n… cut: a report holds 64 kB\n';

export function writeReport(
  nodes: readonly ReportNode[],
  values: Readonly<Record<string, unknown>>,
): WrittenReport | ReportMistake {
  const writer = new ReportWriter();
  const end = writer.write(nodes, [values]);
  return end === undefined || end === 'full' ? writer.written(end === 'full') : end;
}

/** Markdown that we wrote ourselves, of several lines. */
export class Block {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type End = ReportMistake | 'full' | undefined;

class ReportWriter {
  readonly #parts: string[] = [];
  #sizeBytes = 0;
  #nodes = 0;

  written(isCut: boolean): WrittenReport {
    return { text: this.#parts.join('') + (isCut ? CUT : ''), isCut };
  }

  /** @param scopes from the outermost on */
  write(nodes: readonly ReportNode[], scopes: readonly unknown[]): End {
    for (const node of nodes) {
      const end = this.#node(node, scopes);
      if (end !== undefined) return end;
    }
    return undefined;
  }

  #node(node: ReportNode, scopes: readonly unknown[]): End {
    this.#nodes += 1;
    if (this.#nodes > MOST_NODES) return 'full';
    if (node.kind === 'text') return this.#add(node.text);
    const value = find(node.name, scopes);
    if (value === undefined) return unknownName(node, namesIn(scopes));
    if (value instanceof Block) return this.#add(value.text);
    if (node.kind === 'value') return this.#add(node.isRaw ? say(value) : onOneLine(say(value)));
    const isEmpty = isNothing(value);
    if (node.isInverted) return isEmpty ? this.write(node.nodes, scopes) : undefined;
    if (isEmpty) return undefined;
    for (const item of Array.isArray(value) ? value : [value]) {
      const end = this.write(node.nodes, [...scopes, item]);
      if (end !== undefined) return end;
      // A section without anything in it is work too.
      this.#nodes += 1;
      if (this.#nodes > MOST_NODES) return 'full';
    }
    return undefined;
  }

  #add(text: string): End {
    const left = MOST_BYTES - this.#sizeBytes;
    const size = Buffer.byteLength(text);
    this.#sizeBytes += size;
    this.#parts.push(size <= left ? text : firstBytes(text, left));
    return size <= left ? undefined : 'full';
  }
}

/** Undefined where nothing is called so; what is there and has no value is null. */
function find(name: string, scopes: readonly unknown[]): unknown {
  if (name === '.') return scopes.at(-1) ?? null;
  const [first = '', ...rest] = name.split('.');
  const holder = scopes.findLast((scope) => isMap(scope) && Object.hasOwn(scope, first));
  let value = isMap(holder) ? holder[first] : undefined;
  for (const step of rest)
    if (value !== null)
      value = isMap(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  return value;
}

function namesIn(scopes: readonly unknown[]): readonly string[] {
  return scopes.toReversed().flatMap((scope) => (isMap(scope) ? Object.keys(scope) : []));
}

function isNothing(value: unknown): boolean {
  return !value || (Array.isArray(value) && value.length === 0);
}

function say(value: unknown): string {
  if (value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function onOneLine(text: string): string {
  return text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ');
}

/** Never half a character. */
function firstBytes(text: string, sizeBytes: number): string {
  const decoder = new TextDecoder();
  return decoder.decode(Buffer.from(text).subarray(0, sizeBytes), { stream: true });
}
