/**
 * A YAML file as a value that remembers where everything stood. Only this file touches `yaml`.
 * It knows nothing of sites: what the value must look like is for the schemas.
 *
 * Messages never repeat the text of the file, because any of it may be a secret.
 */
import { isUtf8 } from 'node:buffer';
import {
  Composer,
  Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  Parser,
  stringify,
  visit,
} from 'yaml';
import type { CST, ErrorCode, YAMLParseError } from 'yaml';
import type { Diagnostic } from '../diagnostic.ts';
import { quote } from './quote.ts';
import type { Path } from './value-at.ts';

/** Far above any real site (100 boards are 300 kB), far below what would stall a small board. */
export const MAX_FILE_BYTES = 1_000_000;

/** Of yaml's parser. A site needs 30; at some hundreds the composer runs out of stack, and V8 aborts the process. */
const MAX_OPEN_COLLECTIONS = 64;

/** After one broken line the parser may find fault with all that follow. */
const MAX_MISTAKES = 5;

export interface Position {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

export interface YamlDocument {
  readonly file: string;
  /** Plain values only; an empty file is an empty map. */
  readonly value: unknown;
  /** Where the key, or the value, at a path stands; of what is not there, what would hold it. */
  locate(path: Path, part?: 'key' | 'value'): Position;
}

export interface YamlResult {
  /** Absent when there is any diagnostic. */
  readonly document?: YamlDocument;
  readonly diagnostics: readonly Diagnostic[];
}

interface Words {
  readonly message: string;
  readonly hint?: string;
}

interface Mistake extends Words {
  readonly offset: number;
}

/** @param file how diagnostics call it */
export function parseYaml(file: string, bytes: Uint8Array): YamlResult {
  const start = { severity: 'error' as const, file, line: 1, column: 1 };
  if (bytes.length > MAX_FILE_BYTES)
    return { diagnostics: [{ ...start, message: 'the file is larger than 1 MB' }] };
  if (!isUtf8(bytes)) {
    const hint = 'save the file in the encoding UTF-8';
    const message = 'this line is not UTF-8 text';
    return { diagnostics: [{ ...start, line: lineOfBadByte(bytes), message, hint }] };
  }
  const text = new TextDecoder().decode(bytes);
  const { root, mistakes } = compose(text);
  const place = placesOf(text);
  const locate: YamlDocument['locate'] = (path, part = 'value') =>
    place(offsetOf(root, path, part));
  if (mistakes.length === 0) {
    const value: unknown = root.toJS();
    return { document: { file, value: value ?? {}, locate }, diagnostics: [] };
  }
  const told = mistakes.slice(0, MAX_MISTAKES);
  return {
    diagnostics: told.map(({ offset, ...words }) => ({ ...start, ...place(offset), ...words })),
  };
}

/** As people write it: short, one line for a text, and nothing that refers to something else. */
export function writeYaml(value: unknown): string {
  const quietly = { aliasDuplicateObjects: false, singleQuote: true, lineWidth: 0 } as const;
  return stringify(value, { schema: 'core', ...quietly });
}

/** A line feed is never part of another character in UTF-8, so each line can be asked by itself. */
function lineOfBadByte(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(0x0a, start);
    if (end === -1 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
    line += 1;
  }
}

/** As yaml's `parseDocument`, with a bound on the depth: beyond it nothing is composed. */
function compose(text: string): { root: Document; mistakes: Mistake[] } {
  const tooDeep: Mistake[] = [];
  const composer = new Composer({
    prettyErrors: false,
    stringKeys: true,
    schema: 'core',
    uniqueKeys: false,
    logLevel: 'error',
  });
  const documents = composer.compose(parseTokens(text, tooDeep), true, text.length);
  const [root = new Document(), second] = Array.from(documents);
  if (tooDeep.length > 0) return { root, mistakes: tooDeep };
  const more = second === undefined ? [] : [secondDocument(second.range[0])];
  return { root, mistakes: [...root.errors.map(explain), ...findForeign(root), ...more] };
}

function secondDocument(offset: number): Mistake {
  return { offset, message: 'a second document begins here', hint: 'remove the line ---' };
}

function* parseTokens(text: string, tooDeep: Mistake[]): Generator<CST.Token, void> {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_OPEN_COLLECTIONS) {
      tooDeep.push({ offset: parser.offset, message: 'this is nested too deeply' });
      return;
    }
  }
  yield* parser.end();
}

/** What YAML allows and a site does not. (yaml's own search for duplicates takes quadratic time.) */
function findForeign(root: Document): Mistake[] {
  const mistakes: Mistake[] = [];
  visit(root, {
    Node: (_key, node) => {
      const offset = startOf(node) ?? 0;
      if (isAlias(node)) mistakes.push({ offset, ...REFERENCE });
      else if (node.tag !== undefined) mistakes.push({ offset, ...TAG });
      if (!isMap(node)) return;
      for (const mistake of findBadKeys(node.items.map(({ key }) => key))) mistakes.push(mistake);
    },
  });
  return mistakes;
}

function findBadKeys(keys: readonly unknown[]): Mistake[] {
  const seen = new Set<unknown>();
  return keys.filter(isScalar).flatMap((key) => {
    const { value } = key;
    const offset = startOf(key) ?? 0;
    if (value === '__proto__') return [{ offset, message: 'the key "__proto__" is not allowed' }];
    if (!seen.has(value)) {
      seen.add(value);
      return [];
    }
    const message = `the key ${quote(value)} stands in this map twice`;
    return [{ offset, message, hint: 'remove one of the two' }];
  });
}

/** (yaml's own counter loses lines after some mistakes.) */
function placesOf(text: string): (offset: number) => Position {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  return (offset) => {
    const next = starts.findIndex((start) => start > offset);
    const line = next === -1 ? starts.length : next;
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
}

/** On the way the keys count: what is missing in a map is shown at the key that the map belongs to. */
function offsetOf(root: Document, path: Path, part: 'key' | 'value'): number {
  let node: unknown = root.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    const child = childOf(node, step);
    if (child === undefined) return offset;
    const [key, value] = [startOf(child.key), startOf(child.value)];
    const wantsValue = part === 'value' && index === path.length - 1;
    offset = (wantsValue ? (value ?? key) : (key ?? value)) ?? offset;
    node = child.value;
  }
  return offset;
}

function childOf(
  node: unknown,
  step: string | number,
): { key?: unknown; value: unknown } | undefined {
  if (isMap(node)) return node.items.find(({ key }) => isScalar(key) && key.value === step);
  if (isSeq(node) && typeof step === 'number' && step < node.items.length)
    return { value: node.items[step] };
  return undefined;
}

/** Undefined for the value that is not there in `key:`. */
function startOf(node: unknown): number | undefined {
  if (!isNode(node) || (isScalar(node) && node.source === '')) return undefined;
  return node.range?.[0];
}

/** yaml's own words stand where they are plain and hold nothing of the file. */
function explain({ code, message, pos }: YAMLParseError): Mistake {
  const offset = pos[0];
  const words = WORDS[code];
  return { offset, message: `${message.charAt(0).toLowerCase()}${message.slice(1)}`, ...words };
}

const REFERENCE: Words = {
  message: 'references (*name) are not read here',
  hint: 'write the value out, or put text that begins with * in quotes',
};

const TAG: Words = {
  message: 'YAML tags (!name) are not read here',
  hint: 'put text that begins with ! in quotes',
};

const NO_KEY: Words = {
  message: 'this is not "key: value"',
  hint: 'write a colon and a space after the key',
};

const WORDS: Readonly<Partial<Record<ErrorCode, Partial<Words>>>> = {
  BAD_DQ_ESCAPE: {
    message: 'a backslash in "quotes" begins an escape, and this one does not exist',
    hint: "use 'single quotes', or write two backslashes",
  },
  BAD_INDENT: {
    message: 'the indentation is wrong, or a bracket is not closed',
    hint: 'what belongs together begins in the same column',
  },
  BAD_SCALAR_START: { message: 'text cannot begin with this character', hint: 'put it in quotes' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'two "key: value" on one line',
    hint: 'begin a new line, or put text with a colon in quotes',
  },
  MISSING_CHAR: {
    message: 'a colon, quote, comma or bracket is missing here',
    hint: 'after a key stand a colon and a space',
  },
  MULTILINE_IMPLICIT_KEY: NO_KEY,
  NON_STRING_KEY: { message: 'a key must be plain text' },
  RESOURCE_EXHAUSTION: { message: 'this is nested too deeply' },
  TAB_AS_INDENT: { message: 'tabs cannot indent', hint: 'use spaces' },
  UNEXPECTED_TOKEN: {
    message: 'this does not belong here',
    hint: 'check the quotes, commas and brackets before it',
  },
};
