/** What a device calls itself is a stranger's text: shortened, and without anything but letters, digits and a few marks. */

const MAX_NAME = 48;
const MAX_ID = 32;

/** undefined when nothing is left of it. */
export function plainName(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const plain = text
    .slice(0, 4 * MAX_NAME)
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{M}\p{N} ._()/'°%+-]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  // Half of a pair of surrogates is no letter.
  const short = plain
    .slice(0, MAX_NAME)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();
  return short === '' ? undefined : short;
}

/** `Kitchen sensor` → `kitchen-sensor`; undefined when no Latin letter or digit is in it. */
export function idOf(text: string): string | undefined {
  const id = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_ID)
    .replaceAll(/^-+|-+$/g, '');
  return id === '' ? undefined : id;
}
