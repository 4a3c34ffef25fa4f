/**
 * How a message repeats what stands in a file. Only short plain values are repeated, and nothing
 * that is, or looks as if it held, a secret (`auth_token:abc` without the space is a key to YAML).
 */
import type { Path } from './value-at.ts';

const MAX_LENGTH = 60;

/** An address may hold a password too. */
const SECRET_KEY = /token|secret|password|key|endpoint|url/i;
const SECRET_TEXT = /(token|secret|password|key)(\W+).*$/is;

/** `"pmp"`, `12`, `[5, 2]`; what is longer, or a map, only by its kind. */
export function quote(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    const text = `[${value.map((entry) => quote(entry)).join(', ')}]`;
    return text.length <= MAX_LENGTH ? text : kindOf(value);
  }
  if (typeof value !== 'string') return kindOf(value);
  const text = value.replace(SECRET_TEXT, '$1$2…');
  return JSON.stringify(text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}…`);
}

/** As `quote`, but only by its kind where the path says that it is a secret. */
export function quoteAt(path: Path, value: unknown): string {
  return path.some((step) => SECRET_KEY.test(String(step))) ? kindOf(value) : quote(value);
}

export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'text';
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}
