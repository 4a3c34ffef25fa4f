/**
 * One more entry of `supported_platforms` in the text of a platform.yaml. Everything else stays as somebody
 * wrote it, letter by letter, with its comments: the entry is put in, and nothing is written anew.
 */
import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, isSeq, parse, parseDocument, stringify, type YAMLSeq } from 'yaml';
import type { PlatformFile } from './platform-schema.ts';

/** As it stands in the file. */
export type PlatformEntry = Pick<PlatformFile['supported_platforms'][number], 'name' | 'type'> &
  Partial<Pick<PlatformFile['supported_platforms'][number], 'endpoint' | 'auth_token' | 'options'>>;

const KEY = 'supported_platforms';
const STYLE = { schema: 'core', singleQuote: true, lineWidth: 0 } as const;

/** undefined: the file is written in a way in which no place for it was found. */
export function addPlatform(text: string, entry: PlatformEntry): string | undefined {
  const document = parseDocument(text, { schema: 'core' });
  if (document.errors.length > 0) return undefined;
  const written = putIn(text, document.contents, entry);
  return written !== undefined && holds(text, written, entry) ? written : undefined;
}

/** The entry as lines of YAML, to be put in by hand. */
export function platformItem(entry: PlatformEntry, indent = '  '): string {
  return stringify([entry], STYLE).replaceAll(/^(?=.)/gm, indent);
}

function putIn(text: string, root: unknown, entry: PlatformEntry): string | undefined {
  const pair = isMap(root)
    ? root.items.find(({ key }) => isScalar(key) && key.value === KEY)
    : undefined;
  if (pair === undefined) {
    const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
    return `${before}${before === '' ? '' : '\n'}${KEY}:\n${platformItem(entry)}`;
  }
  const { key, value } = pair;
  if (isSeq(value) && value.items.length > 0) return putBehind(text, value, entry);
  if (!isScalar(key) || key.range === undefined || key.range === null) return undefined;
  const empty = isSeq(value) || isScalar(value) ? value.range : undefined;
  const [from, to] = empty ?? [key.range[1] + 1, key.range[1] + 1];
  const end = endOfLine(text, to);
  return [
    ...[text.slice(0, from).trimEnd(), text.slice(to, end).trimEnd(), '\n'],
    ...[platformItem(entry), text.slice(end + 1)],
  ].join('');
}

function putBehind(text: string, list: YAMLSeq, entry: PlatformEntry): string | undefined {
  const last: unknown = list.items.at(-1);
  if (!isMap(last) || last.range === undefined || last.range === null) return undefined;
  if (list.flow === true) {
    const end = (list.range?.[1] ?? 0) - 1;
    const item = stringify(entry, { ...STYLE, collectionStyle: 'flow' }).trim();
    const before = text.slice(0, end).trimEnd();
    return `${before}${before.endsWith(',') ? '' : ','} ${item}${text.slice(end)}`;
  }
  const [start, valueEnd] = last.range;
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const indent = /^\s*(?=-)/.exec(line)?.[0];
  if (indent === undefined) return undefined;
  const end = text[valueEnd - 1] === '\n' ? valueEnd : endOfLine(text, valueEnd) + 1;
  const before = text.slice(0, end);
  const gap = before.endsWith('\n') ? '' : '\n';
  return `${before}${gap}${platformItem(entry, indent)}${text.slice(end)}`;
}

function endOfLine(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found === -1 ? text.length : found;
}

/** The one more, and nothing else. */
function holds(text: string, written: string, entry: PlatformEntry): boolean {
  const [before, after] = [text, written].map(valueOf);
  const list: unknown = before?.[KEY] ?? [];
  if (!Array.isArray(list)) return false;
  const others: readonly unknown[] = list;
  const wanted = { ...before, [KEY]: [...others, entry] };
  return isDeepStrictEqual(after, wanted);
}

function valueOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = parse(text, { schema: 'core' });
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return undefined;
  }
}
