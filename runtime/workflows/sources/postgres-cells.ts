/**
 * What PostgreSQL writes of a value becomes a number, a boolean or a text; times as ISO 8601 has them.
 * https://github.com/postgres/postgres/blob/REL_15_STABLE/src/include/catalog/pg_type.dat
 */
const BOOL = 16;
const BYTEA = 17;
/** int8, int2, int4, oid, float4, float8, numeric */
const NUMBERS = new Set([20, 21, 23, 26, 700, 701, 1700]);
/** timestamp, timestamptz */
const TIMES = new Set([1114, 1184]);

export function cellParser(type: number): (text: string) => string | number | boolean {
  if (NUMBERS.has(type)) return toNumber;
  if (TIMES.has(type)) return toIso;
  if (type === BOOL) return (text) => text === 't';
  if (type === BYTEA) return (text) => text.replace(/^\\x/, '');
  return (text) => text;
}

/** One that JavaScript cannot hold, a NaN for one, stays a text. */
function toNumber(text: string): number | string {
  const number = Number(text);
  const isHeld = /^-?\d+$/.test(text) ? Number.isSafeInteger(number) : Number.isFinite(number);
  return isHeld ? number : text;
}

/** `2026-06-10 14:00:00+02` → `2026-06-10T14:00:00+02:00`; what is no such time, `infinity`, stays. */
function toIso(text: string): string {
  return text
    .replace(/^(\d{4}-\d\d-\d\d) (\S+)$/, '$1T$2')
    .replace(/([+-]\d\d)$/, (zone) => (text.includes(' ') ? `${zone}:00` : zone));
}
