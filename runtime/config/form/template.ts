/**
 * Plain data with `{{path}}` in its texts: the params of a step, the form of a message. Text that is nothing
 * but a placeholder becomes the value itself; within other text a value is written out. Names are known
 * when the file is checked: here nothing is looked up that was not found then.
 */
import { isMap, valueAt, type Path } from './value-at.ts';

/** Plain data whose texts may hold placeholders. */
export interface Template {
  readonly source: unknown;
  readonly placeholders: readonly Placeholder[];
}

export interface Placeholder {
  /** `['fetch_data', 'rows', 0]` */
  readonly path: Path;
  /** Where in the source the text stands. */
  readonly place: Path;
  /** `fetch_data.rows.0` */
  readonly text: string;
}

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;
const WHOLE = /^\{\{\s*([^{}]*?)\s*\}\}$/;
const PATH = /^[a-zA-Z_][\w-]*(?:\.[\w-]+)*$/;

export function parseTemplate(source: unknown): Template {
  return { source, placeholders: findPlaceholders(source, []) };
}

/** Undefined where what stands in the braces is no path. */
export function parsePath(text: string): Path | undefined {
  if (!PATH.test(text)) return undefined;
  return text.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** The source with everything put in. @param values by the first word of a path */
export function fillTemplate(
  { source, placeholders }: Template,
  values: Readonly<Record<string, unknown>>,
): unknown {
  return placeholders.length === 0 ? source : fill(source, values);
}

function fill(source: unknown, values: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(source)) return source.map((entry) => fill(entry, values));
  if (isMap(source))
    return Object.fromEntries(
      Object.entries(source).map(([key, entry]) => [key, fill(entry, values)]),
    );
  if (typeof source !== 'string') return source;
  const [, whole] = WHOLE.exec(source) ?? [];
  if (whole !== undefined) return valueOf(whole, values);
  return source.replace(PLACEHOLDER, (_, text: string) => write(valueOf(text, values)));
}

function valueOf(text: string, values: Readonly<Record<string, unknown>>): unknown {
  return valueAt(values, parsePath(text) ?? []) ?? null;
}

function write(value: unknown): string {
  if (value === null) return '';
  // A measured number has no fifteen digits.
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function findPlaceholders(source: unknown, place: Path): readonly Placeholder[] {
  if (Array.isArray(source))
    return source.flatMap((entry: unknown, index) => findPlaceholders(entry, [...place, index]));
  if (isMap(source))
    return Object.entries(source).flatMap(([key, entry]) =>
      findPlaceholders(entry, [...place, key]),
    );
  if (typeof source !== 'string') return [];
  return [...source.matchAll(PLACEHOLDER)].map(([, text = '']) => ({
    ...{ place, text },
    path: parsePath(text) ?? [],
  }));
}
