/** What a text of a workflow shows to people: an address in it may hold a password or a token, and those it keeps to itself. Pure. */

/** No scheme is longer: without a bound, a long word is gone through from each of its dots. */
const ADDRESS = /\b[a-z][a-z0-9+.-]{0,31}:\/\/[^\s'"]+/gi;

/** A placeholder is no secret: what it stands for comes from the run. */
const QUERY_VALUE = /([?&;][^=&#;]*=)(?!\{\{)[^&#;]+/g;
const BEHIND_HASH = /#.+$/;
/** Up to the last @, since a password may hold one. */
const USER = /^([^:]+:\/\/).*@/;

export function maskSecrets(text: string): string {
  return text.replaceAll(ADDRESS, (address) =>
    address.replaceAll(QUERY_VALUE, '$1…').replace(BEHIND_HASH, '#…').replace(USER, '$1…@'),
  );
}

/** Somebody gives again what they were shown: armed, it would ask with the mask for a token. */
export function isMasked(text: string): boolean {
  return text.match(ADDRESS)?.some((address) => address.includes('…')) ?? false;
}
