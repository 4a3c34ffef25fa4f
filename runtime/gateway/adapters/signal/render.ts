/** Where a message goes, as signal-cli wants it: man signal-cli-jsonrpc(5), `send`. */

/** Of the account a person never changes: an ACI. */
const PERSON = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const GROUP = /^group\.([\w-]+)$/;

/** Ids of groups are base64, which has `/` in it. */
export function groupChat(groupId: string): string {
  return `group.${Buffer.from(groupId, 'base64').toString('base64url')}`;
}

/** undefined: it is no place of Signal's. */
export function placeOf(chat: string): { recipient: string[] } | { groupId: string } | undefined {
  if (PERSON.test(chat)) return { recipient: [chat] };
  const [, group] = GROUP.exec(chat) ?? [];
  if (group === undefined) return undefined;
  return { groupId: Buffer.from(group, 'base64url').toString('base64') };
}
