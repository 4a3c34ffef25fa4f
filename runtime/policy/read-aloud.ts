/** What a person reads off a console, as it was made: the alphabet has no o, i and l, so these can only be 0 and 1. */
export function readAloud(code: string): string {
  return code
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replaceAll('o', '0')
    .replace(/[il]/g, '1');
}
